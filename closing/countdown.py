"""When data has been kept long enough. Values in, values out."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from dsaformat.parts import Period
from reviews.calendar import Calendar
from reviews.schedule import add_months, after

EARLIEST = dt.date(1990, 1, 1)
"""No data shared under an agreement of this portal is counted from before that; an earlier date is a slip."""


def next_look(start: dt.date, every: Period, calendar: Calendar, behind: dt.date) -> dt.date | None:
    """The first of the days on which it is looked at again that lies later than ``behind``.

    Counted from the start each time, so that the 31st stays the last day of short months; None beyond all calendars.
    """
    low, high = 0, 1
    while (day := _times(start, every, high, calendar)) is not None and day <= behind:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        day = _times(start, every, middle, calendar)
        low, high = (middle, high) if day is not None and day <= behind else (low, middle)
    return _times(start, every, high, calendar)


def _times(start: dt.date, every: Period, times: int, calendar: Calendar) -> dt.date | None:
    return after(start, every.model_copy(update={"number": every.number * times}), calendar)


class Band(StrEnum):
    """The groups of the page of what must be deleted."""

    OVERDUE = "Overdue"
    THIS_QUARTER = "This quarter"
    NEXT_QUARTER = "Next quarter"
    LATER = "Later"


@dataclass(frozen=True, slots=True)
class Quarters:
    """The last days of this quarter of the calendar year and of the next."""

    this: dt.date
    following: dt.date


def quarters(today: dt.date) -> Quarters:
    first = dt.date(today.year, today.month - (today.month - 1) % 3, 1)
    return Quarters(*(add_months(first, months) - dt.timedelta(days=1) for months in (3, 6)))


def band(day: dt.date, today: dt.date) -> Band:
    ends = quarters(today)
    if day < today:
        return Band.OVERDUE
    return Band.THIS_QUARTER if day <= ends.this else Band.NEXT_QUARTER if day <= ends.following else Band.LATER
