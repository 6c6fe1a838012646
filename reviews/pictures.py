"""Pictures of reviews, as values: where each bar stands and what it says. Templates only draw them. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agreements.pictures import letters
from reviews import months
from reviews.months import Month

YEAR = 12
_COLUMN, _GAP, _TALL, _TOP = 56, 4, 104, 26
_OVERDUE_COLUMNS = 2
"""The first column is wider: its word is longer than a month's."""
_LEAST = 3
"""Height of the smallest bar that can be seen."""


@dataclass(frozen=True, slots=True)
class Column:
    """One bar of the year with its number. No month belongs to what is overdue."""

    month: Month | None
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def is_overdue(self) -> bool:
        return self.month is None

    @property
    def label(self) -> str:
        return str(self.month) if self.month else "Overdue"

    @property
    def short(self) -> str:
        return self.month.short if self.month else "▲ Overdue"

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def number_at(self) -> float:
        return self.y - 8


@dataclass(frozen=True, slots=True)
class Year:
    """What is overdue, and what comes in each of the next twelve months, this one first."""

    columns: tuple[Column, ...]
    later: int

    width = _COLUMN * (YEAR + _OVERDUE_COLUMNS)
    height = _TOP + _TALL + 2
    ground = _TOP + _TALL

    @property
    def overdue(self) -> int:
        return self.columns[0].count

    @property
    def headline(self) -> str:
        if not self.overdue:
            return "No review is overdue"
        return f"{self.overdue} review{' is' if self.overdue == 1 else 's are'} overdue"

    @property
    def sentence(self) -> str:
        """The picture in words."""
        ahead = self.columns[1:]
        total, most = sum(one.count for one in ahead), max(one.count for one in ahead)
        if not total:
            return f"{self.headline}. None is due in the next 12 months."
        busiest = [one.label for one in ahead if one.count == most]
        said = f"{self.headline}. {total} {'is' if total == 1 else 'are'} due in the next 12 months"
        return f"{said}, most in {busiest[0]} ({most})." if len(busiest) == 1 and total > most else f"{said}."


def year(days: Mapping[dt.date | None, int], today: dt.date) -> Year:
    """From how many reviews are due on each day. Without a day a review counts as overdue."""
    shown = [months.of(today).moved(number) for number in range(YEAR)]
    counts: dict[Month | None, int] = dict.fromkeys((None, *shown), 0)
    later = 0
    for day, number in days.items():
        place = None if day is None or day < today else months.of(day)
        if place in counts:
            counts[place] += number
        else:
            later += number
    top = max(counts.values())
    return Year(tuple(_column(place, month, counts[month], top) for place, month in enumerate(counts)), later)


def _column(place: int, month: Month | None, count: int, top: int) -> Column:
    wide = _OVERDUE_COLUMNS if month is None else 1
    before = place + (_OVERDUE_COLUMNS - 1 if place else 0)
    height = max(round(_TALL * count / top, 1), _LEAST) if count else 0
    x, width = before * _COLUMN + _GAP / 2, wide * _COLUMN - _GAP
    return Column(month, count, x, round(_TOP + _TALL - height, 1), width, height)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its name above it and its number at its end."""

    name: str
    count: int
    y: float
    length: float

    @property
    def bar_at(self) -> float:
        return self.y + 8

    @property
    def number_x(self) -> float:
        return self.length + 8

    @property
    def number_y(self) -> float:
        return self.y + 24


_ROW = 52
_LONGEST = 640


@dataclass(frozen=True, slots=True)
class Bars:
    """Names with their numbers, from zero."""

    bars: tuple[Bar, ...]
    sentence: str

    width = 720

    @property
    def height(self) -> int:
        return _ROW * len(self.bars) + 4


def bars(rows: Sequence[tuple[str, int]], sentence: str) -> Bars:
    top = max((count for _, count in rows), default=0)
    return Bars(
        tuple(
            Bar(
                name="".join(letters.lines(name, Bars.width, 1)),
                count=count,
                y=_ROW * place + 20,
                length=max(round(_LONGEST * count / top, 1), _LEAST) if count else 0,
            )
            for place, (name, count) in enumerate(rows)
        ),
        sentence,
    )
