"""Agreement templates: data that administrators edit, in versions that never change once they are in use."""

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from drafting import outline
from drafting.choices import TemplateState

if TYPE_CHECKING:
    from accounts.models import User


class TemplateQuerySet(models.QuerySet["Template"]):
    def visible_to(self, person: "User") -> "TemplateQuerySet":
        """Everybody reads what is or was in use; only operators see a version before it is published."""
        return self if person.is_operator else self.exclude(state=TemplateState.DRAFT)


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

    objects = TemplateQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=models.Q(state="draft", published_at=None)
                | models.Q(~models.Q(state="draft"), published_at__isnull=False),
                name="template_published_when",
            ),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="template_version_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def outline(self) -> outline.Outline:
        return _outline(self.text)

    @property
    def is_draft(self) -> bool:
        return self.state == TemplateState.DRAFT


@lru_cache(maxsize=64)
def _outline(text: str) -> outline.Outline:
    """Every page of a draft reads its template; the same text is always the same outline."""
    return outline.parse(json.loads(text))
