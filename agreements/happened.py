"""What happened to an agreement beside its moves: pauses, notices to leave, parties that came back, a decided end."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreements.choices import WRITING, How, Status
from agreements.models import Agreement, Departure, Ending, Suspension
from foundation.templatetags.ui import uk_date

if TYPE_CHECKING:
    from accounts.models import User


_BEFORE = WRITING | {Status.AGREED, Status.SIGNING}


@dataclass(frozen=True, slots=True)
class Happened:
    title: str
    at: dt.datetime
    by: "User | None" = None
    """Nobody, when the day had come by itself."""
    text: str = ""


def beside(agreement: Agreement, ending: Ending | None) -> list[Happened]:
    """In no order. `ending` is the one that lies ahead. Two queries, and none before it was signed."""
    if agreement.status in _BEFORE:
        return []
    return [*_pauses(agreement), *_leaving(agreement), *_end(ending)]


def _pauses(agreement: Agreement) -> Iterator[Happened]:
    for row in Suspension.objects.filter(agreement=agreement).select_related("suspended_by", "lifted_by"):
        title = f"Sharing paused from {uk_date(row.from_on)}"
        yield Happened(title, row.suspended_at, row.suspended_by, row.reason)
        if row.lifted_at is not None:
            yield Happened("Pause lifted", row.lifted_at, row.lifted_by, row.lifted_because)


def _leaving(agreement: Agreement) -> Iterator[Happened]:
    rows = Departure.every.filter(agreement=agreement)
    for row in rows.select_related("organisation", "given_by", "taken_back_by"):
        name = row.organisation.name
        title = f"{name} gave notice to leave on {uk_date(row.leaves_on)}"
        yield Happened(title, row.given_at, row.given_by, row.reason)
        if row.taken_back_at is not None:
            yield Happened(f"{name} took its notice back", row.taken_back_at, row.taken_back_by)
        if row.left_at is not None:
            yield Happened(f"{name} left", row.left_at)
        if row.rejoined_at is not None:
            yield Happened(f"{name} joined again", row.rejoined_at)


def _end(ending: Ending | None) -> Iterator[Happened]:
    """What was decided and has not come yet: the end itself is one of the moves."""
    if ending is not None and ending.how != How.DATE:
        yield Happened(f"Decided to end on {uk_date(ending.on)}", ending.decided_at, ending.decided_by, ending.reason)
