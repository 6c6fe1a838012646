"""Who was asked to sign which text, who did, and every state that the signed file has had."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from signing import querysets
from signing.choices import Capacity, RequestState, RoundState

GENESIS = "0" * 64
"""What the first link of the chain names as its predecessor."""


class Round(models.Model):
    """One time that a frozen version was sent to everybody who must sign it."""

    version = models.ForeignKey("agreements.Version", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Nobody, when the operator opened it from the command line."""
    sign_by_on = models.DateField()
    """The last day on which a signature is taken, UK time."""
    closed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    objects = querysets.RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version"], condition=Q(state="open"), name="round_one_open"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="round_closed_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"Signing of {self.version}"


class Request(models.Model):
    """One party's place in a round: which person is asked to sign for it."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="requests")
    party_key = models.CharField(max_length=63)
    """The party in the document: its key never changes, whatever happens to the working rows."""
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    signatory = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords()

    objects = querysets.RequestQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__legal_name", "pk"]
        indexes = [
            models.Index(
                fields=["signatory", "asked_at", "id"],
                name="request_waiting",
                condition=Q(state__in=["asked", "opened"]),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "party_key"], name="request_one_per_party"),
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False) | (~Q(state="signed") & Q(signed_at=None)),
                name="request_signed_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state="opened") | Q(opened_at__isnull=False), name="request_opened_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.round}"

    @property
    def purpose(self) -> str:
        """What a proof of identity must have been given for, to sign this: it fits no other act."""
        version = self.round.version
        return f"sign {version.agreement.reference} v{version.number} {version.fingerprint} for {self.party_key}"


class ChainHead(models.Model):
    """The end of the chain of signatures. Locked while a link is added, so that no two follow the same one."""

    name = models.CharField(max_length=20, unique=True, default="signatures")
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.name} up to {self.number}"


class Signature(models.Model):
    """One person agreed to one exact text for one party. The row never changes; database triggers hold that.

    ``evidence`` is canonical JSON and names the hash before it; ``hash`` is its SHA-256. Anybody can check the chain
    with ``sha256sum``.
    """

    number = models.PositiveBigIntegerField(unique=True)
    version = models.ForeignKey("agreements.Version", on_delete=models.PROTECT, related_name="+")
    party_key = models.CharField(max_length=63)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="signature")
    typed_name = models.CharField(max_length=800)
    capacity = models.CharField(max_length=10, choices=Capacity)
    office = models.CharField(max_length=800)
    rank = models.CharField(max_length=400, blank=True)
    acting_for = models.CharField(max_length=800, blank=True)
    """The office-holder in whose place a delegate signs."""
    authority = models.CharField(max_length=12)
    """The reference of the authority, delegation or mandate."""
    statements = models.JSONField()
    """The sentences as they were shown and ticked."""
    factor = models.CharField(max_length=10)
    confirmation = models.OneToOneField("accounts.Confirmation", on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    evidence = models.TextField()
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = querysets.SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "party_key"], name="signature_one_per_party"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} for {self.organisation}"

    @property
    def reference(self) -> str:
        return f"SIG-{self.number:06d}"

    @property
    def record(self) -> dict[str, Any]:
        return dict(json.loads(self.evidence))

    @property
    def capacity_words(self) -> str:
        """Job title or rank, and in whose place."""
        office = ", ".join(part for part in (self.rank, self.office) if part)
        return f"{office}, for {self.acting_for}" if self.acting_for else office

    def get_absolute_url(self) -> str:
        return reverse("signing:done", args=[self.version.agreement.reference, self.party_key])


class Sealing(models.Model):
    """How many signatures the version's PDF should carry and how many it does; a worker closes the gap."""

    version = models.OneToOneField("agreements.Version", on_delete=models.PROTECT, related_name="+")
    wanted = models.PositiveIntegerField(default=1)
    """The certification, and one for each signature so far."""
    made = models.PositiveIntegerField(default=0)
    wanted_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    """Failures since the last success."""
    error = models.TextField(blank=True)

    objects = querysets.SealingQuerySet.as_manager()

    class Meta:
        ordering = ["wanted_at", "pk"]
        indexes = [models.Index(fields=["wanted_at"], name="sealing_behind", condition=Q(made__lt=F("wanted")))]
        constraints = [models.CheckConstraint(condition=Q(made__lte=F("wanted")), name="sealing_not_ahead")]

    def __str__(self) -> str:
        return f"{self.made} of {self.wanted} in the PDF of {self.version_id}"

    @property
    def is_behind(self) -> bool:
        return self.made < self.wanted


class SealedFile(models.Model):
    """One state of a signed file: its first ``size`` bytes. Each starts with the one before; none ever changes."""

    version = models.ForeignKey("agreements.Version", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    """0 is the certified text, then one for each signature."""
    signature = models.OneToOneField(
        Signature, null=True, blank=True, on_delete=models.PROTECT, related_name="sealed_file"
    )
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=200)
    """Within the media folder. All states of a version share one file."""
    sealed_at = models.DateTimeField()

    objects = querysets.SealedFileQuerySet.as_manager()

    class Meta:
        ordering = ["version_id", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["version", "revision"], name="sealedfile_revision_once"),
            models.CheckConstraint(
                condition=Q(revision=0, signature=None) | (Q(revision__gt=0) & Q(signature__isnull=False)),
                name="sealedfile_certified_first",
            ),
        ]

    def __str__(self) -> str:
        return f"Revision {self.revision} of the signed PDF of {self.version_id}"
