"""Counting in months, and in the other lengths of time that people agree."""

import datetime as dt
from calendar import monthrange

from dsaformat.choices import Unit
from dsaformat.parts import ReviewEvery, ReviewOn, Term
from dsaformat.parts.period import Period
from reviews.calendar import Calendar

LAST = dt.date(2199, 12, 31)
"""The last day that an agreement can name."""


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later month; its last day where that month is shorter (31 August + 6 = 28 or 29 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def after(day: dt.date, period: Period, calendar: Calendar, times: int = 1) -> dt.date | None:
    """The day on which a length of time from ``day`` is over; None when that is beyond any date that can be written.

    Several times it is counted from the start, too. What is agreed in hours is over by the day they end on.
    """
    try:
        over = _moved(day, period.unit, period.number * times, calendar)
    except (OverflowError, ValueError):
        return None
    return over if over <= LAST else None


def _moved(day: dt.date, unit: Unit, number: int, calendar: Calendar) -> dt.date:
    match unit:
        case Unit.WORKING_DAYS:
            return calendar.moved(day, number)
        case Unit.MONTHS:
            return add_months(day, number)
        case Unit.YEARS:
            return add_months(day, 12 * number)
        case Unit.WEEKS:
            return day + dt.timedelta(weeks=number)
        case Unit.DAYS:
            return day + dt.timedelta(days=number)
        case Unit.HOURS:
            return day + dt.timedelta(days=-(-number // 24))


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
