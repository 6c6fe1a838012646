"""Files beside a draft: an impact assessment, a diagram, a contract."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models import Agreement
from drafting.choices_starting import AttachmentKind, Audience
from drafting.querysets_starting import AttachmentQuerySet
from parties.models import Organisation


class Attachment(models.Model):
    """One file. Its bytes never change; it may be taken away, and the record of it stays."""

    token = models.CharField(max_length=32, unique=True)
    """Names the file on disk and in addresses, and says nothing about it."""
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    """The party whose officer brought it."""
    key = models.CharField(max_length=63, blank=True)
    """Its row in the document; blank while the document does not list it."""
    kind = models.CharField(max_length=12, choices=AttachmentKind)
    title = models.CharField(max_length=800)
    """200 characters as people count them; an emoji may take several code points."""
    description = models.TextField(blank=True)
    audience = models.CharField(max_length=8, choices=Audience)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    history = HistoricalRecords()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at=None, removed_by=None)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removed_pair",
            ),
            models.CheckConstraint(
                condition=models.Q(key="") | models.Q(audience="parties"), name="attachment_listed_is_shared"
            ),
            models.CheckConstraint(condition=models.Q(kind__in=AttachmentKind.values), name="attachment_kind_known"),
            models.CheckConstraint(condition=models.Q(audience__in=Audience.values), name="attachment_audience_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def path(self) -> str:
        """Where the bytes are, within the default storage."""
        return f"attachments/{self.token}"

    def get_absolute_url(self) -> str:
        return reverse("drafting:attachment", args=[self.agreement.reference, self.token])
