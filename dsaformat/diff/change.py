"""One change, as a value that can be stored and read back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from dsaformat.choices import Labelled
from dsaformat.diff.subjects import Subject


class Kind(Labelled):
    ADDED = "added", "Added"
    REMOVED = "removed", "Removed"
    CHANGED = "changed", "Changed"
    MOVED = "moved", "Moved"


@dataclass(frozen=True, slots=True)
class Change:
    """Values are plain JSON. A row that was added has no `before`, one that was removed no `after`."""

    path: str
    """Names of fields and keys of rows: `retention/police/period`."""
    kind: Kind
    subject: Subject
    before: Any
    after: Any
    """For a row that moved, `before` and `after` are the keys of the rows it stood and stands behind."""
    sentence: str
    parties: tuple[str, ...] = ()
    """Keys of the parties concerned; empty for every party."""
    follows: str | None = None
    """Where order carries meaning, the row that an added or moved one stands behind now; blank for none."""


_CHANGES = TypeAdapter(tuple[Change, ...])


def to_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    plain: list[dict[str, Any]] = _CHANGES.dump_python(tuple(changes), mode="json")
    return plain


def from_json(values: object) -> tuple[Change, ...]:
    """The changes in already decoded JSON. Raises `ValueError` when they are none."""
    return _CHANGES.validate_python(values)
