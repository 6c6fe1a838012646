"""Who should have been told what, and when: from what happened alone, without a line of the code under test.

It knows no database, no schedule and no service: only days, mornings, and the instants at which a sweep came round.
"""

import datetime as dt
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

HOLIDAYS = {
    nation: {day for year in years.values() for day in year}
    for nation, years in json.loads(
        (Path(__file__).resolve().parents[2] / "fixtures/law/bank_holidays.json").read_text()
    )["nations"].items()
}
DAY = dt.timedelta(days=1)
Told = tuple[str, str, str, dt.datetime]
"""Reference, kind, address, and the sweep that told."""


def summer(at: dt.datetime) -> bool:
    """From 1am on the last Sunday of March until 1am on the last Sunday of October, both in UTC."""

    def last_sunday(month: int) -> dt.datetime:
        day = dt.datetime(at.year, month, 31, 1, tzinfo=dt.UTC)
        while day.strftime("%a") != "Sun":
            day -= DAY
        return day

    return last_sunday(3) <= at < last_sunday(10)


def wall_day(at: dt.datetime) -> dt.date:
    return (at + dt.timedelta(hours=summer(at))).date()


def morning(day: dt.date, nation: str) -> dt.datetime:
    while day.strftime("%a") in {"Sat", "Sun"} or day.isoformat() in HOLIDAYS[nation]:
        day += DAY
    half_past_seven = dt.datetime(day.year, day.month, day.day, 7, 30, tzinfo=dt.UTC)
    return half_past_seven - dt.timedelta(hours=summer(half_past_seven))


def months_later(day: dt.date, months: int) -> dt.date:
    """Day by day into the month wanted, and on to the same day of it or to its last."""
    found, seen = day, 0
    while seen < months:
        found += DAY
        seen += found.day == 1
    while found.day != day.day and (found + DAY).day != 1:
        found += DAY
    return found


@dataclass
class Address:
    """One address at one body, and the times in which its owner had left."""

    email: str
    body: int
    nation: str
    drafts: bool = False
    administers: bool = False
    away: list[list[dt.datetime]] = field(default_factory=list)

    def is_there(self, at: dt.datetime) -> bool:
        return not any(
            began <= at < (ended[0] if ended else dt.datetime.max.replace(tzinfo=dt.UTC)) for began, *ended in self.away
        )


@dataclass
class Spell:
    """A time in which a day stood."""

    day: dt.date
    start: dt.datetime
    stop: dt.datetime | None = None


@dataclass
class Life:
    """What happened to one agreement."""

    reference: str
    lead: int
    bodies: tuple[int, ...]
    is_published: bool
    reviews: list[Spell] = field(default_factory=list)
    ends: list[Spell] = field(default_factory=list)
    gone: dict[int, dt.date] = field(default_factory=dict)
    over_at: dt.datetime | None = None

    def stop(self, spells: list[Spell], at: dt.datetime) -> None:
        if spells and spells[-1].stop is None:
            spells[-1].stop = at


def should_be_told(lives: list[Life], addresses: list[Address], sweeps: list[dt.datetime]) -> Counter[Told]:
    found: Counter[Told] = Counter()
    for life in lives:
        ours = [one for one in addresses if one.body in life.bodies]
        for one in ours:
            found.update(_of_address(life, one, sweeps))
    return found


def _of_address(life: Life, one: Address, sweeps: list[dt.datetime]) -> Iterator[Told]:
    leads = one.body == life.lead
    if not one.drafts or leads:
        late_only = one.administers
        for spell in life.reviews:
            offsets = chain((-90, -30, -7, 0, 14), count(30, 30))
            for at, offset in _newest(spell, offsets, one.nation, sweeps):
                if _hears(life, one, at) and (offset >= 30 or not late_only):
                    yield life.reference, "review_due", one.email, at
                if _hears(life, one, at) and offset >= 90 and one.administers and leads and life.is_published:
                    yield life.reference, "review_due.public", one.email, at
        for spell in life.ends if not late_only else ():
            for at, _offset in _newest(spell, iter((-180, -90, -30, -7)), one.nation, sweeps):
                if _hears(life, one, at) and wall_day(at) <= spell.day:
                    yield life.reference, "end_due", one.email, at


def _newest(
    spell: Spell, offsets: Iterator[int], nation: str, sweeps: list[dt.datetime]
) -> list[tuple[dt.datetime, int]]:
    """Each sweep tells the newest of what came due since the one before, if the day still stands."""
    told: dict[dt.datetime, int] = {}
    for offset in offsets:
        due = morning(spell.day + dt.timedelta(days=offset), nation)
        place = bisect_left(sweeps, due)
        if place == len(sweeps) or (spell.stop is not None and spell.stop <= sweeps[place]):
            break
        if due > spell.start:
            told[sweeps[place]] = offset
    return list(told.items())


def _hears(life: Life, one: Address, at: dt.datetime) -> bool:
    is_over = life.over_at is not None and life.over_at <= at
    has_left = one.body in life.gone and life.gone[one.body] <= wall_day(at)
    return not is_over and not has_left and one.is_there(at)
