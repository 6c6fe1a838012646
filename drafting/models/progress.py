"""How far a draft has come, and what was typed but not yet kept in it."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from agreements.models import Agreement


class SectionMark(models.Model):
    """Somebody said that a section is completed, or not after all; or wants it although nothing calls for it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    section = models.CharField(max_length=63)
    completed = models.BooleanField(default=False)
    wanted_because = models.TextField(blank=True)
    """Why its questions are asked although the template does not call for them; blank when nobody wants that."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["agreement_id", "section"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["agreement", "section"], name="section_mark_once")]

    def __str__(self) -> str:
        return f"{self.section} of {self.agreement_id}: {'completed' if self.completed else 'open'}"


class Typed(models.Model):
    """What one person typed into a page and could not be kept in the document yet: shown again when they come back."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=300)
    """Which page: the section, the question and the row."""
    values = models.JSONField(default=dict)
    """The form as it was sent, lists of strings by name."""
    based_on = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["agreement", "person", "place"], name="typed_once")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.place}"
