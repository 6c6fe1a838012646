"""Agreement templates: data that administrators edit, in versions that never change once they are in use."""

import json

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from drafting import outline
from drafting.choices import TemplateState


class Template(models.Model):
    """One version of a template. Agreements remember which one they were made from."""

    code = models.SlugField(max_length=63)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=500)
    text = models.TextField()
    """The outline as JSON."""
    state = models.CharField(max_length=10, choices=TemplateState, default=TemplateState.DRAFT)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Nobody, when it came with the portal."""
    published_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    """What is new in this version."""
    history = HistoricalRecords()

    class Meta:
        ordering = ["code", "-version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(state="published"), name="template_published_once"
            ),
            models.UniqueConstraint(fields=["code"], condition=models.Q(state="draft"), name="template_draft_once"),
            models.CheckConstraint(condition=models.Q(state__in=TemplateState.values), name="template_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def outline(self) -> outline.Outline:
        return outline.parse(json.loads(self.text))
