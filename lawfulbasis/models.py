"""Law as dated reference data. A wording that a signed agreement relied on is never edited: a newer one is added."""

import datetime as dt

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from lawfulbasis.catalogue import REGIMES
from lawfulbasis.querysets import EntryQuerySet

ALWAYS = dt.date(1900, 1, 1)
"""Stands for "no first day", so that code and first day can be unique together."""


class Entry(models.Model):
    """One wording of a condition, power or category, and the days on which it applies."""

    code = models.SlugField(max_length=80)
    valid_from = models.DateField()
    """The first day of this wording."""
    regime = models.CharField(max_length=40, choices=list(REGIMES.items()))
    order = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=300)
    help = models.TextField(blank=True)
    reference = models.CharField(max_length=300)
    official_heading = models.CharField(max_length=300, blank=True)
    extent = models.CharField(max_length=200, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    current_wording_from = models.DateField(null=True, blank=True)
    changed_by = models.TextField(blank=True)
    selectable = models.BooleanField(default=True)
    """False for a rule that stands in the list without being a choice, and for law that is not yet in force."""
    flags = models.JSONField(default=dict, blank=True)
    """What rules ask: needs a policy document, which part of Schedule 1, open to public authorities ..."""
    details = models.JSONField(default=dict, blank=True)
    history = HistoricalRecords()

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["regime", "order", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="entry_wording_once"),
            models.CheckConstraint(
                condition=models.Q(in_force_to=None)
                | models.Q(in_force_from=None)
                | models.Q(in_force_to__gte=models.F("in_force_from")),
                name="entry_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("lawfulbasis:entry", args=[self.code])

    @property
    def is_coming(self) -> bool:
        """Enacted, with no day of commencement that anybody could rely on."""
        return "commencement_status" in self.details

    def state_on(self, day: dt.date) -> str:
        """Coming or No longer in force; empty for what is law on that day."""
        if self.is_coming or (self.in_force_from and day < self.in_force_from):
            return "Coming"
        return "No longer in force" if self.in_force_to and self.in_force_to < day else ""


class LoadedFile(models.Model):
    """Which edition of a fixture the tables hold, so that loading it again costs nothing."""

    name = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
