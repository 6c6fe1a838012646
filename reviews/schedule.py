"""When an agreement is reviewed and when people are reminded of it. Values in, values out."""

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from dsaformat.parts import ReviewEvery, ReviewOn, Term
from reviews.calendar import Calendar

UK = ZoneInfo("Europe/London")
AT = dt.time(7, 30)
BEFORE = (-90, -30, -7, 0)
AFTER = (14, 30)
THEN_EVERY = 30
"""Days between reminders once the review is more than a month late: it is never forgotten."""
ORGANISATION_FROM = 30
"""From this many days late, the organisations' administrators hear of it too."""


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later month; its last day where that month is shorter (31 August + 6 = 28 or 29 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def review_on(term: Term, in_force_on: dt.date, number: int) -> dt.date | None:
    """The day of the ``number``-th review; None when the agreement does not say.

    Counted from the start each time, not from the review before: 31 January, 28 February, 31 March.
    """
    match term.review:
        case ReviewOn(on=day):
            return day if number == 1 else None
        case ReviewEvery(first_after_months=first, then_every_months=then):
            return add_months(in_force_on, first + (number - 1) * then)
        case _:
            return None


def offsets() -> Iterator[int]:
    """Days from the review to each reminder, without end."""
    yield from BEFORE
    yield from AFTER
    late = AFTER[-1]
    while True:
        late += THEN_EVERY
        yield late


@dataclass(frozen=True, slots=True, order=True)
class Reminder:
    """One reminder of one review, and the instant from which it may leave."""

    send_at: dt.datetime
    offset: int


def morning_of(day: dt.date, calendar: Calendar) -> dt.datetime:
    """7:30am UK time on the first working day from ``day`` on, as UTC."""
    local = dt.datetime.combine(calendar.working_day_from(day), AT, tzinfo=UK)
    return local.astimezone(dt.UTC)


def reminders(review: dt.date, calendar: Calendar) -> Iterator[Reminder]:
    """In the order they leave, without end."""
    for offset in offsets():
        yield Reminder(morning_of(review + dt.timedelta(days=offset), calendar), offset)


def newest_due(review: dt.date, calendar: Calendar, *, since: dt.datetime, until: dt.datetime) -> Reminder | None:
    """The last reminder with ``since <= send_at <= until``: after an outage one is sent, not a pile."""
    found = None
    for reminder in reminders(review, calendar):
        if reminder.send_at > until:
            break
        if reminder.send_at >= since:
            found = reminder
    return found


def next_after(review: dt.date, calendar: Calendar, at: dt.datetime) -> Reminder:
    """The first reminder that leaves later than ``at``."""
    return next(reminder for reminder in reminders(review, calendar) if reminder.send_at > at)


class Band(StrEnum):
    """The groups of the reviews page."""

    OVERDUE = "Overdue"
    SOON = "Next 30 days"
    COMING = "Next 90 days"
    LATER = "Later"


def band(review: dt.date | None, today: dt.date) -> Band:
    """No date at all is as bad as a date that has passed."""
    if review is None or review < today:
        return Band.OVERDUE
    days = (review - today).days
    return Band.SOON if days <= 30 else Band.COMING if days <= 90 else Band.LATER


def words(review: dt.date | None, today: dt.date) -> str:
    """How far away it is, in words."""
    if review is None:
        return "No review date"
    days = (review - today).days
    if days < 0:
        return f"Overdue by {_counted(-days, 'day')}"
    if days == 0:
        return "Due today"
    return f"Due in {_counted(days, 'day')}" if days <= 30 else f"Due in {_counted(days // 7, 'week')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
