"""Two documents side by side: where they differ, before anybody finds words for it."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from pydantic import AfterValidator

from dsaformat.diff.change import Kind
from dsaformat.shape import Form, Shape, shapes
from dsaformat.values import Part


class Step(NamedTuple):
    """One step into the document: through which field, to which row, and what stands there on either side."""

    field: Shape
    key: str
    """Blank for a part that is no row."""
    before: Part | None
    after: Part | None


class Difference(NamedTuple):
    kind: Kind
    steps: tuple[Step, ...]
    field: Shape | None
    """The field that differs; none when the last step is a whole row that was added, removed or moved."""
    before: Any
    after: Any
    follows: str | None = None

    @property
    def path(self) -> str:
        names = [part for step in self.steps for part in (step.field.name, step.key) if part]
        return "/".join([*names, self.field.name] if self.field else names)


def known_by(field: Shape) -> str:
    """The name that tells the members of a list apart; blank where nothing does and the list counts as one value."""
    if not field.several or not field.models:
        return ""
    if field.rows:
        return "key"
    return "code" if "code" in field.models[0].model_fields else ""


def one_value(field: Shape) -> bool:
    """Whether the field is compared as a whole, as a period is that may be missing."""
    return field.form is not Form.PART or field.several or (field.optional and field.default is None)


@cache
def ordered(model: type[Part], name: str) -> bool:
    """Whether the order of the rows carries meaning: not where the document itself sorts them."""
    return not any(isinstance(mark, AfterValidator) for mark in model.model_fields[name].metadata)


def differences(before: Part, after: Part, steps: tuple[Step, ...] = ()) -> Iterator[Difference]:
    for field in shapes(type(before)):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        if known_by(field):
            yield from _rows(field, old, new, steps, in_order=ordered(type(before), field.name))
        elif one_value(field):
            yield Difference(Kind.CHANGED, steps, field, old, new)
        else:
            yield from differences(old, new, (*steps, Step(field, "", old, new)))


def _rows(
    field: Shape, old: tuple[Part, ...], new: tuple[Part, ...], steps: tuple[Step, ...], *, in_order: bool
) -> Iterator[Difference]:
    name = known_by(field)
    was = {getattr(row, name): row for row in old}
    now = {getattr(row, name): row for row in new}
    for key, row in was.items():
        if key not in now:
            yield Difference(Kind.REMOVED, (*steps, Step(field, key, row, None)), None, row, None)
    stood_behind = dict(zip(was, ["", *was], strict=False))
    moved = _out_of_order(list(was), list(now)) if in_order else frozenset()
    previous = ""
    for key, row in now.items():
        here = (*steps, Step(field, key, was.get(key), row))
        if key not in was:
            yield Difference(Kind.ADDED, here, None, None, row, previous if in_order else None)
        elif key in moved:
            yield Difference(Kind.MOVED, here, None, stood_behind[key], previous, previous)
        if key in was and was[key] != row:
            yield from differences(was[key], row, here)
        previous = key


def _out_of_order(old: list[str], new: list[str]) -> frozenset[str]:
    """The fewest rows that have to move for the others to stand in the new order."""
    place = {key: index for index, key in enumerate(old)}
    kept = [key for key in new if key in place]
    ends: list[int] = []
    lasts: list[str] = []
    leader: dict[str, str] = {}
    for key in kept:
        at = bisect_left(ends, place[key])
        leader[key] = lasts[at - 1] if at else ""
        ends[at : at + 1] = [place[key]]
        lasts[at : at + 1] = [key]
    stay: set[str] = set()
    key = lasts[-1] if lasts else ""
    while key:
        stay.add(key)
        key = leader[key]
    return frozenset(kept) - stay
