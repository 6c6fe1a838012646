"""Which bodies stand in which column of a flow map, and which lines run between them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from dsaformat.choices import Identifiability, Role
from dsaformat.document import AgreementDocument
from dsaformat.parts import Dataset, Flow
from parties.choices import Kind

GIVES, HANDLES, RECEIVES = range(3)
MOST_NODES = 12
_SENSITIVE = frozenset({"cat_special_category", "cat_criminal_offence", "cat_sensitive"})


@dataclass(frozen=True, slots=True)
class Node:
    """One box: a body, or several that take part in the same flows."""

    column: int
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Flows that run between the same boxes in the same way; a map of a few bodies has a line for each flow."""

    numbers: tuple[int, ...]
    source: Node
    through: tuple[Node, ...]
    targets: tuple[Node, ...]
    sensitive: bool
    veiled: bool
    encrypted: bool
    abroad: bool


@dataclass(frozen=True, slots=True)
class _Route:
    sender: tuple[int, str]
    through: tuple[tuple[int, str], ...]
    targets: tuple[tuple[int, str], ...]

    @property
    def stops(self) -> tuple[tuple[int, str], ...]:
        return (self.sender, *self.through, *self.targets)


def lines(document: AgreementDocument) -> tuple[Line, ...]:
    routes = [_route(document, flow) for flow in document.flows]
    nodes = _nodes(document, routes)
    drawn: dict[tuple[object, ...], Line] = {}
    collapsed = len({stop for route in routes for stop in route.stops}) > MOST_NODES
    for number, (flow, route) in enumerate(zip(document.flows, routes, strict=True), start=1):
        line = _line(document, flow, number, route, nodes)
        alike = (line.source, line.through, line.targets, line.sensitive, line.veiled, line.encrypted, line.abroad)
        key = alike if collapsed else (number,)
        before = drawn.get(key)
        drawn[key] = line if before is None else _joined(before, line)
    return tuple(drawn.values())


def _joined(before: Line, line: Line) -> Line:
    return Line(
        (*before.numbers, *line.numbers),
        line.source,
        line.through,
        line.targets,
        line.sensitive,
        line.veiled,
        line.encrypted,
        line.abroad,
    )


def _route(document: AgreementDocument, flow: Flow) -> _Route:
    """A processor stands in the middle, save where it gives data of its own or is a party like the others."""
    processors = {party.key for party in document.parties if Role.PROCESSOR in party.roles}
    own = {dataset.supplier for dataset in document.datasets if dataset.key in flow.datasets}
    handles = flow.sender in processors and flow.sender not in own
    sender = (HANDLES if handles else GIVES, flow.sender)
    through = tuple((HANDLES, key) for key in flow.via if (HANDLES, key) != sender)
    targets = tuple(
        (HANDLES if key in processors and not handles and not through else RECEIVES, key)
        for key in _ordered(document, flow.recipients)
    )
    return _Route(sender, through, targets)


def _ordered(document: AgreementDocument, keys: Iterable[str]) -> tuple[str, ...]:
    wanted = frozenset(keys)
    return tuple(party.key for party in document.parties if party.key in wanted)


def _nodes(document: AgreementDocument, routes: list[_Route]) -> dict[tuple[int, str], Node]:
    """A box for each stop; above a dozen, bodies that do the same in one column share a box."""
    stops = list(dict.fromkeys(stop for route in routes for stop in route.stops))
    order = {party.key: place for place, party in enumerate(document.parties)}
    stops.sort(key=lambda stop: (stop[0], order[stop[1]]))
    if len(stops) <= MOST_NODES:
        return {stop: Node(stop[0], (stop[1],)) for stop in stops}
    groups: dict[tuple[object, ...], list[str]] = {}
    for stop in stops:
        groups.setdefault((stop[0], _part_played(stop, routes)), []).append(stop[1])
    return {
        (int(str(column)), key): Node(int(str(column)), tuple(keys))
        for (column, _), keys in groups.items()
        for key in keys
    }


def _part_played(stop: tuple[int, str], routes: list[_Route]) -> frozenset[object]:
    """What a body does, whatever its name: whom it gives to, or from whom and beside whom it receives."""
    played: set[object] = set()
    for route in routes:
        if stop == route.sender:
            played.add(("gives", route.through, route.targets))
        if stop in route.through:
            played.add(("handles", route.targets))
        if stop in route.targets:
            played.add(("receives", route.through or route.sender[0]))
    return frozenset(played)


def _line(
    document: AgreementDocument, flow: Flow, number: int, route: _Route, nodes: dict[tuple[int, str], Node]
) -> Line:
    carried = [dataset for dataset in document.datasets if dataset.key in flow.datasets]
    return Line(
        numbers=(number,),
        source=nodes[route.sender],
        through=tuple(dict.fromkeys(nodes[stop] for stop in route.through)),
        targets=tuple(dict.fromkeys(nodes[stop] for stop in route.targets)),
        sensitive=any(map(_is_sensitive, carried)),
        veiled=bool(carried) and all(map(_is_veiled, carried)),
        encrypted=bool(flow.encrypted),
        abroad=flow.outside_uk,
    )


def _is_veiled(dataset: Dataset) -> bool:
    return dataset.identifiability not in {None, Identifiability.IDENTIFIABLE}


def _is_sensitive(dataset: Dataset) -> bool:
    codes = frozenset(dataset.categories).union(*(item.types for item in dataset.items if not item.excluded))
    return bool(codes & _SENSITIVE) or any(code.startswith(("sc_", "s35_8_")) for code in codes)


def name(document: AgreementDocument, node: Node) -> str:
    """The body's short name, or how many bodies of which kind share the box."""
    if len(node.parties) == 1:
        organisation = document.party(node.parties[0]).organisation
        return organisation.short_name or organisation.name
    kinds = {document.party(key).organisation.kind for key in node.parties}
    kind = dict(Kind.choices).get(kinds.pop(), "") if len(kinds) == 1 else ""
    return f"{len(node.parties)} organisations{f' ({kind.lower()})' if kind else ''}"
