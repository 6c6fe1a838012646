"""What an organisation keeps about itself: whom to reach, and which standards it meets."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from parties.choices import AssuranceKind, ContactRole
from parties.models.organisations import Organisation


class Contact(models.Model):
    """Somebody to reach at the organisation, who may have no account (C-3: people or shared mailboxes)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(max_length=12, choices=ContactRole)
    name = models.CharField(max_length=800)
    job_title = models.CharField(max_length=800, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=160, blank=True)
    is_shared_mailbox = models.BooleanField(default=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["role", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "role"],
                condition=models.Q(role__in=["dpo", "siro", "caldicott"]),
                name="contact_one_office_holder",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None, confirmed_by=None)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="contact_confirmed_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display()}"


class Assurance(models.Model):
    """Evidence that the organisation meets a standard, with its level and its last day.

    The data protection fee is not here: its reference and expiry are facts of the organisation itself.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="assurances")
    kind = models.CharField(max_length=20, choices=AssuranceKind)
    reference = models.CharField(max_length=400, blank=True)
    level = models.CharField(max_length=400, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="assurance_one_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"


class Upload(models.Model):
    """A spreadsheet of organisations, kept from the dry run until it is confirmed or thrown away."""

    reference = models.UUIDField(unique=True)
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name
