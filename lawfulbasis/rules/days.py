"""Days on which an agreement is reviewed. Pure; days off come from the list of bank holidays."""

import calendar
import datetime as dt
import json
from functools import cache
from pathlib import Path

from dsaformat.parts import ReviewEvery, ReviewOn, Term

_LIST = Path(__file__).resolve().parent.parent.parent / "fixtures" / "law" / "bank_holidays.json"
_SATURDAY = 5
_QUIET = frozenset({8, 12})


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_review(term: Term, reviewed_on: dt.date | None) -> dt.date | None:
    """When the agreement is looked at next, after the last review that anybody knows of."""
    if isinstance(term.review, ReviewOn):
        return term.review.on
    if isinstance(term.review, ReviewEvery):
        if reviewed_on is not None:
            return months_after(reviewed_on, term.review.then_every_months)
        return months_after(term.starts_on, term.review.first_after_months) if term.starts_on else None
    return None


def day_off(day: dt.date, nation: str) -> str:
    """Which kind of day off it is there; blank for a working day, and for a year that nobody has announced yet."""
    if day.weekday() >= _SATURDAY:
        return f"a {day:%A}"
    return "a bank holiday" if day in _holidays(nation) else ""


def quiet_month(day: dt.date) -> str:
    """Blank in every month in which people can be expected to be there."""
    return f"in {day:%B}, when many people are away" if day.month in _QUIET else ""


@cache
def _holidays(nation: str) -> frozenset[dt.date]:
    """England and Wales share one calendar; a body that works across the UK follows theirs."""
    nations = json.loads(_LIST.read_text(encoding="utf-8"))["nations"]
    years = nations.get(nation.replace(" ", "_"), nations["england_and_wales"])
    return frozenset(dt.date.fromisoformat(day) for listed in years.values() for day in listed)
