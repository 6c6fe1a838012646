"""What goes wrong with an agreement that applies: raised by a party, dealt with by one, closed with what was done."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from reviews import querysets_issues as querysets
from reviews.choices import Severity


def _person(*, is_known: bool = True) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=not is_known, blank=not is_known, on_delete=models.PROTECT, related_name="+"
    )


def _organisation() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")


class Issue(models.Model):
    """One problem. Its parties alone read it."""

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    what = models.TextField()
    about = models.CharField(max_length=100, blank=True)
    """A dataset or a section of the text in force, such as `datasets/faults`; blank for the whole agreement."""
    about_name = models.CharField(max_length=400, blank=True)
    """What it was called when this was raised."""
    severity = models.CharField(max_length=8, choices=Severity)
    raised_for = _organisation()
    raised_by = _person()
    raised_at = models.DateTimeField()
    assigned = _organisation()
    """Which party deals with it."""
    due_on = models.DateField()
    """Until when."""
    reminded_on = models.DateField(null=True, blank=True)
    """The day whose passing people were told of last."""
    done = models.TextField(blank=True)
    """What was done about it."""
    closed_for = models.ForeignKey(
        "parties.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_by = _person(is_known=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    objects = querysets.IssueQuerySet.as_manager()

    class Meta:
        ordering = ["agreement_id", "-number"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["due_on"], name="issue_open_due", condition=Q(closed_at=None)),
            models.Index(fields=["assigned"], name="issue_open_assigned", condition=Q(closed_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="issue_number_once"),
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="issue_severity_known"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closed_for=None, done="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False, closed_for__isnull=False) & ~Q(done="")),
                name="issue_closed_together",
            ),
        ]

    def __str__(self) -> str:
        return f"Issue {self.number}: {self.title}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class IssueNote(models.Model):
    """What somebody adds to an issue while it is open."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="notes")
    organisation = _organisation()
    by = _person()
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ["issue_id", "pk"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="issuenote_says_something")]

    def __str__(self) -> str:
        return f"Note on {self.issue_id} at {self.at:%Y-%m-%d %H:%M}"
