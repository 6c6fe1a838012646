"""What becomes of an agreement that applies: a text that is to replace it, parties that leave, a pause, its end."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from agreements.choices import Again, How
from agreements.models.agreement import Agreement


def _person() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Variation(models.Model):
    """A text that is to replace an agreement: an agreement of its own, under the same number and the next edition."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="variation")
    replaces = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="variations")
    reason = models.TextField()
    """Why it is changed, as everybody in the agreement reads it."""
    opened_at = models.DateTimeField()
    opened_by = _person()
    again = models.CharField(max_length=8, choices=Again, blank=True)
    """Who signs again; blank until somebody decides."""
    parties = models.JSONField(default=list, blank=True)
    """Keys of those who sign again, when it is not everyone and not nobody."""
    proposed = models.CharField(max_length=8, choices=Again, blank=True)
    """What the comparison proposed when it was decided."""
    because = models.TextField(blank=True)
    """Why the decision differs from the proposal."""
    digest = models.CharField(max_length=64, blank=True)
    """Of the text that the decision was made about: of another text nothing is decided."""
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = _person()
    closed_at = models.DateTimeField(null=True, blank=True)
    """When it came into force in the other's place, or was given up."""
    annexes_told_at = models.DateTimeField(null=True, blank=True)
    """When those whose agreements hang under the one that it replaced were told."""
    history = HistoricalRecords()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["closed_at", "id"],
                name="variation_untold",
                condition=Q(closed_at__isnull=False, annexes_told_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["replaces"], condition=Q(closed_at=None), name="variation_one_open"),
            models.CheckConstraint(condition=~Q(agreement=models.F("replaces")), name="variation_of_another"),
            models.CheckConstraint(
                condition=Q(again="", decided_at=None, digest="") | (~Q(again="") & Q(decided_at__isnull=False)),
                name="variation_decided_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} replaces {self.replaces_id}"


class StandingDepartures(models.Manager["Departure"]):
    """Without those that were undone, because the party joined again."""

    def get_queryset(self) -> "models.QuerySet[Departure]":
        return super().get_queryset().filter(rejoined_at=None)


class Departure(models.Model):
    """One party's notice to leave. What it signed stays signed, and what outlives its leaving binds it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="departures")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    party_key = models.CharField(max_length=63)
    given_at = models.DateTimeField()
    given_by = _person()
    leaves_on = models.DateField()
    """The first day on which it is no longer a party."""
    reason = models.TextField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = _person()
    left_at = models.DateTimeField(null=True, blank=True)
    """When the day had come and everybody was told."""
    rejoined_at = models.DateTimeField(null=True, blank=True)
    """When it joined again by signing the version in force: since then it is a party like the others."""
    history = HistoricalRecords()

    objects = StandingDepartures()
    every = models.Manager["Departure"]()
    """With those that were undone: for whoever tells what happened."""

    class Meta:
        ordering = ["leaves_on", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["leaves_on", "id"],
                name="departure_due",
                condition=Q(left_at=None, taken_back_at=None),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"],
                condition=Q(taken_back_at=None, rejoined_at=None),
                name="departure_once",
            ),
            models.CheckConstraint(
                condition=Q(rejoined_at=None) | Q(left_at__isnull=False), name="departure_left_then_rejoined"
            ),
            models.CheckConstraint(condition=Q(left_at=None) | Q(taken_back_at=None), name="departure_left_or_not"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} leaves {self.agreement_id} on {self.leaves_on}"


class Suspension(models.Model):
    """A time in which nobody shares under the agreement, though it stays in force."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="suspensions")
    from_on = models.DateField()
    reason = models.TextField()
    suspended_at = models.DateTimeField()
    suspended_by = _person()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = _person()
    lifted_because = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["-suspended_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agreement"], condition=Q(lifted_at=None), name="suspension_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} suspended from {self.from_on}"


class Ending(models.Model):
    """The end of an agreement: decided beforehand, or come by the date that its text names."""

    agreement = models.OneToOneField(Agreement, on_delete=models.PROTECT, related_name="ending")
    on = models.DateField()
    """The first day on which it does not apply."""
    how = models.CharField(max_length=8, choices=How)
    reason = models.TextField(blank=True)
    confirm_by_on = models.DateField()
    """By when every party confirms what happened to the data."""
    decided_at = models.DateTimeField()
    decided_by = _person()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When the day had come; empty while the end lies ahead."""
    announced_at = models.DateTimeField(null=True, blank=True)
    """When the parties were told of this decision; an end by the text's own date is announced by its reminders."""
    annexes_told_at = models.DateTimeField(null=True, blank=True)
    """When those whose agreements hang under this one were told that it has ended."""
    history = HistoricalRecords()

    class Meta:
        ordering = ["on", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["on", "id"], name="ending_due", condition=Q(ended_at=None)),
            models.Index(
                fields=["decided_at", "id"], name="ending_unsaid", condition=Q(announced_at=None) & ~Q(how="date")
            ),
            models.Index(
                fields=["ended_at", "id"],
                name="ending_untold",
                condition=Q(ended_at__isnull=False, annexes_told_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(confirm_by_on__gte=models.F("on")), name="ending_then_confirm")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} ends on {self.on}"
