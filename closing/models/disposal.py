"""What becomes of data: what each party accounts for at the end, and how long it is kept until then."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from closing.disposal import Fate


def _agreement() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="+")


def _organisation() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("parties.Organisation", on_delete=models.PROTECT, related_name="+")


def _person(*, required: bool = False) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=not required, blank=not required, on_delete=models.PROTECT, related_name="+"
    )


def _file() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("parties.EvidenceFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class Disposal(models.Model):
    """One party must say what happened to its data, because sharing ended or because it left."""

    agreement = _agreement()
    organisation = _organisation()
    party_key = models.CharField(max_length=63)
    left = models.BooleanField(default=False)
    """It left while the others go on."""
    departure = models.ForeignKey(
        "agreements.Departure", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The leaving that it follows from: a party may leave, join again and leave once more."""
    from_on = models.DateField()
    """The first day on which it shares no more."""
    confirm_by_on = models.DateField()
    opened_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When nothing was left to ask: all is answered, or it holds nothing, or it joined again."""
    lapsed_at = models.DateTimeField(null=True, blank=True)
    """When it joined again before it had answered; what it had said until then stays."""

    class Meta:
        ordering = ["agreement_id", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["organisation", "confirm_by_on"], name="disposal_open", condition=Q(confirmed_at=None))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation"], condition=Q(left=False), name="disposal_once"
            ),
            models.UniqueConstraint(fields=["departure"], name="disposal_once_a_departure"),
            models.UniqueConstraint(
                fields=["agreement", "organisation"], condition=Q(confirmed_at=None), name="disposal_one_open"
            ),
            models.CheckConstraint(
                condition=Q(lapsed_at=None) | Q(confirmed_at=F("lapsed_at")), name="disposal_lapsed_is_closed"
            ),
            models.CheckConstraint(condition=Q(confirm_by_on__gte=F("from_on")), name="disposal_after_the_end"),
        ]

    def __str__(self) -> str:
        return f"What {self.organisation_id} did with the data of {self.agreement_id}"


class Holding(models.Model):
    """Some data that a party accounts for, with the words of the agreement about it. Written once."""

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="holdings")
    key = models.CharField(max_length=80)
    position = models.PositiveIntegerField()
    data = models.TextField()
    rule = models.TextField(blank=True)
    planned = models.CharField(max_length=10, choices=Fate, blank=True)
    basis = models.TextField(blank=True)
    """On which lawful basis the agreement lets it be kept."""

    class Meta:
        ordering = ["disposal_id", "position"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["disposal", "key"], name="holding_once")]

    def __str__(self) -> str:
        return self.data


class Outcome(models.Model):
    """What a party says became of some data. A correction is another row; the last one counts."""

    holding = models.ForeignKey(Holding, on_delete=models.PROTECT, related_name="outcomes")
    fate = models.CharField(max_length=10, choices=Fate)
    on = models.DateField()
    """When it was done; of data that is kept, since when that is decided."""
    method = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    """The lawful basis on which it is kept."""
    review_on = models.DateField(null=True, blank=True)
    """When whoever keeps it looks again whether it still needs it."""
    evidence = models.TextField(blank=True)
    file = _file()
    instead_because = models.TextField(blank=True, default="", db_default="")
    """Why whoever leads the agreement says it; empty when the party itself does."""
    at = models.DateTimeField()
    by = _person(required=True)

    class Meta:
        ordering = ["holding_id", "pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["holding", "-id"], name="outcome_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(fate=Fate.KEPT.value) | (~Q(basis="") & Q(review_on__isnull=False)),
                name="outcome_kept_on_a_basis",
            ),
            models.CheckConstraint(
                condition=Q(fate=Fate.KEPT.value) | (~Q(method="") & Q(review_on=None)), name="outcome_says_how"
            ),
            models.CheckConstraint(
                condition=Q(instead_because="") | ~Q(evidence=""), name="outcome_instead_with_evidence"
            ),
            models.CheckConstraint(
                condition=~Q(fate=Fate.UNKNOWN.value) | ~Q(instead_because=""), name="outcome_unknown_of_others"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fate_display()} on {self.on}"


class Certificate(models.Model):
    """The sealed PDF of what became of all data. After a correction there is another; each stays as it was made."""

    agreement = _agreement()
    number = models.PositiveSmallIntegerField()
    disposal = models.ForeignKey(Disposal, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """Of one party that left, when it is about that party alone."""
    through = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")
    """The last answer that it tells."""
    wanted_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["agreement_id", "number"]
        default_permissions = ()
        indexes = [models.Index(fields=["wanted_at"], name="certificate_unfinished", condition=Q(made_at=None))]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="certificate_number_once"),
            models.UniqueConstraint(fields=["through"], condition=Q(disposal=None), name="certificate_once"),
            models.UniqueConstraint(fields=["through", "disposal"], name="certificate_once_alone"),
            models.CheckConstraint(
                condition=Q(made_at=None, sha256="", size=0) | (Q(made_at__isnull=False) & ~Q(sha256="")),
                name="certificate_made_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"Certificate {self.number} of {self.agreement_id}"

    @property
    def path(self) -> str:
        """Where the file is, within the media folder."""
        return f"certificates/{self.agreement_id}-{self.number}.pdf"


class Countdown(models.Model):
    """Data that a party keeps under one rule of an agreement, counted from one day until it must go."""

    agreement = _agreement()
    organisation = _organisation()
    rule_key = models.CharField(max_length=63)
    what = models.CharField(max_length=800)
    """Which data: what came in at once and goes at once."""
    counted_from_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    """The last day on which it may be there; none where the agreement names an event and no time."""
    look_on = models.DateField(null=True, blank=True)
    """When it must be looked at next, where the agreement says that it is looked at again and again."""
    data = models.TextField()
    rule = models.TextField()
    """What the agreement says of it, as it was when the counting began."""
    started_at = models.DateTimeField()
    started_by = _person()
    fate = models.CharField(max_length=10, choices=Fate, blank=True)
    done_on = models.DateField(null=True, blank=True)
    method = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    file = _file()
    closed_at = models.DateTimeField(null=True, blank=True)
    """When somebody recorded that it is gone, or that the counting was a mistake."""
    closed_by = _person()
    closed_because = models.TextField(blank=True)
    """Why nobody counts any more, where nothing became of the data."""
    history = HistoricalRecords()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["organisation", "due_on"], name="countdown_open", condition=Q(closed_at=None)),
            models.Index(fields=["agreement", "organisation"], name="countdown_of_agreement"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | Q(look_on__isnull=False), name="countdown_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("counted_from_on")), name="countdown_forwards"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, fate="", done_on=None, closed_because="")
                | (Q(closed_at__isnull=False) & ~Q(fate="") & Q(done_on__isnull=False, closed_because=""))
                | (Q(closed_at__isnull=False, fate="", done_on=None) & ~Q(closed_because="")),
                name="countdown_closed_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}, until {self.due_on or 'an event'}"
