"""The map of data flows: three columns, square lines, a number on each. The same document gives the same picture. Pure.

Lengths are in the units of the picture, which is as wide as the text: at 640 pixels and above its letters stay
readable; below that the list beside it takes its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.pictures import flows, letters
from agreements.pictures.flows import Line, Node
from agreements.pictures.layout import BOX, GAP, LEADING, WIDTH, Hop, Layout
from dsaformat.choices import Role
from dsaformat.document import AgreementDocument

HEADINGS = ("Gives data", "Handles it", "Receives data")
BADGE = 22
SIGN = 15
"""Room for a padlock or a flag beside a number."""


@dataclass(frozen=True, slots=True)
class Text:
    x: float
    y: float
    said: str


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Text, ...]
    stacked: bool
    """Several bodies share it: a second sheet looks out below."""

    @property
    def under(self) -> tuple[float, float, float]:
        """Left, top and width of the second sheet."""
        return self.x + 4, round(self.y + 5, 1), self.width - 8


@dataclass(frozen=True, slots=True)
class Badge:
    """A number on a line, as wide as its words need."""

    x: float
    y: float
    width: float
    said: str
    padlock: bool
    flag: bool

    @property
    def middle(self) -> tuple[float, float]:
        """Where the number stands."""
        signs = SIGN * self.padlock + SIGN * self.flag
        return round(self.x + (self.width - signs) / 2, 1), round(self.y + 16, 1)

    @property
    def lock_at(self) -> tuple[float, float]:
        return round(self.x + self.width - SIGN * (1 + self.flag) - 2, 1), round(self.y + 5, 1)

    @property
    def flag_at(self) -> tuple[float, float]:
        return round(self.x + self.width - SIGN - 1, 1), round(self.y + 5, 1)


@dataclass(frozen=True, slots=True)
class Track:
    """One line: where the pen goes, where arrows end, which numbers it carries."""

    numbers: tuple[int, ...]
    path: str
    arrows: tuple[str, ...]
    badges: tuple[Badge, ...]
    thick: bool
    dashed: bool


@dataclass(frozen=True, slots=True)
class FlowMap:
    width: int
    height: float
    sentence: str
    headings: tuple[Text, ...]
    boxes: tuple[Box, ...]
    tracks: tuple[Track, ...]

    @property
    def thick(self) -> bool:
        return any(track.thick for track in self.tracks)

    @property
    def dashed(self) -> bool:
        return any(track.dashed for track in self.tracks)

    @property
    def padlock(self) -> bool:
        return any(badge.padlock for track in self.tracks for badge in track.badges)

    @property
    def flag(self) -> bool:
        return any(badge.flag for track in self.tracks for badge in track.badges)


def drawn(document: AgreementDocument) -> FlowMap:
    lines = flows.lines(document)
    nodes = sorted(
        {node for line in lines for node in (line.source, *line.through, *line.targets)},
        key=lambda node: (node.column, _order(document)[node.parties[0]]),
    )
    badges = {number: _badge_width(line) for number, line in enumerate(lines)}
    layout = Layout(lines, {node: flows.name(document, node) for node in nodes}, badges)
    columns = sorted({node.column for node in nodes})
    return FlowMap(
        width=WIDTH,
        height=round(layout.height, 1),
        sentence=sentence(document),
        headings=tuple(Text(column * (BOX + GAP), 18, HEADINGS[column]) for column in columns),
        boxes=tuple(_box(layout, node) for node in nodes),
        tracks=tuple(_track(layout, number, line) for number, line in enumerate(lines)),
    )


def _order(document: AgreementDocument) -> dict[str, int]:
    return {party.key: place for place, party in enumerate(document.parties)}


def _box(layout: Layout, node: Node) -> Box:
    place, said = layout.places[node], layout.text[node]
    x = layout.left(node)
    first = place.y + (place.height - LEADING * len(said)) / 2 + LEADING * 0.74
    lines = tuple(Text(x + 11, round(first + LEADING * index, 1), line) for index, line in enumerate(said))
    return Box(x, round(place.y, 1), BOX, round(place.height, 1), lines, len(node.parties) > 1)


def _track(layout: Layout, number: int, line: Line) -> Track:
    mine = [hop for hop in layout.hops if hop.line == number]
    strokes = [stroke for hop in mine for stroke in _strokes(layout, hop)]
    return Track(
        numbers=line.numbers,
        path=" ".join(strokes),
        arrows=tuple(_arrow(layout, hop, end) for hop in mine for end in hop.ends),
        badges=tuple(_badge(layout, hop, line) for hop in mine),
        thick=line.sensitive,
        dashed=line.veiled,
    )


def _strokes(layout: Layout, hop: Hop) -> Iterator[str]:
    y, x = layout.leaves_at(hop), layout.left(hop.start) + BOX
    lane = layout.lane(hop.start.column, hop)
    yield f"M{x:g} {y:.1f}H{lane:.1f}"
    slot = layout.slot(hop)
    for end in hop.ends:
        aim = layout.arrives_at(hop, end)
        if end.column == hop.start.column:
            yield f"M{lane:.1f} {y:.1f}V{aim:.1f}H{x + 8:g}"
        elif slot is not None and end.column == flows.RECEIVES:
            second = layout.lane(flows.HANDLES, hop)
            yield f"M{lane:.1f} {y:.1f}V{slot:.1f}H{second:.1f}V{aim:.1f}H{layout.left(end) - 8:g}"
        else:
            yield f"M{lane:.1f} {y:.1f}V{aim:.1f}H{layout.left(end) - 8:g}"


def _arrow(layout: Layout, hop: Hop, end: Node) -> str:
    y = layout.arrives_at(hop, end)
    if end.column == hop.start.column:
        return f"M{layout.left(end) + BOX:g} {y:.1f}l9 -5v10z"
    return f"M{layout.left(end):g} {y:.1f}l-9 -5v10z"


def _badge(layout: Layout, hop: Hop, line: Line) -> Badge:
    x, y = layout.left(hop.start) + BOX + 6, layout.leaves_at(hop) - BADGE / 2
    return Badge(x, round(y, 1), _badge_width(line), _numbers(line.numbers), line.encrypted, line.abroad)


def _badge_width(line: Line) -> float:
    words = letters.width(_numbers(line.numbers)) + 10
    return round(max(BADGE, words) + SIGN * line.encrypted + SIGN * line.abroad, 1)


def _numbers(numbers: tuple[int, ...]) -> str:
    """A few numbers one by one; many in a row as from and to, else how many they are."""
    if len(numbers) <= 2:
        return ", ".join(map(str, numbers))
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}–{numbers[-1]}"
    return f"{numbers[0]} + {len(numbers) - 1}"


def sentence(document: AgreementDocument) -> str:
    """What the picture shows, in words."""
    bodies = {key for flow in document.flows for key in (flow.sender, *flow.recipients, *flow.via)}
    handlers = [party for party in document.parties if party.key in bodies and set(party.roles) == {Role.PROCESSOR}]
    count, others = len(document.flows), len(bodies) - len(handlers)
    helpers = f" and {_counted(len(handlers), 'processor')}" if handlers else ""
    said = [f"{_counted(count, 'data flow')} between {_counted(others, 'organisation')}{helpers}.", *_most(document)]
    if all(line.veiled for line in flows.lines(document)):
        said.append("All of the data is pseudonymised, anonymised or not about people.")
    abroad = sum(flow.outside_uk for flow in document.flows)
    return " ".join((*said, _abroad(abroad)))


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _abroad(number: int) -> str:
    if not number:
        return "Nothing leaves the United Kingdom."
    return f"{_counted(number, 'flow')} {'leaves' if number == 1 else 'leave'} the United Kingdom."


def _most(document: AgreementDocument) -> Iterator[str]:
    given = {party.key: sum(flow.sender == party.key for flow in document.flows) for party in document.parties}
    ranked = sorted(given.values(), reverse=True)
    if len(ranked) > 1 and ranked[0] > ranked[1]:
        key = next(key for key, number in given.items() if number == ranked[0])
        yield f"{document.party(key).name} gives the most ({ranked[0]})."
