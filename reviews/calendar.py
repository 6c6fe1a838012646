"""Working days of each nation. Pure, apart from reading the vendored list of bank holidays once."""

import datetime as dt
import functools
import json
from dataclasses import dataclass
from pathlib import Path

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

    def knows(self, day: dt.date) -> bool:
        return day <= self.last_day


def of_nation(nation: str) -> Calendar:
    """England and Wales share one calendar; a body that works across the UK follows theirs."""
    return _all()[_CALENDARS.get(nation, "england_and_wales")]


@functools.lru_cache(maxsize=1)
def _all() -> dict[str, Calendar]:
    nations = json.loads(_FILE.read_text(encoding="utf-8"))["nations"]
    return {name: _read(name, years) for name, years in nations.items()}


def _read(name: str, years: dict[str, list[str]]) -> Calendar:
    days = frozenset(dt.date.fromisoformat(day) for listed in years.values() for day in listed)
    return Calendar(name, days, dt.date(max(int(year) for year in years), 12, 31))
