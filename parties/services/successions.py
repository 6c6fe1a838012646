"""The end of an organisation, and who came after it (B-17)."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from django.db import transaction

from accounts.models import User
from foundation import text
from foundation.verdicts import Refused, Verdict
from parties.choices import OrganisationState
from parties.models import Organisation, Succession
from parties.policies import organisations as policies
from parties.services import organisations, trail

_HOLDS: list[Callable[[Organisation], Verdict]] = []


def register_hold(check: Callable[[Organisation], Verdict]) -> None:
    """Let an upper floor keep an ending from being taken back, such as when what it had has passed on already.

    Called once, when the app is ready.
    """
    if check not in _HOLDS:
        _HOLDS.append(check)


def heirs(organisation: Organisation, on: dt.date) -> list[Organisation]:
    """Who follows it and is there on that day, by name; whoever has ended by then is followed by its own heirs."""
    found: dict[int, Organisation] = {}
    seen, waiting = {organisation.pk}, [organisation.pk]
    while waiting:
        rows = Succession.objects.filter(predecessor__in=waiting).select_related("successor")
        waiting = []
        for successor in (row.successor for row in rows if row.successor_id not in seen):
            seen.add(successor.pk)
            if successor.is_active_on(on):
                found[successor.pk] = successor
            else:
                waiting.append(successor.pk)
    return sorted(found.values(), key=lambda one: (one.legal_name, one.pk))


def end(
    *,
    organisation: Organisation,
    how: str,
    on: dt.date,
    successors: Sequence[Organisation],
    by: User,
    at: dt.datetime,
    note: str = "",
) -> list[Succession]:
    """Record that the organisation is renamed, merged or abolished on a day, which may lie ahead.

    What it signed stays as it was signed; its successors are named wherever it is shown.
    """
    with transaction.atomic():
        row = organisations.locked(organisation)
        policies.can_end(by, row).enforce()
        _check(row, how, on, successors)
        row.state = how
        row.ended_on = on
        trail.save(row, by=by, at=at, because=OrganisationState(how).label)
        made = [
            Succession(predecessor=row, successor=successor, how=how, on=on, note=text.single_line(note))
            for successor in successors
        ]
        for succession in made:
            trail.save(succession, by=by, at=at)
    return made


def undo(*, organisation: Organisation, by: User, at: dt.datetime) -> Organisation:
    """Take back an ending that was recorded by mistake, or did not come."""
    with transaction.atomic():
        row = organisations.locked(organisation)
        verdict = policies.can_undo_end(by, row)
        for check in _HOLDS:
            verdict &= check(row)
        verdict.enforce()
        for succession in Succession.objects.filter(predecessor=row):
            trail.delete(succession, by=by, at=at)
        row.state = OrganisationState.ACTIVE
        row.ended_on = None
        trail.save(row, by=by, at=at, because="Ending taken back")
    return row


def _check(row: Organisation, how: str, on: dt.date, successors: Sequence[Organisation]) -> None:
    if how not in set(OrganisationState.values) - {OrganisationState.ACTIVE}:
        raise Refused(["Select whether it is renamed, merged or abolished"])
    if any(successor.pk == row.pk for successor in successors):
        raise Refused([f"{row.legal_name} cannot follow itself"])
    if how != OrganisationState.ABOLISHED and len(successors) != 1:
        raise Refused(["Choose the one organisation that it becomes part of or is now called"])
    for successor in successors:
        if successor.ended_on is not None and successor.ended_on <= on:
            raise Refused([f"{successor.legal_name} has ended by then, so it cannot follow"])
    _refuse_circle(row, successors)


def _refuse_circle(row: Organisation, successors: Iterable[Organisation]) -> None:
    seen: set[int] = set()
    waiting = {successor.pk for successor in successors}
    while waiting:
        seen |= waiting
        found = Succession.objects.filter(predecessor__in=waiting).values_list("successor", flat=True)
        waiting = set(found) - seen
    if row.pk in seen:
        raise Refused([f"{row.legal_name} is recorded as the one that follows, so it cannot come before itself"])
