"""The chain of evidence: who agreed to which exact text, and whatever was said about it later. Rows never change."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from signing import offices, querysets
from signing.choices import Capacity
from signing.models.rounds import Request

GENESIS = "0" * 64
"""What the first link of the chain names as its predecessor."""


class ChainHead(models.Model):
    """The end of the chain. Locked while a link is added, so that no two follow the same one."""

    name = models.CharField(max_length=20, unique=True, default="signatures")
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)
    linked_at = models.DateTimeField(null=True, blank=True)
    """When the last link was added."""

    def __str__(self) -> str:
        return f"{self.name} up to {self.number}"


class Link(models.Model):
    """``evidence`` is canonical JSON and names the hash before it; ``hash`` is its SHA-256.

    Anybody can check the chain with ``sha256sum``. The numbers run through all kinds of links.
    """

    number = models.PositiveBigIntegerField(unique=True)
    evidence = models.TextField()
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        abstract = True

    @property
    def record(self) -> dict[str, Any]:
        return dict(json.loads(self.evidence))


class Signature(Link):
    """One person agreed to one exact text for one party; database triggers hold the row."""

    version = models.ForeignKey("agreements.Version", on_delete=models.PROTECT, related_name="+")
    party_key = models.CharField(max_length=63)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Nobody of this portal, when it was given on paper or in another system."""
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="signatures")
    attempt = models.PositiveSmallIntegerField(default=1)
    """2 for the signature that follows one that was withdrawn, and so on."""
    given_with = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="given_together"
    )
    """The leading signature of the same act, when one person signed for several bodies at once."""
    paper = models.ForeignKey("signing.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    typed_name = models.CharField(max_length=800)
    capacity = models.CharField(max_length=10, choices=Capacity)
    office = models.CharField(max_length=800)
    rank = models.CharField(max_length=400, blank=True)
    acting_for = models.CharField(max_length=800, blank=True)
    """The office-holder in whose place a delegate signs."""
    authority = models.CharField(max_length=12, blank=True)
    """The reference of the authority, delegation or mandate."""
    statements = models.JSONField(default=list)
    """The sentences as they were shown and ticked."""
    factor = models.CharField(max_length=10)
    confirmation = models.ForeignKey(
        "accounts.Confirmation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    fingerprint = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    objects = querysets.SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "party_key", "attempt"], name="signature_once_per_attempt"),
            models.CheckConstraint(
                condition=Q(capacity__in=["paper", "elsewhere"], person=None, confirmation=None, paper__isnull=False)
                | (
                    ~Q(capacity__in=["paper", "elsewhere"])
                    & Q(person__isnull=False, confirmation__isnull=False, paper=None)
                    & ~Q(authority="")
                ),
                name="signature_seen_or_brought",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} for {self.organisation}"

    @property
    def reference(self) -> str:
        return f"SIG-{self.number:06d}"

    @property
    def capacity_words(self) -> str:
        """Job title or rank, the body whose office it is if that is another one, and in whose place."""
        office = ", ".join(part for part in (self.rank, offices.words(self.office, self.representing)) if part)
        return f"{office}, for {self.acting_for}" if self.acting_for else office

    @property
    def representing(self) -> str:
        """The body that those bound under a mandate meet in, and whose office it is; otherwise empty."""
        if self.capacity != Capacity.MANDATE or not self.evidence:
            return ""
        return str(self.record["capacity"].get("representing_name", ""))

    def get_absolute_url(self) -> str:
        return reverse("signing:done", args=[self.version.agreement.reference, self.party_key])


class Retraction(Link):
    """Whoever signed took the signature back before the agreement was complete. The signature stays in the history."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="retraction")
    """The leading signature of the act: all that were given with it go with it."""
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=2000)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.signature} withdrawn"


class Objection(Link):
    """A body for which somebody signed under a mandate says that it is wrong. The signature stays, as disputed."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="objection")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=2000)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.signature} disputed"


class PublishedHead(models.Model):
    """The end of the chain as it was told to everybody on one day."""

    on = models.DateField(unique=True)
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"Link {self.number} on {self.on}"
