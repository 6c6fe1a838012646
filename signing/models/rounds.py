"""One time that a version is sent for signature, and each signature that is asked for."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from signing import querysets
from signing.choices import OnDecline, RequestState, RoundKind, RoundState, Route


class Round(models.Model):
    """One time that a frozen version was sent to everybody who must sign it."""

    version = models.ForeignKey("agreements.Version", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RoundKind, default=RoundKind.WHOLE)
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Nobody, when the operator opened it from the command line."""
    sign_by_on = models.DateField()
    """The last day on which a signature is taken, UK time."""
    reviewed_first = models.BooleanField(default=False)
    """Each party's own reviewer agrees before its signatory is asked."""
    on_decline = models.CharField(max_length=10, choices=OnDecline, default=OnDecline.STOPS)
    met_at = models.DateTimeField(null=True, blank=True)
    """When enough had signed for the agreement to come into force; the others may still sign after it."""
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_reason = models.TextField(blank=True)
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
    """One signature that a round asks for: for one party, or for all that one person binds under a mandate."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="requests")
    slot = models.CharField(max_length=140)
    """Which of the document's signatures this is: its field in the PDF. A party that signs twice has two."""
    party_key = models.CharField(max_length=63)
    """The party in the document: its key never changes, whatever happens to the working rows."""
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")
    signatory = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    """Who is asked; nobody, when the party signs outside the portal."""
    route = models.CharField(max_length=10, choices=Route, default=Route.PORTAL)
    stage = models.PositiveSmallIntegerField(default=1)
    """Nobody is asked before everybody of the stages before has signed."""
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.ASKED)
    asked_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The party's own reviewer, where reviewers agree first."""
    opened_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    passed_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who was asked first and passed it on; it is passed on only once."""
    paused_at = models.DateTimeField(null=True, blank=True)
    extra_days = models.PositiveSmallIntegerField(default=0)
    """How much later this party's last day is, because it waited for answers."""
    reminded_at = models.DateTimeField(null=True, blank=True)
    """The last time that somebody pressed Remind."""
    live = models.OneToOneField(
        "signing.Signature", null=True, blank=True, on_delete=models.PROTECT, related_name="live_for"
    )
    """The signature that counts; empty again when it is withdrawn."""
    history = HistoricalRecords()

    objects = querysets.RequestQuerySet.as_manager()

    class Meta:
        ordering = ["stage", "organisation__legal_name", "pk"]
        indexes = [
            models.Index(
                fields=["signatory", "asked_at", "id"],
                name="request_waiting",
                condition=Q(state__in=["asked", "opened"]),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["round", "slot"], name="request_one_per_slot"),
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False, live__isnull=False)
                | (~Q(state="signed") & Q(signed_at=None, live=None)),
                name="request_signed_pair",
            ),
            models.CheckConstraint(
                condition=~Q(state="opened") | Q(opened_at__isnull=False), name="request_opened_when"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at=None, cleared_by=None) | Q(cleared_at__isnull=False, cleared_by__isnull=False),
                name="request_cleared_pair",
            ),
            models.CheckConstraint(
                condition=Q(state="question", paused_at__isnull=False) | (~Q(state="question") & Q(paused_at=None)),
                name="request_paused_pair",
            ),
            models.CheckConstraint(
                condition=~Q(route="portal") | Q(signatory__isnull=False), name="request_portal_has_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} in {self.round}"

    @property
    def purpose(self) -> str:
        """What a proof of identity must have been given for, to sign this: it fits no other act."""
        version = self.round.version
        return f"sign {version.agreement.reference} v{version.number} {version.fingerprint} for {self.party_key}"

    @property
    def sign_by_on(self) -> dt.date:
        """This party's own last day to sign."""
        return self.round.sign_by_on + dt.timedelta(days=self.extra_days)


class Body(models.Model):
    """One organisation that a request's signature binds: the party itself, and those for whom it signs as well."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="bodies")
    party_key = models.CharField(max_length=63)
    organisation = models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["request", "party_key"], name="body_once")]

    def __str__(self) -> str:
        return f"{self.organisation} by {self.request}"


class Alternate(models.Model):
    """Somebody else who may sign in the place of the one who was asked: whoever comes first."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="alternates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="alternate_once")]

    def __str__(self) -> str:
        return f"{self.person} may sign {self.request}"
