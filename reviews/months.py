"""Months as the pages of a calendar. Values in, values out."""

import calendar
import datetime as dt
from typing import NamedTuple


class Month(NamedTuple):
    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.first:%B} {self.year}"

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def short(self) -> str:
        return f"{self.first:%b}"

    @property
    def address(self) -> str:
        """As it stands in the address of its page."""
        return f"{self.year:04}/{self.month:02}"

    @property
    def weeks(self) -> list[list[dt.date | None]]:
        """From Monday to Sunday; nothing on the days of the months beside it."""
        rows = calendar.Calendar().monthdayscalendar(self.year, self.month)
        return [[dt.date(self.year, self.month, day) if day else None for day in row] for row in rows]

    def moved(self, months: int) -> "Month":
        """So many months later, or earlier when negative."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)


FIRST, LAST = Month(2000, 1), Month(2100, 12)
"""The calendar's first and last page. Agreements neither began before nor are planned beyond."""


def of(day: dt.date) -> Month:
    return Month(day.year, day.month)


def nearest(year: int, month: int) -> Month:
    """The page for whatever stands in an address: the month itself, or the next best that there is."""
    if not FIRST.year <= year <= LAST.year:
        return FIRST if year < FIRST.year else LAST
    return Month(year, min(max(month, 1), 12))
