"""Looking again at an agreement that applies: what each party answers, what the lead concludes, many at once."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from foundation import text
from reviews import querysets_reviewing as querysets
from reviews.choices import CampaignKind, Conclusion

_SHORT = 160


def shortly(words: str) -> str:
    line = text.single_line(words)
    return f"{line[:_SHORT].rstrip()}…" if len(line) > _SHORT else line


def _person(*, is_known: bool = True) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=not is_known, blank=not is_known, on_delete=models.PROTECT, related_name="+"
    )


class Campaign(models.Model):
    """Several agreements that somebody has reviewed for one reason: a law that changes, a template, a period."""

    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    """Whose campaign it is."""
    kind = models.CharField(max_length=8, choices=CampaignKind)
    title = models.CharField(max_length=800)
    note = models.TextField(blank=True)
    """What those who answer should look at."""
    subject = models.CharField(max_length=200, blank=True)
    """What it is about: the day a law changes, or a template's key."""
    due_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = _person()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = _person(is_known=False)
    history = HistoricalRecords()

    objects = querysets.CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class Review(models.Model):
    """One review of one agreement: opened by its first answer or by the lead, and concluded by the lead once."""

    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    """The number of the plan; a review out of turn takes the next number, too."""
    version = models.ForeignKey("agreements.Version", on_delete=models.PROTECT, related_name="+")
    """The text that is looked at."""
    due_on = models.DateField(null=True, blank=True)
    campaign = models.ForeignKey(Campaign, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews")
    opened_at = models.DateTimeField()
    opened_by = _person(is_known=False)
    asked_because = models.TextField(blank=True, default="", db_default="")
    """Why the lead, or a campaign, asked for it; nothing when its day or its first answer opened it."""
    conclusion = models.CharField(max_length=8, choices=Conclusion, blank=True)
    reason = models.TextField(blank=True)
    """What the lead says of what it concludes, as every party reads it."""
    without = models.TextField(blank=True)
    """Why it was concluded although a party had not answered."""
    next_on = models.DateField(null=True, blank=True)
    """When it is looked at again, if it continues."""
    concluded_at = models.DateTimeField(null=True, blank=True)
    concluded_by = _person(is_known=False)
    history = HistoricalRecords()

    objects = querysets.ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["agreement_id", "-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="review_number_once"),
            models.UniqueConstraint(fields=["agreement"], condition=Q(concluded_at=None), name="review_one_open"),
            models.CheckConstraint(
                condition=Q(conclusion="", concluded_at=None) | (~Q(conclusion="") & Q(concluded_at__isnull=False)),
                name="review_concluded_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"Review {self.number} of {self.agreement_id}"

    @property
    def asked_shortly(self) -> str:
        """The beginning of why it was asked for, on one line, as lists show it."""
        return shortly(self.asked_because)

    @property
    def is_open(self) -> bool:
        return self.concluded_at is None


class CampaignItem(models.Model):
    """One agreement of a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="items")
    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The review that is part of it, as soon as there is one."""

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["campaign", "agreement"], name="campaign_item_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id} in {self.campaign}"


class Answer(models.Model):
    """What one party says in a review. A change of mind is another row; the last one counts."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="answers")
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    person = _person()
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    together = models.BooleanField(default=False)
    """Given for many agreements in one sitting, as “no change”."""

    class Meta:
        ordering = ["review_id", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["review", "organisation", "-id"], name="answer_newest")]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.review}"


class Point(models.Model):
    """One question or section of an answer that is not plainly “no change”, or that carries a note."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="points")
    subject = models.CharField(max_length=100)
    """The code of a question, or `section:` and the section's key."""
    needs_change = models.BooleanField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["answer", "subject"], name="point_once"),
            models.CheckConstraint(condition=Q(needs_change=False) | ~Q(note=""), name="point_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} in {self.answer_id}"


class Feed(models.Model):
    """One person's calendar address. Making a new one ends the old one."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    secret_digest = models.CharField(max_length=64, unique=True)
    """Of the secret in the address, which is shown once and kept nowhere."""
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Calendar address of {self.person}"
