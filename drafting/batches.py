"""Many rows of a document at once, parsed once however many they are. Pure; it refuses as `dsaformat.editing` does."""

from collections.abc import Iterable, Mapping
from typing import Any

from dsaformat import canonical, editing, reading
from dsaformat.document import AgreementDocument
from dsaformat.references import Problem

Values = Mapping[str, Any]


def added(document: AgreementDocument, path: str, rows: Iterable[Values]) -> AgreementDocument:
    """The document with those rows at the end of the list at `path`. Each has its key, or `_words` to make one from."""
    return added_to_each(document, {path: rows})


def added_to_each(document: AgreementDocument, lists: Mapping[str, Iterable[Values]]) -> AgreementDocument:
    """The same for several lists, by their paths."""
    whole = canonical.plain(document)
    for path, rows in lists.items():
        owner, _, name = path.rpartition("/")
        last = editing.list_at(path)
        _append(_at(whole, owner).setdefault(name, []), rows, keyed=last is not None and last.rows)
    return reading.parse(whole)


def _append(held: list[dict[str, Any]], rows: Iterable[Values], *, keyed: bool) -> None:
    taken = {row["key"] for row in held if "key" in row}
    for row in rows:
        values = {field: value for field, value in row.items() if field != "_words" and value is not None}
        if keyed and "key" not in values:
            values["key"] = editing.new_key(taken, str(row.get("_words", "")))
        taken.add(values.get("key", ""))
        held.append(values)


def put(document: AgreementDocument, values: Mapping[str, Values]) -> AgreementDocument:
    """The document with fields of several parts set, by their paths; None empties a field."""
    whole = canonical.plain(document)
    for path, fields in values.items():
        place = _at(whole, path)
        for name, value in fields.items():
            if value is None:
                place.pop(name, None)
            else:
                place[name] = value
    return reading.parse(whole)


def without(document: AgreementDocument, name: str, keys: Iterable[str]) -> AgreementDocument:
    """The document without those rows of a list that nothing points at."""
    gone = set(keys)
    whole = canonical.plain(document)
    whole[name] = [row for row in whole.get(name, ()) if row["key"] not in gone]
    return reading.parse(whole)


def _at(whole: dict[str, Any], path: str) -> dict[str, Any]:
    at: Any = whole
    steps = path.split("/") if path else []
    for index, step in enumerate(steps):
        if isinstance(at, list):
            at = next((row for row in at if row.get("key") == step), None)
        elif step in at or editing.list_at("/".join(steps[: index + 1])) is None:
            at = at.setdefault(step, {})
        else:
            at = None
        if at is None:
            raise reading.DocumentError((Problem(path, "is no longer there"),))
    if not isinstance(at, dict):
        raise reading.DocumentError((Problem(path, "is no part of the document"),))
    return at
