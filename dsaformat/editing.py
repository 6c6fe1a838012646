"""Changing a document: from one value to the next, all or nothing. Every refusal is a `reading.DocumentError`."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from dsaformat import canonical, reading
from dsaformat.document import AgreementDocument
from dsaformat.references import Problem
from dsaformat.shape import Form, Shape, shape, shapes
from dsaformat.values import Part, Row

_KEY_LENGTH = 40


def put(document: AgreementDocument, path: str, values: Mapping[str, Any]) -> AgreementDocument:
    """The document with some fields of the part at `path` set: `term`, `retention/police`, `datasets/a/items/b`."""
    whole = canonical.plain(document)
    place = _place(whole, path)
    place.update({name: value for name, value in values.items() if value is not None})
    for name, value in values.items():
        if value is None:
            place.pop(name, None)
    return reading.parse(whole)


def add(document: AgreementDocument, path: str, row: Mapping[str, Any]) -> AgreementDocument:
    """The document with one more row at the end of the list at `path`: `retention`, `datasets/a/items`."""
    whole = canonical.plain(document)
    owner, _, name = path.rpartition("/")
    place = _place(whole, owner) if owner else whole
    place.setdefault(name, []).append(dict(row))
    return reading.parse(whole)


def move(document: AgreementDocument, path: str, steps: int) -> AgreementDocument:
    """The document with the row at `path` that many places further down its list; up when negative."""
    whole = canonical.plain(document)
    rows, index = _row(whole, path)
    target = min(max(index + steps, 0), len(rows) - 1)
    rows.insert(target, rows.pop(index))
    return reading.parse(whole)


def without(document: AgreementDocument, path: str) -> AgreementDocument:
    """The document without the row at `path`, and without whatever stood or fell with it.

    A row that must name it goes too; one that may name it names it no longer.
    """
    whole = canonical.plain(document)
    rows, index = _row(whole, path)
    gone = rows.pop(index)
    if "/" in path and path.count("/") == 1:
        _forget(whole, type(document), path.partition("/")[0], {gone["key"]})
    return reading.parse(whole)


def new_key(taken: Iterable[str], words: str) -> str:
    """A key that says what the row is, and that no other row has."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_KEY_LENGTH].strip("-") or "row"
    known, number, key = set(taken), 2, base
    while key in known:
        key = f"{base}-{number}"
        number += 1
    return key


def found(document: Part, path: str) -> Part | None:
    """The part or row at `path`; None when there is none."""
    at: Any = document
    for step in path.split("/") if path else ():
        if isinstance(at, tuple):
            at = next((row for row in at if isinstance(row, Row) and row.key == step), None)
        elif isinstance(at, Part) and step in type(at).model_fields:
            at = getattr(at, step)
        else:
            return None
    return at if isinstance(at, Part) else None


def model_at(path: str) -> type[Part]:
    """Which kind of part stands at `path`, or in the list at `path`, whether or not anything is there yet."""
    return _last(path).models[0]


def list_at(path: str) -> Shape | None:
    """The list that the row at `path` stands in, or that `path` is; None for a single part."""
    last = _last(path)
    return last if last.several else None


def is_row(path: str) -> bool:
    """Whether `path` names a row, rather than the list that it stands in or a single part."""
    return _walked(path)[1]


def _last(path: str) -> Shape:
    return _walked(path)[0]


def _walked(path: str) -> tuple[Shape, bool]:
    """The last field on the way, and whether the way ends at one of its rows. `KeyError` where there is no way."""
    model: type[Part] = AgreementDocument
    steps = path.split("/")
    index = 0
    while True:
        field = shape(model, steps[index])
        if field.form is not Form.PART or not steps[index]:
            raise KeyError(path)
        index += 2 if field.several else 1
        if index >= len(steps):
            return field, index == len(steps) and field.several
        model = field.models[0]


def digest(part: Part | None, names: Iterable[str]) -> str:
    """Stands for what those fields hold now: whoever writes says which state they read."""
    values = part.model_dump(mode="json", include=set(names)) if part is not None else {}
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _place(whole: dict[str, Any], path: str) -> dict[str, Any]:
    at: Any = whole
    for step in path.split("/"):
        if isinstance(at, list):
            at = next((row for row in at if row.get("key") == step), None)
            if at is None:
                raise reading.DocumentError((Problem(path, "is no longer there"),))
        else:
            at = at.setdefault(step, {})
    if not isinstance(at, dict):
        raise reading.DocumentError((Problem(path, "is no part of the document"),))
    return at


def _row(whole: dict[str, Any], path: str) -> tuple[list[dict[str, Any]], int]:
    owner, _, key = path.rpartition("/")
    above, _, name = owner.rpartition("/")
    rows = (_place(whole, above) if above else whole).get(name, [])
    for index, row in enumerate(rows):
        if row["key"] == key:
            return rows, index
    raise reading.DocumentError((Problem(path, "is no longer there"),))


def _forget(whole: dict[str, Any], model: type[Part], rows: str, keys: set[str]) -> None:
    """Take the keys of that list out of everything that names them, until nothing more falls."""
    fallen: dict[str, set[str]] = {}
    for field in shapes(model):
        if field.name in whole and field.models:
            whole[field.name] = _pruned(whole[field.name], field, rows, keys, fallen)
    for name, gone in fallen.items():
        if any(field.points_at == name for field in _all_shapes(model)):
            _forget(whole, model, name, gone)


def _pruned(value: Any, field: Shape, rows: str, keys: set[str], fallen: dict[str, set[str]]) -> Any:
    if not field.several:
        _strip(value, field, rows, keys, fallen)
        return value
    kept = []
    for member in value:
        if _strip(member, field, rows, keys, fallen):
            kept.append(member)
        elif "key" in member:
            fallen.setdefault(field.name, set()).add(member["key"])
    return kept


def _strip(part: dict[str, Any], field: Shape, rows: str, keys: set[str], fallen: dict[str, set[str]]) -> bool:
    """Take the keys out of one part; False when it cannot be without them."""
    for inner in shapes(field.models[0]):
        if inner.name not in part:
            continue
        if inner.points_at == rows:
            held = part[inner.name]
            left = [key for key in held if key not in keys] if inner.several else (None if held in keys else held)
            if not left and not inner.optional:
                return False
            # A list that named only what is gone must not come to mean everybody.
            if held and not left and inner.empty_is_all:
                return False
            if left:
                part[inner.name] = left
            else:
                part.pop(inner.name)
        elif inner.models:
            part[inner.name] = _pruned(part[inner.name], inner, rows, keys, fallen)
    return True


def _all_shapes(model: type[Part]) -> Iterable[Shape]:
    seen: set[type[Part]] = set()
    waiting = [model]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        for field in shapes(current):
            yield field
            waiting.extend(field.models)
