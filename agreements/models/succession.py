"""Passing on what an organisation that ended has in the portal: proposed by one person, confirmed by another."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement
from agreements.succession import Fate, Passing


def _person() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Handover(models.Model):
    """Everything that one ended organisation has here, on its way to whoever follows it. There is one for each."""

    organisation = models.OneToOneField("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    heir = models.ForeignKey("parties.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Where its people, contacts and groups go, and each agreement for which nobody chose otherwise."""
    opened_at = models.DateTimeField()
    opened_by = _person()
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = _person()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = _person()
    passed_at = models.DateTimeField(null=True, blank=True)
    """When its people, contacts, groups and authority had passed; the agreements follow one by one."""
    finished_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["confirmed_at"],
                name="handover_under_way",
                condition=Q(confirmed_at__isnull=False, finished_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(organisation=models.F("heir")), name="handover_to_another"),
            models.CheckConstraint(
                condition=Q(proposed_at=None, proposed_by=None)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="handover_proposed_pair",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | (
                    Q(confirmed_at__isnull=False, confirmed_by__isnull=False, proposed_at__isnull=False)
                    & ~Q(confirmed_by=models.F("proposed_by"))
                ),
                name="handover_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(passed_at=None) | Q(confirmed_at__isnull=False), name="handover_confirmed_first"
            ),
        ]

    def __str__(self) -> str:
        return f"What {self.organisation} had"


class HandoverItem(models.Model):
    """One agreement in which the organisation had a place, and what became of that place."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="items")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    heir = models.ForeignKey("parties.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Who takes the place; nobody where it leaves."""
    party_key = models.CharField(max_length=63, blank=True)
    state = models.CharField(max_length=8, choices=Passing, default=Passing.WAITING)
    fate = models.CharField(max_length=8, choices=Fate, blank=True)
    reason = models.TextField(blank=True)
    """Why it went as it went, or why it has not gone yet."""
    tried_at = models.DateTimeField(null=True, blank=True)
    opened = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The text that was opened to be signed again."""
    history = HistoricalRecords()

    class Meta:
        ordering = ["handover_id", "agreement_id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["handover", "agreement"], name="handover_item_once"),
            models.CheckConstraint(
                condition=Q(state="waiting") | Q(tried_at__isnull=False), name="handover_item_tried"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} of {self.handover_id}: {self.get_state_display()}"
