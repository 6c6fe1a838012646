"""PDFs of a text that is still being written: made when somebody asks, and thrown away after a while."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from agreements.choices import RenderingState
from agreements.models import Agreement

MAX_ATTEMPTS = 3


class PreviewQuerySet(models.QuerySet[Any]):
    def unfinished(self, at: dt.datetime) -> "PreviewQuerySet":
        """Those that somebody must take up: never begun, or begun by a worker whose lease has run out."""
        return self.filter(state__in=[RenderingState.WAITING, RenderingState.WORKING]).filter(
            models.Q(lease_until=None) | models.Q(lease_until__lt=at)
        )


class Preview(models.Model):
    """One PDF for each text: whoever asks again for the same text finds it made."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    """The fingerprint of the text as it stood when somebody asked."""
    text = models.TextField(blank=True)
    """The document to print, until it is printed: the draft may have moved on by then."""
    state = models.CharField(max_length=8, choices=RenderingState, default=RenderingState.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    content = models.BinaryField(blank=True, default=b"")
    pages = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = PreviewQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agreement", "digest"], name="preview_once"),
            models.CheckConstraint(
                condition=models.Q(state="done", finished_at__isnull=False)
                | (~models.Q(state="done") & models.Q(finished_at=None)),
                name="preview_done_is_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"Preview of {self.agreement}: {RenderingState(self.state).label}"

    def get_absolute_url(self) -> str:
        return reverse("drafting:preview_progress", args=[self.agreement.reference, self.token])
