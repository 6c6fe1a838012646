"""Which rows a document names, and whether they are there. Nothing here knows one field by name."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from dsaformat.shape import Form, Shape, shapes, walk
from dsaformat.values import Part


class Problem(NamedTuple):
    """What is wrong in a document, and where: `parties.2.roles.0`."""

    path: str
    reason: str


class BrokenReferences(ValueError):
    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{problem.path}: {problem.reason}" for problem in problems[:3]))
        self.problems = problems


_UNIQUE = {"law": ("code",)}
"""What may not stand twice in a list, where that is not simply the key."""


def repeated(document: Part) -> Iterator[Problem]:
    """Rows of one list with the same key; wordings of one code."""
    for path, field, value in _lists(document, ""):
        unique = ("key",) if field.rows else ()
        for name in _UNIQUE.get(field.name, unique):
            yield from _twice(path, name, value)


def dangling(document: Part) -> Iterator[Problem]:
    known: dict[str, frozenset[str]] = {}
    for path, field, value in _pointers(document, ""):
        if field.points_at not in known:
            known[field.points_at] = frozenset(row.key for row in getattr(document, field.points_at))
        for key in value if field.several else (value,):
            if key not in known[field.points_at]:
                yield Problem(path, f'names "{key}", which is not one of the {field.points_at}')


def named(part: Part, rows: str) -> frozenset[str]:
    """Every key of that list which the part names."""
    found: set[str] = set()
    for _, field, value in _pointers(part, ""):
        if field.points_at == rows:
            found.update(value if field.several else (value,))
    return frozenset(found)


def codes(part: Part) -> frozenset[str]:
    """Every entry of the law’s catalogue that the part names."""
    found: set[str] = set()
    for _, field, value in _reach(part, "", _names_law):
        found.update(value if field.several else (value,))
    return frozenset(found)


def coded(part: Part) -> Iterator[tuple[str, str, str]]:
    """Path, party and code for every entry of the law that is named; no party where no single one is meant."""
    for field in _leading(type(part), _names_law):
        rows = getattr(part, field.name)
        if not field.several:
            yield from (
                (f"{field.name}/{path}", "", code) for path, inner, value in walk(rows) for code in _codes(inner, value)
            )
            continue
        for row in rows:
            own = row.key if field.name == "parties" else getattr(row, "party", None) or getattr(row, "supplier", None)
            for path, inner, value in walk(row):
                yield from ((f"{field.name}/{row.key}/{path}", own or "", code) for code in _codes(inner, value))


def _codes(field: Shape, value: Any) -> tuple[str, ...]:
    if not field.regimes:
        return ()
    codes: tuple[str, ...] = value if field.several else (value,)
    return codes


def _twice(path: str, name: str, rows: tuple[Part, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, row in enumerate(rows):
        value = getattr(row, name)
        if value in seen:
            yield Problem(f"{path}.{index}.{name}", f'"{value}" is used twice')
        seen.add(value)


def _lists(part: Part, path: str) -> Iterator[tuple[str, Shape, Any]]:
    return _reach(part, path, _lists_rows)


def _pointers(part: Part, path: str) -> Iterator[tuple[str, Shape, Any]]:
    return _reach(part, path, _names_rows)


def _reach(part: Part, path: str, wanted: Callable[[Shape], bool]) -> Iterator[tuple[str, Shape, Any]]:
    """Every field in the part or within it that is wanted and not empty. Branches that lead to none are not entered."""
    for field in _leading(type(part), wanted):
        value = getattr(part, field.name)
        if not value:
            continue
        where = f"{path}{field.name}"
        if wanted(field):
            yield where, field, value
        if not field.models:
            continue
        if field.several:
            for index, member in enumerate(value):
                yield from _reach(member, f"{where}.{index}.", wanted)
        else:
            yield from _reach(value, f"{where}.", wanted)


@cache
def _leading(model: type[Part], wanted: Callable[[Shape], bool]) -> tuple[Shape, ...]:
    """Fields of the model that are wanted, or hold parts that have such fields."""
    return tuple(
        field for field in shapes(model) if wanted(field) or any(_leading(inner, wanted) for inner in field.models)
    )


def _lists_rows(field: Shape) -> bool:
    return field.form is Form.PART and field.several


def _names_rows(field: Shape) -> bool:
    return bool(field.points_at)


def _names_law(field: Shape) -> bool:
    return bool(field.regimes)
