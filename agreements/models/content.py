"""The document being written, piece by piece, and what it names: rows that change, with their history."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement
from agreements.models.record import Version


class Piece(models.Model):
    """One row of a list of the document, or one of its single parts, as its own canonical JSON.

    People write different pieces at the same time, each party its own; `agreements.assembly` alone reads them
    as a document.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="pieces")
    part = models.CharField(max_length=40)
    """Which field of the document: `retention`, `term`."""
    key = models.CharField(max_length=63, blank=True)
    """The key of the row; blank for a part of which there is one."""
    position = models.PositiveIntegerField(default=0)
    value = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["agreement_id", "part", "position", "key"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agreement", "part", "key"], name="piece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.part}/{self.key}" if self.key else self.part


class CodeUse(models.Model):
    """An entry of the law's catalogue that the document being written names, for finding agreements by it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="code_uses")
    code = models.CharField(max_length=80)
    party_key = models.CharField(max_length=63, blank=True)
    """The party that relies on it or supplies it; blank where it belongs to all."""
    path = models.CharField(max_length=400)

    class Meta:
        ordering = ["agreement_id", "code", "path"]
        default_permissions = ()
        indexes = [models.Index(fields=["code", "agreement"], name="code_use_by_code")]
        constraints = [models.UniqueConstraint(fields=["agreement", "code", "path"], name="code_use_once")]

    def __str__(self) -> str:
        return f"{self.code} at {self.path}"


class VersionCode(models.Model):
    """A wording of the law that a frozen text carries: it may never be edited in the catalogue."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=80)
    wording_from = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["version_id", "code"]
        default_permissions = ()
        indexes = [models.Index(fields=["code", "wording_from"], name="version_code_by_code")]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="version_code_once")]

    def __str__(self) -> str:
        return f"{self.code} in {self.version_id}"
