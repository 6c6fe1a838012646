"""The text to print and sign by hand, made when somebody asks for it."""

from django.db import models

from agreements.choices import RenderingState
from signing import querysets
from signing.models.rounds import Request


class Pack(models.Model):
    """The PDF of a version with the sheet on which one party signs. A worker makes it; it may be asked for again."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="pack")
    state = models.CharField(max_length=8, choices=RenderingState, default=RenderingState.WAITING)
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.PackQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="done", finished_at__isnull=False, pages__gt=1) & ~models.Q(sha256="")
                | (~models.Q(state="done") & models.Q(finished_at=None, sha256="")),
                name="pack_done_has_file",
            )
        ]

    def __str__(self) -> str:
        return f"Signing pack of {self.request}: {RenderingState(self.state).label}"
