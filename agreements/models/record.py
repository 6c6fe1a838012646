"""The record: texts that were frozen, moves that happened, and the files made from them."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from agreements import publication, workflow
from agreements.choices import RenderingState, Status
from agreements.models.agreement import Agreement
from agreements.querysets import RenderingQuerySet, VersionQuerySet
from dsaformat import canonical, reading
from dsaformat.document import AgreementDocument


class Version(models.Model):
    """A frozen text. The row never changes, and database triggers hold that; people sign its fingerprint."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    """Canonical JSON; kept as text, so that not a byte of it can move."""
    fingerprint = models.CharField(max_length=64, unique=True)
    previous_fingerprint = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["agreement_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="version_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement.reference} version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:version", args=[self.agreement.reference, self.number])

    @property
    def document(self) -> AgreementDocument:
        return reading.load(self.text)

    @property
    def grouped_fingerprint(self) -> str:
        return canonical.grouped(self.fingerprint)


class Transition(models.Model):
    """One move of an agreement: who made it, when, and why."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="transitions")
    verb = models.CharField(max_length=20, choices=[(verb.value, workflow.MOVES[verb].done) for verb in workflow.Verb])
    source = models.CharField(max_length=12, choices=Status)
    target = models.CharField(max_length=12, choices=Status)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    version = models.ForeignKey(Version, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agreement_id", "-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} at {self.at:%Y-%m-%d %H:%M}"


class _Rendering(models.Model):
    """A PDF of a version. A worker claims the row, makes the file, and says so here."""

    state = models.CharField(max_length=8, choices=RenderingState, default=RenderingState.WAITING)
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RenderingQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["asked_at", "pk"]

    @property
    def waits(self) -> bool:
        return self.state in {RenderingState.WAITING, RenderingState.WORKING}


_UNFINISHED = models.Q(state__in=["waiting", "working"])
_DONE_HAS_FILE = models.Q(state="done", finished_at__isnull=False, size__gt=0) | (
    ~models.Q(state="done") & models.Q(sha256="", finished_at=None)
)


class Rendering(_Rendering):
    """The PDF of a version, before any signature."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="rendering")

    class Meta(_Rendering.Meta):
        indexes = [models.Index(fields=["asked_at"], name="rendering_unfinished", condition=_UNFINISHED)]
        constraints = [models.CheckConstraint(condition=_DONE_HAS_FILE, name="rendering_done_has_file")]

    def __str__(self) -> str:
        return f"PDF of {self.version_id}: {RenderingState(self.state).label}"


class PublishedRendering(_Rendering):
    """The PDF of what may be published of a version: one, made again when somebody leaves out something else."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="published_rendering")
    withheld = models.JSONField(default=list)
    """Pairs of a section's key and the reason for leaving it out."""
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(_Rendering.Meta):
        default_permissions = ()
        indexes = [models.Index(fields=["asked_at"], name="published_unfinished", condition=_UNFINISHED)]
        constraints = [models.CheckConstraint(condition=_DONE_HAS_FILE, name="published_done_has_file")]

    def __str__(self) -> str:
        return f"PDF for publication of {self.version_id}: {RenderingState(self.state).label}"

    @property
    def left_out(self) -> tuple[publication.Withheld, ...]:
        return tuple(publication.Withheld(section, reason) for section, reason in self.withheld)
