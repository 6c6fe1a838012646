"""Working days of each nation. Pure, apart from reading the vendored list of bank holidays once."""

import datetime as dt
import functools
import json
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
WAKES = dt.timedelta(hours=7, minutes=30)
"""Nobody is told in the night: for reminders, a day begins at 7:30am."""

_FILE = Path(__file__).resolve().parent.parent / "fixtures" / "law" / "bank_holidays.json"
_CALENDARS = {"scotland": "scotland", "northern_ireland": "northern_ireland"}
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off of one nation."""

    name: str
    holidays: frozenset[dt.date]
    last_day: dt.date
    """Later bank holidays have not been announced, so a date past this day may still move."""

    def is_working(self, day: dt.date) -> bool:
        return day.weekday() < _SATURDAY and day not in self.holidays

    def working_day_from(self, day: dt.date) -> dt.date:
        """The day itself, or the first working day after it."""
        while not self.is_working(day):
            day += dt.timedelta(days=1)
        return day

    def moved(self, day: dt.date, working_days: int) -> dt.date:
        """So many working days later, or earlier when negative; the day itself need not be one."""
        step = dt.timedelta(days=1 if working_days > 0 else -1)
        for _ in range(abs(working_days)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def knows(self, day: dt.date) -> bool:
        return day <= self.last_day


def of_nation(nation: str) -> Calendar:
    """England and Wales share one calendar; a body that works across the UK follows theirs."""
    return _all()[_CALENDARS.get(nation, "england_and_wales")]


def every() -> tuple[Calendar, ...]:
    """One of each."""
    return tuple(_all().values())


def day_of(at: dt.datetime) -> dt.date:
    """Which day it is for reminders: on a UK wall, beginning at 7:30am."""
    return (at.astimezone(UK).replace(tzinfo=None) - WAKES).date()


@functools.lru_cache(maxsize=1)
def _all() -> dict[str, Calendar]:
    nations = json.loads(_FILE.read_text(encoding="utf-8"))["nations"]
    return {name: _read(name, years) for name, years in nations.items()}


def _read(name: str, years: dict[str, list[str]]) -> Calendar:
    days = frozenset(dt.date.fromisoformat(day) for listed in years.values() for day in listed)
    return Calendar(name, days, dt.date(max(int(year) for year in years), 12, 31))
