"""Asking every party what happened to the data, and keeping what it says."""

import datetime as dt
import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import User
from agreements.choices import Status
from agreements.models import Agreement, Departure, Ending, Party, Version
from agreements.services.ends import CONFIRM_WITHIN
from closing import disposal as rules
from closing import policies_disposal as policies
from closing.choices import DeadlineKind
from closing.disposal import Fate
from closing.models import Certificate, Disposal, Holding, Outcome
from closing.services import certificates, deadlines
from closing.services import letters_disposal as letters
from closing.services.locking import locked
from foundation.verdicts import Refused, Verdict
from parties.models import EvidenceFile, Organisation

logger = logging.getLogger(__name__)

AT_ONCE = 100
TYPED = 5_000


@dataclass(frozen=True, slots=True)
class Said:
    """What became of some data, as the person typed it."""

    fate: Fate
    on: dt.date
    method: str = ""
    basis: str = ""
    review_on: dt.date | None = None
    evidence: str = ""
    file: EvidenceFile | None = None


def open_disposals(*, at: dt.datetime) -> int:
    """Ask every party of what ended, and every party that left. Answers how many agreements that was."""
    for pk in list(_rejoined().values_list("pk", flat=True)[:AT_ONCE]):
        _alone(_lapse, pk, at)
    opened = sum(_alone(_open_ended, pk, at) for pk in list(_ended().values_list("pk", flat=True)[:AT_ONCE]))
    return opened + sum(_alone(_open_left, pk, at) for pk in list(_left().values_list("pk", flat=True)[:AT_ONCE]))


def _ended() -> "QuerySet[Ending]":
    asked = Disposal.objects.filter(agreement=OuterRef("agreement"), left=False)
    rows = Ending.objects.filter(~Exists(asked), ended_at__isnull=False, agreement__status=Status.ENDED)
    found: QuerySet[Ending] = rows.order_by("pk")
    return found


def _left() -> "QuerySet[Departure]":
    asked = Disposal.objects.filter(departure=OuterRef("pk"))
    found: QuerySet[Departure] = Departure.objects.filter(~Exists(asked), left_at__isnull=False).order_by("pk")
    return found


def _rejoined() -> "QuerySet[Disposal]":
    found: QuerySet[Disposal] = Disposal.objects.filter(confirmed_at=None, departure__rejoined_at__isnull=False)
    return found.order_by("pk")


def _alone(act: Callable[..., bool], pk: int, at: dt.datetime) -> bool:
    """One that fails is logged and found again by the next sweep; it must not keep the others from being asked."""
    try:
        return act(pk, at=at)
    except Exception:
        logger.exception("%s failed for %s", act.__name__.strip("_"), pk)
        return False


@transaction.atomic
def _lapse(disposal_id: int, *, at: dt.datetime) -> bool:
    """It joined again before it had answered: it shares on, so nobody asks. What it said until then stays."""
    row: Disposal = Disposal.objects.select_related("organisation").get(pk=disposal_id)
    agreement = locked(row.agreement_id)
    if not _rejoined().filter(pk=disposal_id).exists():
        return False
    row.confirmed_at = row.lapsed_at = at
    row.save(update_fields=["confirmed_at", "lapsed_at"])
    deadlines.settle(agreement=agreement, kind=DeadlineKind.DISPOSAL, organisation=row.organisation, at=at)
    return True


@transaction.atomic
def _open_ended(ending_id: int, *, at: dt.datetime) -> bool:
    ending: Ending = Ending.objects.get(pk=ending_id)
    agreement = locked(ending.agreement_id)
    if not _ended().filter(pk=ending_id).exists():
        return False  # another worker was here
    left = Departure.objects.filter(agreement=agreement, left_at__isnull=False).order_by().values("organisation")
    parties = agreement.parties.exclude(organisation__in=left).select_related("organisation")
    return _open(agreement, parties, ending.on, ending.confirm_by_on, departure=None, at=at)


@transaction.atomic
def _open_left(departure_id: int, *, at: dt.datetime) -> bool:
    departure: Departure = Departure.objects.get(pk=departure_id)
    agreement = locked(departure.agreement_id)
    if not _left().filter(pk=departure_id).exists():
        return False
    parties = agreement.parties.filter(organisation=departure.organisation_id).select_related("organisation")
    day = departure.leaves_on
    by = max(day + CONFIRM_WITHIN, timezone.localdate(at))
    return _open(agreement, parties, day, by, departure=departure, at=at)


def _open(
    agreement: Agreement,
    parties: Iterable[Party],
    day: dt.date,
    by: dt.date,
    *,
    departure: Departure | None,
    at: dt.datetime,
) -> bool:
    version: Version | None = agreement.versions.order_by("-number").first()
    if version is None:
        return False
    document = version.document
    held = {party.pk: rules.held(document, party.key) for party in parties}
    made = Disposal.objects.bulk_create(
        Disposal(
            agreement=agreement,
            organisation=party.organisation,
            party_key=party.key,
            left=departure is not None,
            departure=departure,
            from_on=day,
            confirm_by_on=by,
            opened_at=at,
            confirmed_at=None if held[party.pk] else at,
        )
        for party in parties
    )
    for disposal, rows in zip(made, held.values(), strict=True):
        Holding.objects.bulk_create(_holding(disposal, position, row) for position, row in enumerate(rows))
    asks = [one for one in made if one.confirmed_at is None]
    for one in asks:
        deadlines.set_day(agreement=agreement, kind=DeadlineKind.DISPOSAL, on=by, organisation=one.organisation, at=at)
    letters.tell_ended(disposals=made, asks={one.pk for one in asks}, at=at)
    _certify_when_whole(agreement, at)
    return bool(made)


