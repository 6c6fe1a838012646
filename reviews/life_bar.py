"""The life of one agreement as a picture: a row for each text, a number for each day that mattered. Pure.

Lengths are in the units of the picture. Days run evenly from its first date to its last.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

DAY = dt.timedelta(days=1)
WIDTH, LEFT, RIGHT = 760, 104, 744
ROW, BAR, LANE, TOP = 40, 28, 28, 24
BADGE = 26
_LEAST = 2.0
"""Width of the shortest bar that can be seen."""
_GAP = 2.0
"""Paper between two bars that follow each other."""
_WORDS = 9.5
"""Room that one letter takes, rather too wide than too narrow."""
_YEARS_APART = 64
_FROM_ENDS = 120
"""Room for the first and the last day, which stand at the ends of the same line."""


class Part(StrEnum):
    """What a stretch of time was for a text."""

    WRITTEN = "Being written"
    FIXED = "Text frozen"
    IN_FORCE = "In force"
    PLANNED = "Still to run"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first day up to, and not with, the day after it."""

    part: Part
    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True)
class Text:
    """A row: the draft, or one version, with what it went through."""

    name: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A day that mattered, or that lies ahead."""

    on: dt.date
    what: str


@dataclass(frozen=True, slots=True)
class Bar:
    part: Part
    since: dt.date
    until: dt.date
    x: float
    width: float
    y: float

    @property
    def words(self) -> str:
        """The name of the stretch, where the bar has room for it; the list beside the picture says it always."""
        return str(self.part) if len(self.part) * _WORDS + 12 <= self.width else ""

    @property
    def words_x(self) -> float:
        return self.x + 8

    @property
    def words_y(self) -> float:
        return self.y + BAR - 9


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    bars: tuple[Bar, ...]
    y: float

    @property
    def name_y(self) -> float:
        return self.y + BAR - 9


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact's number, above the day on which it stands."""

    number: int
    fact: Fact
    x: float
    y: float

    @property
    def middle(self) -> float:
        return self.x + BADGE / 2

    @property
    def number_y(self) -> float:
        return self.y + 16


@dataclass(frozen=True, slots=True)
class Year:
    number: int
    x: float


@dataclass(frozen=True, slots=True)
class Life:
    since: dt.date
    until: dt.date
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]
    years: tuple[Year, ...]
    today_x: float
    ground: float
    """Where the rows end and the line of dates begins."""
    sentence: str

    width, left, right = WIDTH, LEFT, RIGHT

    @property
    def height(self) -> float:
        return self.ground + 34

    @property
    def dates_y(self) -> float:
        return self.ground + 20

    @property
    def marks_end(self) -> float:
        return min((row.y for row in self.rows), default=self.ground) - 4

    @property
    def today_side(self) -> str:
        """On which side of its line the word stands, so that it stays in the picture."""
        return "start" if self.today_x < LEFT + 40 else "end" if self.today_x > RIGHT - 40 else "middle"


def drawn(texts: Sequence[Text], facts: Sequence[Fact], today: dt.date) -> Life:
    """Facts in the order of their days, numbered from one."""
    ordered = sorted(facts, key=lambda fact: fact.on)
    days = [day for text in texts for one in text.stretches for day in (one.since, one.until)]
    days += [fact.on for fact in ordered] + [today]
    since, until = min(days), max(*days, min(days) + 30 * DAY)
    scale = Scale(since, until)
    marks = tuple(_marks(ordered, scale))
    top = max((mark.y for mark in marks), default=0.0) + LANE + 6
    rows = tuple(
        Row(text.name, tuple(_bars(text, scale, top + ROW * place)), top + ROW * place)
        for place, text in enumerate(texts)
    )
    return Life(
        since=since,
        until=until,
        rows=rows,
        marks=marks,
        years=tuple(_years(scale)),
        today_x=scale.x(today),
        ground=top + ROW * len(rows),
        sentence=_sentence(ordered, today),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    since: dt.date
    until: dt.date

    def x(self, day: dt.date) -> float:
        part = (day - self.since).days / (self.until - self.since).days
        return round(LEFT + (RIGHT - LEFT) * part, 1)


def _bars(text: Text, scale: Scale, y: float) -> Iterator[Bar]:
    """In the order of their days; one that is too short to be seen is made wider, within the picture."""
    at = float(LEFT)
    for one in sorted(text.stretches, key=lambda stretch: (stretch.since, stretch.until)):
        start = min(max(scale.x(one.since), at), RIGHT - _LEAST)
        width = max(scale.x(one.until) - start - _GAP, _LEAST)
        yield Bar(one.part, one.since, one.until, start, round(width, 1), y)
        at = start + width + _GAP


def _marks(facts: Sequence[Fact], scale: Scale) -> Iterator[Mark]:
    """Each in the lowest lane in which it meets no other."""
    taken: list[float] = []
    for number, fact in enumerate(facts, start=1):
        x = min(max(scale.x(fact.on) - BADGE / 2, LEFT), RIGHT - BADGE)
        lane = next((lane for lane, end in enumerate(taken) if end <= x), len(taken))
        taken[lane : lane + 1] = [x + BADGE + 2]
        yield Mark(number, fact, x, TOP + LANE * lane)


def _years(scale: Scale) -> Iterator[Year]:
    """The first of January of each year that has room for its number."""
    last = float(LEFT + _FROM_ENDS - _YEARS_APART)
    for number in range(scale.since.year + 1, scale.until.year + 1):
        x = scale.x(dt.date(number, 1, 1))
        if x - last >= _YEARS_APART and x <= RIGHT - _FROM_ENDS:
            last = x
            yield Year(number, x)


def _sentence(facts: Sequence[Fact], today: dt.date) -> str:
    past = [fact for fact in facts if fact.on <= today]
    ahead = [fact for fact in facts if fact.on > today]
    said = [f"Last: {_dated(past[-1])}."] if past else []
    return " ".join((*said, f"Next: {_dated(ahead[0])}." if ahead else "Nothing is planned."))


def _dated(fact: Fact) -> str:
    return f"{fact.what}, on {fact.on.day} {fact.on:%B %Y}"
