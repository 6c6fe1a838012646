"""Signatures that the portal did not see: on paper, in another system, or before the portal knew the agreement."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from signing import querysets
from signing.choices import PaperOutcome, Route
from signing.models.rounds import Request


class Paper(models.Model):
    """What somebody brought as a party's signature, until a second person has checked it, and what came of it."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="papers")
    route = models.CharField(max_length=10, choices=Route)
    path = models.CharField(max_length=200)
    """Within the media folder: the file as it was made anew, without anything that could run or give away a place."""
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    name = models.CharField(max_length=800)
    """As it is written there."""
    office = models.CharField(max_length=800)
    rank = models.CharField(max_length=400, blank=True)
    dated_on = models.DateField()
    """The date that is written there."""
    keeper = models.CharField(max_length=800, blank=True)
    """Who keeps the original, and where."""
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=PaperOutcome, default=PaperOutcome.WAITING)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    checks = models.JSONField(default=dict, blank=True)
    """What the second person was asked about it, and answered."""
    reason = models.CharField(max_length=2000, blank=True)

    objects = querysets.PaperQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=Q(outcome="waiting"), name="paper_one_waiting"),
            models.CheckConstraint(
                condition=Q(outcome="waiting", checked_by=None, checked_at=None)
                | (~Q(outcome="waiting") & Q(checked_by__isnull=False, checked_at__isnull=False)),
                name="paper_checked_pair",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=F("uploaded_by")), name="paper_four_eyes"
            ),
            models.CheckConstraint(condition=~Q(route="portal"), name="paper_not_portal"),
            models.CheckConstraint(condition=~Q(outcome="returned") | ~Q(reason=""), name="paper_returned_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_route_display()}: {self.name} for {self.request}"


class Elsewhere(models.Model):
    """A whole agreement that was signed before the portal knew it. The portal keeps the file and vouches for none
    of the signatures in it."""

    version = models.OneToOneField("agreements.Version", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    signed_on = models.DateField()
    keeper = models.CharField(max_length=800, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.version}, signed elsewhere on {self.signed_on}"
