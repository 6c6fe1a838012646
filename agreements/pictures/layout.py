"""Where the boxes of a flow map stand and where its lines leave and arrive. Pure.

A line leaves a box on its right, at a place of its own, and runs square: along, down or up a lane between two columns,
along. So no two numbers and no two boxes ever meet. What passes the middle column by runs below its boxes.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from agreements.pictures import letters
from agreements.pictures.flows import GIVES, HANDLES, RECEIVES, Line, Node

WIDTH = 720
BOX = 160
GAP = (WIDTH - 3 * BOX) / 2
TOP = 34
LEADING = 19
PADDING = 9
OUT = 28
"""Height that a line with its number takes where it leaves a box."""
IN = 17
"""Height that an arrow takes where it arrives."""
SPACE = 20
ROOM = BOX - 22
MOST_LINES = 4
HEAD = 12
"""Length that is left for the arrow before a box."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One stretch of a line, from one box to the next."""

    line: int
    stretch: int
    start: Node
    ends: tuple[Node, ...]

    @property
    def passes_by(self) -> bool:
        return self.start.column == GIVES and any(end.column == RECEIVES for end in self.ends)


@dataclass(frozen=True, slots=True)
class Place:
    y: float
    height: float


def hops(lines: tuple[Line, ...]) -> tuple[Hop, ...]:
    found: list[Hop] = []
    for number, line in enumerate(lines):
        stops = ((line.source,), *((node,) for node in line.through), line.targets)
        found.extend(Hop(number, stretch, start[0], ends) for stretch, (start, ends) in enumerate(pairwise(stops)))
    return tuple(found)


class Layout:
    def __init__(self, lines: tuple[Line, ...], names: dict[Node, str], badges: dict[int, float]) -> None:
        """Badges: how wide the number on each line is."""
        self.hops = hops(lines)
        self.text = {node: letters.lines(name, ROOM, MOST_LINES) for node, name in names.items()}
        self._badges = badges

    @cached_property
    def out(self) -> dict[Node, list[Hop]]:
        found: dict[Node, list[Hop]] = defaultdict(list)
        for hop in self.hops:
            found[hop.start].append(hop)
        return found

    @cached_property
    def into(self) -> dict[Node, list[Hop]]:
        """Lines that arrive, from the left and from the same column alike."""
        found: dict[Node, list[Hop]] = defaultdict(list)
        for hop in self.hops:
            for end in hop.ends:
                found[end].append(hop)
        return found

    def _sideways(self, node: Node) -> list[Hop]:
        return [hop for hop in self.into[node] if hop.start.column == node.column]

    def _from_left(self, node: Node) -> list[Hop]:
        return [hop for hop in self.into[node] if hop.start.column != node.column]

    def _height(self, node: Node) -> float:
        right = OUT * len(self.out[node]) + IN * len(self._sideways(node))
        left = IN * len(self._from_left(node))
        return max(len(self.text[node]) * LEADING, right, left) + 2 * PADDING

    @cached_property
    def _slots(self) -> list[Hop]:
        """Lines that need a way round the boxes in the middle."""
        crowded = any(node.column == HANDLES for node in self.text)
        return [hop for hop in self.hops if hop.passes_by] if crowded else []

    @cached_property
    def places(self) -> dict[Node, Place]:
        columns = {column: [node for node in self.text if node.column == column] for column in range(3)}
        heights = {
            column: sum(self._height(node) + SPACE for node in nodes) - SPACE for column, nodes in columns.items()
        }
        heights[HANDLES] += IN * len(self._slots) + (SPACE if self._slots else 0)
        found: dict[Node, Place] = {}
        for column, nodes in columns.items():
            y = TOP + (max(heights.values()) - heights[column]) / 2
            for node in nodes:
                found[node] = Place(y, self._height(node))
                y += found[node].height + SPACE
        return found

    @cached_property
    def height(self) -> float:
        boxes = max((place.y + place.height for place in self.places.values()), default=TOP)
        return max(boxes, self._slots_from + IN * len(self._slots)) + 2

    @cached_property
    def _slots_from(self) -> float:
        middle = [place.y + place.height for node, place in self.places.items() if node.column == HANDLES]
        return max(middle, default=TOP) + SPACE / 2

    def slot(self, hop: Hop) -> float | None:
        """Where the line passes the middle column, if boxes stand there."""
        return self._slots_from + IN * (self._slots.index(hop) + 0.5) if hop in self._slots else None

    def left(self, node: Node) -> float:
        return node.column * (BOX + GAP)

    def leaves_at(self, hop: Hop) -> float:
        place, mine = self.places[hop.start], self.out[hop.start]
        taken = OUT * len(mine) + IN * len(self._sideways(hop.start))
        return place.y + (place.height - taken) / 2 + OUT * (mine.index(hop) + 0.5)

    def arrives_at(self, hop: Hop, end: Node) -> float:
        place = self.places[end]
        if hop.start.column == end.column:
            others = self._sideways(end)
            taken = OUT * len(self.out[end]) + IN * len(others)
            return place.y + (place.height + taken) / 2 - IN * (others.index(hop) + 0.5)
        others = sorted(self._from_left(end), key=lambda other: (self._comes_from(other), self.hops.index(other)))
        return place.y + (place.height - IN * len(others)) / 2 + IN * (others.index(hop) + 0.5)

    def _comes_from(self, hop: Hop) -> float:
        slot = self.slot(hop)
        return self.leaves_at(hop) if slot is None else slot

    @cached_property
    def _lanes(self) -> dict[tuple[int, Hop], float]:
        found: dict[tuple[int, Hop], float] = {}
        for gap in (GIVES, HANDLES):
            inside = [hop for hop in self.hops if hop.start.column == gap]
            inside += [hop for hop in self._slots if gap == HANDLES]
            inside.sort(key=lambda hop: self._turn(hop, gap))
            begins = gap * (BOX + GAP) + BOX + self.badge_room(gap)
            step = ((gap + 1) * (BOX + GAP) - HEAD - begins) / max(len(inside), 1)
            found.update({(gap, hop): begins + step * (index + 0.5) for index, hop in enumerate(inside)})
        return found

    def badge_room(self, gap: int) -> float:
        return max((self._badges[hop.line] for hop in self.hops if hop.start.column == gap), default=0) + 12

    def _turn(self, hop: Hop, gap: int) -> tuple[bool, float]:
        """From left to right: what goes up, the highest first; then what goes down, the lowest first."""
        slot = self.slot(hop)
        y = slot if gap == HANDLES and slot is not None else self.leaves_at(hop)
        aims = [self.places[end].y + self.places[end].height / 2 for end in hop.ends] or [y]
        aim = slot if gap == GIVES and slot is not None else sum(aims) / len(aims)
        return (aim > y, -y if aim > y else y)

    def lane(self, gap: int, hop: Hop) -> float:
        return self._lanes[gap, hop]
