"""Where a party stands with the text, and what still keeps the text from being frozen. Values in, values out."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reviews.calendar import Calendar
from reviews.choices import APPROVING, Outcome, Standing

REMIND_BEFORE = (5, 1, 0)
"""Working days before the due date on which whoever has not answered is reminded."""
BLOCKS_FOR = 15
"""Working days for which a party that asks for changes holds up the text by itself."""
ESCALATE_EVERY = 10
"""Working days between messages about a block that nobody settles after that."""
LONGEST = dt.timedelta(days=366)
_NAMED = 3

HOLDS_UP = frozenset({Standing.WAITING, Standing.OUT_OF_DATE, Standing.CHANGES, Standing.LEAVING})
"""What keeps a text from being frozen, unless the lead has recorded why it goes on."""


def of(*, is_asked: bool, outcome: str, is_current: bool) -> Standing:
    """From the latest decision of a party; `is_current` says whether the text is still what was decided on."""
    if not outcome:
        return Standing.WAITING if is_asked else Standing.NOT_ASKED
    if outcome == Outcome.CHANGES:
        return Standing.CHANGES
    if outcome == Outcome.LEAVE:
        return Standing.LEAVING
    if not is_current:
        return Standing.OUT_OF_DATE
    return Standing.COMMENTED if outcome == Outcome.COMMENTS else Standing.APPROVED


def approves(outcome: str) -> bool:
    return outcome in APPROVING


def why_not_yet(standing: Standing, *, due_on: dt.date, expires_on: dt.date | None, on: dt.date) -> str:
    """Why the lead cannot go on without this party today; empty when it can, with a reason."""
    if standing is Standing.LEAVING:
        return ""
    if standing is Standing.CHANGES:
        if expires_on is not None and on <= expires_on:
            return f"It asks for changes, and holds up the text until {long(expires_on)} has passed."
        return ""
    if on <= due_on:
        return f"It has until {long(due_on)} to answer."
    return ""


@dataclass(frozen=True, slots=True)
class Held:
    """One party that keeps the text from being frozen."""

    name: str
    standing: Standing


def reasons(held: Iterable[Held]) -> Iterator[str]:
    """In sentences that every party may read."""
    names: dict[Standing, list[str]] = {}
    for party in held:
        names.setdefault(party.standing, []).append(party.name)
    told = {
        Standing.CHANGES: ("asks for changes", "ask for changes", "Settle this before you freeze the text."),
        Standing.WAITING: ("has not approved the text yet", "have not approved the text yet", ""),
        Standing.OUT_OF_DATE: (
            "approved an earlier text",
            "approved an earlier text",
            "Wait until the changed sections are approved again.",
        ),
        Standing.LEAVING: (
            "does not want to be a party",
            "do not want to be parties",
            "Remove them from the text, or record why they stay.",
        ),
    }
    for standing, (one, many, then) in told.items():
        if standing in names:
            found = names[standing]
            yield f"{listed(found)} {one if len(found) == 1 else many}. {then}".strip()


def listed(names: Sequence[str]) -> str:
    """A, B and C; the first three of many."""
    if len(names) > _NAMED + 1:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def long(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def working_days_after(day: dt.date, count: int, calendar: Calendar) -> dt.date:
    """The last of `count` whole working days that follow the day."""
    while count > 0:
        day += dt.timedelta(days=1)
        count -= calendar.is_working(day)
    return day


def working_days_before(day: dt.date, count: int, calendar: Calendar) -> dt.date:
    """So many working days earlier; the working day itself, or the one before it, for none."""
    while not calendar.is_working(day):
        day -= dt.timedelta(days=1)
    while count > 0:
        day -= dt.timedelta(days=1)
        count -= calendar.is_working(day)
    return day


def working_days_between(first: dt.date, last: dt.date, calendar: Calendar) -> int:
    """How many working days follow `first`, up to and with `last`."""
    days = (first + dt.timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(calendar.is_working(day) for day in days)


def newest_reminder(due_on: dt.date, calendar: Calendar, *, asked_on: dt.date, on: dt.date) -> int | None:
    """Of the reminders whose day has come: the one nearest to the due date. None of those from before the asking."""
    come = [offset for offset in REMIND_BEFORE if asked_on < working_days_before(due_on, offset, calendar) <= on]
    return min(come, default=None)


def next_reminder(due_on: dt.date, calendar: Calendar, *, on: dt.date) -> dt.date | None:
    """The day of the next reminder after today; none when all have gone out."""
    days = (working_days_before(due_on, offset, calendar) for offset in REMIND_BEFORE)
    return min((day for day in days if day > on), default=None)
