"""Organisations as the law and their partners know them."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts import access
from accounts.roles import OrgPermission
from parties import querysets
from parties.choices import AssuranceKind, ContactRole, Kind, Nation, OrganisationState, SeriousViolenceClass


class Organisation(models.Model):
    """A body that can be party to an agreement, whether or not it uses the portal yet."""

    legal_name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    name_skeleton = models.CharField(max_length=200, unique=True, editable=False)
    """Look-alike form of the legal name: two organisations may not share it."""
    kind = models.CharField(max_length=20, choices=Kind)
    nation = models.CharField(max_length=20, choices=Nation)
    address = models.TextField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    email_domain = models.CharField(max_length=253, blank=True)
    ico_reference = models.CharField(max_length=20, blank=True)
    ico_expires_on = models.DateField(null=True, blank=True)
    is_public_authority = models.BooleanField(default=False)
    is_competent_authority = models.BooleanField(default=False)
    competent_authority_paragraph = models.CharField(max_length=40, blank=True)
    """The paragraph of Schedule 7 to the Data Protection Act 2018 that names it."""
    serious_violence_class = models.CharField(max_length=10, choices=SeriousViolenceClass, blank=True)
    state = models.CharField(max_length=10, choices=OrganisationState, default=OrganisationState.ACTIVE)
    ended_on = models.DateField(null=True, blank=True)
    terms_accepted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    history = HistoricalRecords(related_name="+")

    objects = querysets.OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["legal_name", "pk"]
        permissions = [(permission.value, permission.label) for permission in OrgPermission]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="active", ended_on=None)
                | (~models.Q(state="active") & models.Q(ended_on__isnull=False)),
                name="organisation_ended_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(is_competent_authority=True) | models.Q(competent_authority_paragraph=""),
                name="organisation_sch7_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.legal_name

    @property
    def name(self) -> str:
        """What people call it: the short name if it has one."""
        return self.short_name or self.legal_name

    def get_absolute_url(self) -> str:
        return reverse("parties:organisation", args=[self.slug])


class OrganisationGrant(access.TeamGrantBase):
    """What a team may do for the organisation."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)


class OrganisationHelperGrant(access.PersonGrantBase):
    """Never written; guardian wants the pair of tables before it uses either."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)


class Contact(models.Model):
    """Somebody to reach at the organisation, who may have no account (C-3: people or shared mailboxes)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contacts")
    role = models.CharField(max_length=12, choices=ContactRole)
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    is_shared_mailbox = models.BooleanField(default=False)
    person = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords(related_name="+")

    class Meta:
        ordering = ["role", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "role"],
                condition=models.Q(role__in=["dpo", "siro", "caldicott"]),
                name="contact_one_office_holder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_role_display()}"


class Assurance(models.Model):
    """Evidence that the organisation meets a standard, with its level and its last day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="assurances")
    kind = models.CharField(max_length=20, choices=AssuranceKind)
    reference = models.CharField(max_length=100, blank=True)
    level = models.CharField(max_length=100, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords(related_name="+")

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="assurance_one_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"


class Succession(models.Model):
    """One body became another: renamed, merged or abolished (B-17)."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="origins")
    how = models.CharField(max_length=10, choices=OrganisationState)
    on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    history = HistoricalRecords(related_name="+")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="succession_two_bodies"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} became {self.successor}"
