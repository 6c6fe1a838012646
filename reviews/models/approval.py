"""A text that goes round the parties: who is asked, what each party decides, and what was so when it was frozen."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from dsaformat import reading
from dsaformat.document import AgreementDocument
from reviews import querysets_approvals as querysets
from reviews.choices import NEEDS_NOTE, Ending, Outcome, Standing


def _person(*, is_known: bool = True) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=not is_known, blank=not is_known, on_delete=models.PROTECT, related_name="+"
    )


def _organisation() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")


class Circulation(models.Model):
    """One time that the text was sent to the parties for review. An agreement has one open at most."""

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    sent_by = _person(is_known=False)
    due_on = models.DateField()
    message = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = _person(is_known=False)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    closed_because = models.TextField(blank=True)
    version = models.ForeignKey("agreements.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The version whose freezing ended it."""
    history = HistoricalRecords()

    objects = querysets.CirculationQuerySet.as_manager()

    class Meta:
        ordering = ["agreement_id", "-sent_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agreement"], condition=Q(closed_at=None), name="circulation_one_open"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, ending="", closed_because="")
                | Q(closed_at__isnull=False, ending__in=Ending.values),
                name="circulation_closed_together",
            ),
            models.CheckConstraint(
                condition=Q(ending="frozen", version__isnull=False) | (~Q(ending="frozen") & Q(version=None)),
                name="circulation_frozen_names_version",
            ),
            models.CheckConstraint(
                condition=~Q(ending="taken_back") | ~Q(closed_because=""), name="circulation_taken_back_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.agreement_id} sent at {self.sent_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Reviewer(models.Model):
    """A person who is asked to answer for a party. Any reviewer of that party may answer, asked or not."""

    circulation = models.ForeignKey(Circulation, on_delete=models.PROTECT, related_name="reviewers")
    organisation = _organisation()
    person = _person()
    asked_at = models.DateTimeField()
    asked_by = _person(is_known=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    """Set when the lead asks somebody else instead."""
    reminded_on = models.DateField(null=True, blank=True)
    """The day on which the lead reminded the person last."""
    history = HistoricalRecords()

    class Meta:
        ordering = ["circulation_id", "organisation_id", "asked_at", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["person"], name="reviewer_asked", condition=Q(ended_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["circulation", "organisation", "person"], name="reviewer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.organisation_id} in {self.circulation_id}"


class ReviewedText(models.Model):
    """A text on which somebody decided, kept so that it can be compared with what the agreement says later."""

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    """The agreement's `working_digest` at that time."""
    revision = models.PositiveIntegerField()
    text = models.TextField()
    """Canonical JSON."""
    sections = models.JSONField()
    """Digests of what each section said, by its key."""
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["agreement_id", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["agreement", "digest"], name="reviewedtext_once")]

    def __str__(self) -> str:
        return f"Revision {self.revision} of {self.agreement_id}"

    @property
    def document(self) -> AgreementDocument:
        return reading.load(self.text)


class Decision(models.Model):
    """What one party said of one text. Written once: a change of mind is another row, and the newest counts."""

    circulation = models.ForeignKey(Circulation, on_delete=models.PROTECT, related_name="decisions")
    organisation = _organisation()
    person = _person()
    outcome = models.CharField(max_length=8, choices=Outcome)
    note = models.TextField(blank=True)
    text = models.ForeignKey(ReviewedText, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True)
    """The last day on which a block holds up the text against the lead's will."""

    objects = querysets.DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["circulation_id", "-at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["circulation", "organisation", "-id"], name="decision_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="decision_outcome_known"),
            models.CheckConstraint(
                condition=~Q(outcome__in=sorted(NEEDS_NOTE)) | ~Q(note=""), name="decision_says_why"
            ),
            models.CheckConstraint(
                condition=Q(outcome="changes", expires_on__isnull=False) | (~Q(outcome="changes") & Q(expires_on=None)),
                name="decision_block_has_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} for {self.organisation_id} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_block(self) -> bool:
        return self.outcome == Outcome.CHANGES


class Omission(models.Model):
    """The lead goes on without the approval of one party, and why. It lasts until that party decides again."""

    circulation = models.ForeignKey(Circulation, on_delete=models.PROTECT, related_name="omissions")
    organisation = _organisation()
    standing = models.CharField(max_length=12, choices=Standing)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The party's latest decision at that time; none while it had not answered."""
    reason = models.TextField()
    by = _person(is_known=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["circulation_id", "-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="omission_says_why"),
            models.CheckConstraint(
                condition=Q(standing="waiting", decision=None)
                | Q(standing__in=["out_of_date", "changes", "leaving"], decision__isnull=False),
                name="omission_of_what_was_missing",
            ),
        ]

    def __str__(self) -> str:
        return f"Without {self.organisation_id} at {self.at:%Y-%m-%d %H:%M}"


class Approval(models.Model):
    """How one party stood when a version was frozen. Written once, for those who sign and those who look back."""

    version = models.ForeignKey("agreements.Version", on_delete=models.PROTECT, related_name="+")
    organisation = _organisation()
    standing = models.CharField(max_length=12, choices=Standing)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    omission = models.ForeignKey(Omission, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["version_id", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version", "organisation"], name="approval_once"),
            models.CheckConstraint(
                condition=Q(standing__in=["not_asked", "waiting"], decision=None)
                | (~Q(standing__in=["not_asked", "waiting"]) & Q(decision__isnull=False)),
                name="approval_from_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_standing_display()} for {self.organisation_id} at version {self.version_id}"
