"""Evidence records as text, and the chain that they form. Values in, values out."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Link(NamedTuple):
    """What the chain needs of one link, whatever kind it is of."""

    number: int
    evidence: str
    previous_hash: str
    hash: str


@dataclass(slots=True)
class Walk:
    """Follows the links from the first one, one after the other; ``faults`` grows as it goes."""

    hash: str
    number: int = 0
    faults: list[str] = field(default_factory=list)

    def over(self, links: Iterable[Link]) -> Iterator[Link]:
        """Every link again, after it was compared with the one before it."""
        for link in links:
            self._follow(link)
            yield link

    def _follow(self, link: Link) -> None:
        self.number += 1
        if link.number != self.number:
            self.faults.append(f"number {self.number} is missing before {link.number}")
            self.number = link.number
        if link.previous_hash != self.hash:
            self.faults.append(f"{link.number} does not follow the link before it")
        if _predecessor(link.evidence) != link.previous_hash:
            self.faults.append(f"the record of {link.number} names another predecessor")
        if digest(link.evidence) != link.hash:
            self.faults.append(f"the record of {link.number} was changed")
        self.hash = link.hash


def canonical(record: Mapping[str, Any]) -> str:
    """Sorted names, no spaces, letters as they are: the same facts are always the same bytes."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def digest(evidence: str) -> str:
    """SHA-256 of the record as UTF-8. The record names the one before, so this also fixes everything before it."""
    return hashlib.sha256(evidence.encode()).hexdigest()


def faults(links: Iterable[Link], genesis: str) -> list[str]:
    """What is wrong with a chain that should start at its beginning; empty when it holds."""
    walk = Walk(genesis)
    for _ in walk.over(links):
        pass
    return walk.faults


def read(evidence: str) -> dict[str, Any]:
    """The record; empty when it is none any more."""
    try:
        record = json.loads(evidence)
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}


def _predecessor(evidence: str) -> object:
    return read(evidence).get("previous_hash")
