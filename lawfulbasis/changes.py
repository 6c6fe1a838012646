"""On which days the law changed, by what the catalogue and the checks say of themselves. Pure."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

DAY = dt.timedelta(days=1)


class Dated(Protocol):
    """What is asked of an entry of the catalogue."""

    code: str
    in_force_from: dt.date | None
    in_force_to: dt.date | None
    current_wording_from: dt.date | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of change, and how much of the law it touches."""

    day: dt.date
    begin: int = 0
    reworded: int = 0
    end: int = 0
    checks: int = 0

    @property
    def entries(self) -> int:
        return self.begin + self.reworded + self.end


def begins(entry: Dated, day: dt.date) -> bool:
    return entry.in_force_from == day


def is_reworded(entry: Dated, day: dt.date) -> bool:
    return entry.current_wording_from == day and not begins(entry, day)


def ends(entry: Dated, day: dt.date) -> bool:
    """The first day without it; its last day was the one before."""
    return entry.in_force_to is not None and entry.in_force_to + DAY == day


def days(entries: Iterable[Dated], checks: Iterable[dt.date | None]) -> list[Day]:
    """Every day on which something begins, is reworded or ends, the newest first."""
    begin, reworded, end = defaultdict[dt.date, set[str]](set), defaultdict[dt.date, set[str]](set), Counter[dt.date]()
    for entry in entries:
        # Two wordings of one entry tell the same first day: codes are counted, not rows.
        if entry.in_force_from:
            begin[entry.in_force_from].add(entry.code)
        if entry.current_wording_from and is_reworded(entry, entry.current_wording_from):
            reworded[entry.current_wording_from].add(entry.code)
        if entry.in_force_to:
            end[entry.in_force_to + DAY] += 1
    begun = Counter(day for day in checks if day)
    known = sorted({*begin, *reworded, *end, *begun}, reverse=True)
    return [Day(day, len(begin[day]), len(reworded[day]), end[day], begun[day]) for day in known]


def what(entry: Dated, day: dt.date) -> str:
    """What happens to the entry on that day."""
    if begins(entry, day):
        return "Comes into force"
    return "No longer in force" if ends(entry, day) else "Changes its wording"
