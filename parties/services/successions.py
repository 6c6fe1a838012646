"""The end of an organisation, and who came after it (B-17)."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from foundation import text
from foundation.verdicts import Refused
from parties.choices import OrganisationState
from parties.models import Organisation, Succession
from parties.policies import organisations as policies
from parties.services import organisations, trail


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
        policies.can_undo_end(by, row).enforce()
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
