"""Changing a template: from the values of one outline to those of the next. Pure.

Places are named `about`, `starts_with`, `groups/<key>`, `sections/<key>` and `sections/<key>/questions/<key>`.
"""

import copy
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from drafting.outline import Outline
from foundation.verdicts import Refused

Values = dict[str, Any]
Edit = Callable[[Values], Values]
ABOUT = "about"
STARTS_WITH = "starts_with"
GONE = "What you wanted to change is no longer there."


def plain(outline: Outline) -> Values:
    return outline.model_dump(mode="json", exclude_defaults=True)


def at(values: Values, place: str) -> Values | None:
    """What stands at the place; None when there is nothing."""
    if place == ABOUT:
        return values
    found: Any = values
    for step in place.split("/"):
        if isinstance(found, list):
            found = next((row for row in found if row["key"] == step), None)
        else:
            found = found.get(step) if isinstance(found, dict) else None
        if found is None:
            return {} if place == STARTS_WITH else None
    return found if isinstance(found, dict) else None


def digest(values: Values, place: str, names: Iterable[str]) -> str:
    """Stands for what those fields say now; no names means all that is there."""
    found = at(values, place)
    chosen = list(names)
    held = {name: found.get(name) for name in chosen} if found is not None and chosen else found
    text = json.dumps(held, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def put(values: Values, place: str, fields: Mapping[str, Any]) -> Values:
    """With those fields set; a field without a value is left out."""
    whole = copy.deepcopy(values)
    if place == STARTS_WITH:
        whole[STARTS_WITH] = dict(fields)
        return whole
    found = _there(whole, place)
    for name, value in fields.items():
        if value in (None, "", [], (), False):
            found.pop(name, None)
        else:
            found[name] = value
    return whole


def add(values: Values, rows: str, row: Mapping[str, Any], *, after: str = "") -> Values:
    """With one more row: behind another one, or at the end."""
    whole = copy.deepcopy(values)
    listed = _rows(whole, rows)
    keys = [one["key"] for one in listed]
    place = keys.index(after) + 1 if after in keys else len(listed)
    listed.insert(place, {name: value for name, value in row.items() if value not in (None, "", [], False)})
    return whole


def move(values: Values, place: str, steps: int) -> Values:
    """With the row some places further down; up when negative. Sections move among those of their own group."""
    whole = copy.deepcopy(values)
    rows, _, key = place.rpartition("/")
    listed = _rows(whole, rows)
    index = _index(listed, key)
    peers = [n for n, row in enumerate(listed) if row.get("group") == listed[index].get("group")]
    target = peers[min(max(peers.index(index) + steps, 0), len(peers) - 1)]
    listed.insert(target, listed.pop(index))
    return whole


def without(values: Values, place: str) -> Values:
    whole = copy.deepcopy(values)
    rows, _, key = place.rpartition("/")
    listed = _rows(whole, rows)
    index = _index(listed, key)
    if rows == "groups" and any(section["group"] == key for section in whole["sections"]):
        raise Refused(["This group still has sections. Move them to another group first."])
    listed.pop(index)
    return whole


def renamed(outline: Outline, *, code: str, title: str) -> Values:
    """The same outline as the beginning of another template."""
    return plain(outline) | {"code": code, "title": title}


def _there(values: Values, place: str) -> Values:
    found = at(values, place)
    if found is None:
        raise Refused([GONE])
    return found


def _rows(values: Values, rows: str) -> list[Values]:
    owner, _, name = rows.rpartition("/")
    holder = _there(values, owner) if owner else values
    listed: list[Values] = holder.setdefault(name, [])
    return listed


def _index(rows: list[Values], key: str) -> int:
    for index, row in enumerate(rows):
        if row["key"] == key:
            return index
    raise Refused([GONE])
