"""How far the signed PDF has come, and every state that it has had."""

from django.db import models
from django.db.models import F, Q

from signing import querysets
from signing.models.chained import Signature


class Sealing(models.Model):
    """How many steps the version's PDF should have taken and how many it has; a worker closes the gap."""

    version = models.OneToOneField("agreements.Version", on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField(default=0)
    """The file is begun again when a signature that it carries is withdrawn."""
    wanted = models.PositiveIntegerField(default=1)
    """In this edition: the certification, one for each act so far, and whatever completes it."""
    made = models.PositiveIntegerField(default=0)
    final = models.BooleanField(default=False)
    """Enough have signed: the last step adds what a check needs in many years, and a timestamp over the whole."""
    wanted_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    """Failures since the last success."""
    error = models.TextField(blank=True)

    objects = querysets.SealingQuerySet.as_manager()

    class Meta:
        ordering = ["wanted_at", "pk"]
        indexes = [models.Index(fields=["wanted_at"], name="sealing_behind", condition=Q(made__lt=F("wanted")))]
        constraints = [models.CheckConstraint(condition=Q(made__lte=F("wanted")), name="sealing_not_ahead")]

    def __str__(self) -> str:
        return f"{self.made} of {self.wanted} in the PDF of {self.version_id}"

    @property
    def is_behind(self) -> bool:
        return self.made < self.wanted


class SealedFile(models.Model):
    """One state of a signed file: its first ``size`` bytes. Each starts with the one before; none ever changes."""

    version = models.ForeignKey("agreements.Version", on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField(default=0)
    revision = models.PositiveIntegerField()
    """0 is the certified text, then one for each act or timestamp."""
    signature = models.ForeignKey(
        Signature, null=True, blank=True, on_delete=models.PROTECT, related_name="sealed_files"
    )
    """The leading signature of the act that this state added; none for the certification and for timestamps."""
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=200)
    """Within the media folder. All states of an edition share one file."""
    sealed_at = models.DateTimeField()

    objects = querysets.SealedFileQuerySet.as_manager()

    class Meta:
        ordering = ["version_id", "edition", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["version", "edition", "revision"], name="sealedfile_revision_once"),
            models.UniqueConstraint(fields=["version", "edition", "signature"], name="sealedfile_signature_once"),
            models.CheckConstraint(condition=Q(signature=None) | Q(revision__gt=0), name="sealedfile_certified_first"),
        ]

    def __str__(self) -> str:
        return f"Revision {self.revision} of the signed PDF of {self.version_id}"

    @property
    def kind(self) -> str:
        if self.signature_id:
            return "signed"
        return "timestamped" if self.revision else "certified"
