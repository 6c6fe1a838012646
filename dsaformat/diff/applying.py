"""From a document and its changes to the document that they lead to."""

from collections.abc import Iterable, Iterator
from typing import Any

from dsaformat import canonical, reading
from dsaformat.diff.change import Change, Kind
from dsaformat.diff.differences import known_by, one_value
from dsaformat.document import AgreementDocument, Problem
from dsaformat.reading import DocumentError
from dsaformat.shape import shape, shapes
from dsaformat.values import Part

Values = dict[str, Any]
Places = dict[str, dict[str, str]]
"""For each list, behind which row each added or moved one stands."""


def apply(document: AgreementDocument, changes: Iterable[Change]) -> AgreementDocument:
    """`apply(a, changes(a, b))` is b. Raises `DocumentError` when the outcome is no document."""
    values = _by_key(canonical.plain(document), AgreementDocument)
    places: Places = {}
    for change in changes:
        try:
            _put(values, change, places)
        except (KeyError, StopIteration):
            raise DocumentError((Problem(change.path, "is not in the document"),)) from None
    return reading.parse(_in_lists(values, AgreementDocument, places))


def _put(values: Values, change: Change, places: Places) -> None:
    model: type[Part] = AgreementDocument
    *steps, last = change.path.split("/")
    rest = iter(steps)
    for name in rest:
        field = shape(model, name)
        model = field.models[0]
        values = values.setdefault(name, {})
        if known_by(field):
            key = next(rest, "")
            if not key:
                _put_row(values, last, model, change, places)
                return
            values = values[key]
    values[shape(model, last).name] = change.after


def _put_row(rows: Values, key: str, model: type[Part], change: Change, places: Places) -> None:
    if change.kind is Kind.REMOVED:
        del rows[key]
        return
    if change.kind is Kind.ADDED:
        rows[key] = _by_key(dict(change.after), model)
    if change.follows is not None:
        places.setdefault(change.path.rpartition("/")[0], {})[key] = change.follows


def _by_key(values: Values, model: type[Part]) -> Values:
    """The same values, with rows held by their keys instead of in lists."""
    for field in shapes(model):
        held = values.get(field.name)
        if held is None:
            continue
        if name := known_by(field):
            values[field.name] = {row[name]: _by_key(row, field.models[0]) for row in held}
        elif not one_value(field):
            _by_key(held, field.models[0])
    return values


def _in_lists(values: Values, model: type[Part], places: Places, path: str = "") -> Values:
    for field in shapes(model):
        held = values.get(field.name)
        if held is None:
            continue
        where = f"{path}{field.name}"
        if known_by(field):
            values[field.name] = [
                _in_lists(held[key], field.models[0], places, f"{where}/{key}/")
                for key in _arranged(held, places.get(where, {}))
            ]
        elif not one_value(field):
            _in_lists(held, field.models[0], places, f"{where}/")
    return values


def _arranged(rows: Values, behind: dict[str, str]) -> Iterator[str]:
    """The rows that stay, in their order, each with those behind it; what has lost its place comes last."""
    followers: dict[str, list[str]] = {}
    for key, leader in behind.items():
        followers.setdefault(leader, []).append(key)
    waiting = ["", *(key for key in rows if key not in behind)][::-1]
    seen: set[str] = set()
    while waiting:
        key = waiting.pop()
        if key in rows and key not in seen:
            seen.add(key)
            yield key
        waiting.extend(reversed(followers.pop(key, [])))
    yield from (key for key in rows if key not in seen)
