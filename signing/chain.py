"""Evidence records as text, and the chain that they form. Values in, values out."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Link(NamedTuple):
    """What the chain needs of one signature."""

    number: int
    evidence: str
    previous_hash: str
    hash: str


def canonical(record: Mapping[str, Any]) -> str:
    """Sorted names, no spaces, letters as they are: the same facts are always the same bytes."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest(evidence: str) -> str:
    """SHA-256 of the record as UTF-8. The record names the one before, so this also fixes everything before it."""
    return hashlib.sha256(evidence.encode()).hexdigest()


def faults(links: Iterable[Link], genesis: str) -> list[str]:
    """What is wrong with a chain that should start at its beginning; empty when it holds."""
    found = []
    expected, number = genesis, 0
    for link in links:
        number += 1
        if link.number != number:
            found.append(f"number {number} is missing before {link.number}")
            number = link.number
        if link.previous_hash != expected:
            found.append(f"{link.number} does not follow the signature before it")
        if _predecessor(link.evidence) != link.previous_hash:
            found.append(f"the record of {link.number} names another predecessor")
        if digest(link.evidence) != link.hash:
            found.append(f"the record of {link.number} was changed")
        expected = link.hash
    return found


def _predecessor(evidence: str) -> object:
    """The hash that a record names; nothing when it is not a record any more."""
    try:
        record = json.loads(evidence)
    except ValueError:
        return None
    return record.get("previous_hash") if isinstance(record, dict) else None
