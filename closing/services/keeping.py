"""Counting how long data is kept while an agreement lives, and recording that it is gone."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from agreements import changing
from agreements.models import Agreement, Version
from closing import countdown, disposal
from closing import policies_disposal as policies
from closing.choices import DeadlineKind
from closing.disposal import Fate
from closing.models import Countdown
from closing.services import deadlines
from closing.services.letters_disposal import LOOK
from closing.services.locking import locked
from dsaformat.parts import RetentionRule
from foundation.verdicts import Refused, Verdict
from parties.models import EvidenceFile, Organisation
from reviews import calendar
from reviews.schedule import after

TOO_FAR = "That is further ahead than any date that can be written."
NO_RULE = "The agreement has no such rule for this organisation."
NOTHING_TO_COUNT = "This rule names an event and no time, so there is nothing to count."


@dataclass(frozen=True, slots=True)
class Gone:
    """What became of the data, as the person typed it."""

    fate: Fate
    on: dt.date
    method: str
    evidence: str = ""
    file: EvidenceFile | None = None


@transaction.atomic
def start(
    *,
    agreement: Agreement,
    organisation: Organisation,
    rule_key: str,
    what: str,
    counted_from: dt.date,
    by: User,
    at: dt.datetime,
) -> Countdown:
    """From now on somebody is reminded when this data must go, or be looked at again."""
    agreement = locked(agreement.pk)
    today = timezone.localdate(at)
    (
        policies.can_count(by, agreement, organisation)
        & policies.is_day_to_count_from(counted_from, today)
        & Verdict.unless(what.strip(), "Say which data it is.")
    ).enforce()
    version, rule = _rule(agreement, organisation, rule_key)
    due, look = days_of(rule, organisation, counted_from, today)
    same = Countdown.objects.filter(
        agreement=agreement, organisation=organisation, rule_key=rule_key, what=what.strip(), closed_at=None
    )
    if same.filter(counted_from_on=counted_from).exists():
        raise Refused(["This data is counted from that day already."])
    row = Countdown(
        agreement=agreement,
        organisation=organisation,
        rule_key=rule_key,
        what=what.strip(),
        counted_from_on=counted_from,
        due_on=due,
        look_on=look,
        data=disposal.data_of(version.document, rule),
        rule=disposal.kept(rule),
        started_at=at,
        started_by=by,
    )
    row.save()
    remind(row, at)
    return row


def days_of(
    rule: RetentionRule, organisation: Organisation, start_on: dt.date, today: dt.date
) -> tuple[dt.date | None, dt.date | None]:
    """The day by which it must be gone, and the next on which it is looked at. Raises `Refused` without either."""
    known = calendar.of_nation(organisation.nation)
    if rule.period is None and rule.reviewed_every is None:
        raise Refused([NOTHING_TO_COUNT])
    due = after(start_on, rule.period, known) if rule.period else None
    every = rule.reviewed_every
    look = countdown.next_look(start_on, every, known, max(start_on, today)) if every else None
    if (rule.period and due is None) or not (due or look):
        raise Refused([TOO_FAR])
    return due, look if look and (due is None or look < due) else None


@transaction.atomic
def done(*, row: Countdown, gone: Gone, by: User, at: dt.datetime) -> Countdown:
    """The data is no longer there."""
    row = _held(row)
    first = row.counted_from_on
    (
        policies.can_close(by, row)
        & policies.is_day_done(gone.on, timezone.localdate(at))
        & Verdict.unless(gone.on >= first, "It cannot be gone before the day that it is counted from.")
        & Verdict.unless(gone.method.strip(), "Say how it was done.")
        & Verdict.unless(gone.fate != Fate.KEPT, "Data that is kept on is still counted.")
        & Verdict.unless(
            gone.file is None or gone.file.organisation_id == row.organisation_id,
            "The file belongs to another organisation.",
        )
    ).enforce()
    row.fate, row.done_on, row.method = gone.fate, gone.on, gone.method.strip()
    row.evidence, row.file = gone.evidence.strip(), gone.file
    return _closed(row, by, at)


@transaction.atomic
def stop(*, row: Countdown, because: str, by: User, at: dt.datetime) -> Countdown:
    """It was a mistake to count it, or it is counted otherwise."""
    row = _held(row)
    (policies.can_close(by, row) & Verdict.unless(because.strip(), "Say why nobody counts any more.")).enforce()
    row.closed_because = because.strip()
    return _closed(row, by, at)


@transaction.atomic
def look(*, row: Countdown, by: User, at: dt.datetime) -> Countdown:
    """Somebody has looked at it, and it is still needed. The next time is the first that the rule names from now."""
    row = _held(row)
    policies.can_look(by, row).enforce()
    rule = _counted_by(row)
    known, today = calendar.of_nation(row.organisation.nation), timezone.localdate(at)
    assert row.look_on is not None
    every = rule.reviewed_every
    new = countdown.next_look(row.counted_from_on, every, known, max(row.look_on, today)) if every else None
    if row.due_on is None and new is None:
        raise Refused([TOO_FAR])
    row.look_on = new if new and (row.due_on is None or new < row.due_on) else None
    row.save()
    remind(row, at)
    return row


def _rule(agreement: Agreement, organisation: Organisation, key: str) -> tuple[Version, RetentionRule]:
    found = rule_of(agreement, organisation, key)
    if found is None:
        raise Refused([NO_RULE])
    return found


def rule_of(agreement: Agreement, organisation: Organisation, key: str) -> tuple[Version, RetentionRule] | None:
    """The rule of that key for the organisation, in the last text of the agreement."""
    version: Version | None = agreement.versions.order_by("-number").first()
    party = agreement.parties.filter(organisation=organisation).first()
    rules = version.document.retention if version else ()
    found = next((one for one in rules if party and one.key == key and one.party == party.key), None)
    return (version, found) if version is not None and found is not None else None


def _counted_by(row: Countdown) -> RetentionRule:
    """As the text says now, or as the last edition said that had the rule."""
    for edition in (row.agreement_id, *changing.earlier_editions(row.agreement)):
        found = rule_of(Agreement.objects.get(pk=edition), row.organisation, row.rule_key)
        if found is not None:
            return found[1]
    raise Refused([NO_RULE])


def _held(row: Countdown) -> Countdown:
    locked(row.agreement_id)
    rows = Countdown.objects.select_for_update(of=("self",)).select_related("agreement__lead", "organisation")
    found: Countdown = rows.get(pk=row.pk)
    return found


def _closed(row: Countdown, by: User, at: dt.datetime) -> Countdown:
    row.closed_at, row.closed_by = at, by
    row.save()
    remind(row, at)
    return row


def keys(row: Countdown) -> tuple[str, str]:
    """Of its deadlines: the day to delete, and the day to look again."""
    return str(row.pk), f"{row.pk}{LOOK}"


def remind(row: Countdown, at: dt.datetime) -> None:
    """Its deadlines follow it: what has no day any more is settled."""
    for key, day in zip(keys(row), (row.due_on, row.look_on), strict=True):
        if day is not None and row.closed_at is None:
            deadlines.set_day(
                agreement=row.agreement,
                kind=DeadlineKind.RETENTION,
                on=day,
                organisation=row.organisation,
                key=key,
                at=at,
            )
        else:
            deadlines.settle(
                agreement=row.agreement, kind=DeadlineKind.RETENTION, organisation=row.organisation, key=key, at=at
            )