def _holding(disposal: Disposal, position: int, row: rules.Held) -> Holding:
    return Holding(
        disposal=disposal,
        key=row.key,
        position=position,
        data=row.data,
        rule=row.rule,
        planned=row.planned or "",
        basis=row.end.basis if row.end else "",
    )


@transaction.atomic
def confirm(
    *, disposal: Disposal, holdings: Collection[int], said: Said, seen: int, by: User, at: dt.datetime
) -> list[Outcome]:
    """What happened to some of what the party holds, the same for all of it. The last answer about each counts.

    ``seen`` is the newest answer that the person had before their eyes: of two who answer at once, one is told.
    """
    agreement = locked(disposal.agreement_id)
    row = _asked(disposal)
    (
        policies.can_confirm(by, row)
        & Verdict.unless(said.fate != Fate.UNKNOWN, "Say what happened to your data.")
        & _is_of(said.file, row.organisation)
    ).enforce()
    return _record(agreement, row, holdings, said, seen=seen, by=by, at=at)


@transaction.atomic
def record_instead(
    *, disposal: Disposal, holdings: Collection[int], said: Said, because: str, seen: int, by: User, at: dt.datetime
) -> list[Outcome]:
    """What the lead knows of the data of a party that has nobody here, with what shows it. Said as the lead's word."""
    agreement = locked(disposal.agreement_id)
    row = _asked(disposal)
    (
        policies.can_record_instead(by, row)
        & Verdict.unless(because.strip(), "Say why the party cannot answer itself.")
        & Verdict.unless(said.evidence.strip(), "Say what shows it.")
        & _is_of(said.file, agreement.lead)
    ).enforce()
    return _record(agreement, row, holdings, said, seen=seen, by=by, at=at, because=because.strip())


def _asked(disposal: Disposal) -> Disposal:
    row: Disposal = Disposal.objects.select_related("organisation", "agreement__lead").get(pk=disposal.pk)
    return row


def _record(
    agreement: Agreement,
    row: Disposal,
    holdings: Collection[int],
    said: Said,
    *,
    seen: int,
    by: User,
    at: dt.datetime,
    because: str = "",
) -> list[Outcome]:
    chosen = list(row.holdings.filter(pk__in=holdings))
    (
        Verdict.unless(chosen and len(chosen) == len(set(holdings)), "Select what happened to which data.")
        & is_whole(said, timezone.localdate(at))
    ).enforce()
    if Outcome.objects.filter(holding__in=chosen, pk__gt=seen).exists():
        raise Refused(["Somebody has confirmed this since you opened the page. Look at what they said."])
    made = Outcome.objects.bulk_create(_outcome(one, said, by, at, because) for one in chosen)
    if row.confirmed_at is None and not _open_holdings(row).exists():
        row.confirmed_at = at
        row.save(update_fields=["confirmed_at"])
        deadlines.settle(agreement=agreement, kind=DeadlineKind.DISPOSAL, organisation=row.organisation, at=at)
    _certify_alone(row, at)
    _certify_when_whole(agreement, at)
    return made


def is_whole(said: Said, today: dt.date) -> Verdict:
    """Whether it says all that is needed: D-9 lets data be kept only on a documented lawful basis."""
    day = policies.is_day_done(said.on, today)
    if said.fate != Fate.KEPT:
        how = "Say how it was done." if said.fate != Fate.UNKNOWN else "Say what is known."
        return day & Verdict.unless(said.method.strip(), how)
    look = Verdict.no("Say when you look at it again.")
    if said.review_on is not None:
        look = policies.is_day_to_look(said.review_on, today)
    return day & look & Verdict.unless(said.basis.strip(), "Say on which lawful basis it is kept.")


def _is_of(file: EvidenceFile | None, organisation: Organisation) -> Verdict:
    return Verdict.unless(
        file is None or file.organisation_id == organisation.pk, "The file belongs to another organisation."
    )


def _outcome(holding: Holding, said: Said, by: User, at: dt.datetime, because: str) -> Outcome:
    kept = said.fate == Fate.KEPT
    return Outcome(
        holding=holding,
        fate=said.fate,
        on=said.on,
        method=said.method.strip(),
        basis=said.basis.strip() if kept else "",
        review_on=said.review_on if kept else None,
        evidence=said.evidence.strip(),
        file=said.file,
        instead_because=because,
        at=at,
        by=by,
    )


def _open_holdings(disposal: Disposal) -> "QuerySet[Holding]":
    found: QuerySet[Holding] = disposal.holdings.filter(outcomes=None)
    return found


def _certify_alone(disposal: Disposal, at: dt.datetime) -> None:
    """A party that left waits for nobody: its certificate comes with its last answer, and anew after a correction."""
    if not disposal.left or disposal.confirmed_at is None or disposal.lapsed_at is not None:
        return
    last = Outcome.objects.filter(holding__disposal=disposal).order_by("-pk").first()
    if last is not None and not Certificate.objects.filter(through=last, disposal=disposal).exists():
        certificates.want(agreement=disposal.agreement, through=last, disposal=disposal, at=at)


def _certify_when_whole(agreement: Agreement, at: dt.datetime) -> None:
    """Every answer that makes it whole, and every correction after that, gets a certificate of its own."""
    if agreement.status != Status.ENDED or Disposal.objects.filter(agreement=agreement, confirmed_at=None).exists():
        return
    last = Outcome.objects.filter(holding__disposal__agreement=agreement).order_by("-pk").first()
    if last is not None and not Certificate.objects.filter(through=last, disposal=None).exists():
        certificates.want(agreement=agreement, through=last, at=at)
