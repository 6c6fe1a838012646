"""Which pieces of a document a party's own officers may write: their own rows. The lead's write them all. Pure."""

from typing import Any

_BY_PARTY = frozenset(
    {"lawful_basis", "consent", "confidentiality", "storage", "transfers", "retention", "end_of_sharing", "signatures"}
)
_BY_PARTIES = frozenset({"rights", "privacy_notices", "security", "access", "legislation", "obligations"})
_LEADS_OWN = frozenset(
    {"key", "roles", "whole_class", "membership", "members", "processor_for", "joined_on", "left_on"}
)
"""What the lead says of a party, since it changes everybody's agreement."""
_WHO_IT_IS = frozenset({"name", "slug"})


def owner(part: str, value: dict[str, Any] | None) -> str:
    """The key of the one party that a piece belongs to; empty when it is the lead's."""
    if value is None:
        return ""
    if part == "parties":
        return str(value["key"])
    if part == "datasets":
        return str(value["supplier"])
    if part in _BY_PARTY:
        return str(value["party"])
    if part in _BY_PARTIES:
        named = value.get("parties", [])
        return str(named[0]) if len(named) == 1 else ""
    return ""


def may_change(party: str, part: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    """Whether the officers of that party may turn the piece from one value into the other. None is no piece."""
    if part == "parties":
        return _within_own_party(party, before, after)
    return all(owner(part, value) == party for value in (before, after) if value is not None)


def _within_own_party(party: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    if before is None or after is None or before["key"] != party or after["key"] != party:
        return False
    if any(before.get(name) != after.get(name) for name in _LEADS_OWN):
        return False
    old, new = before["organisation"], after["organisation"]
    return all(old.get(name) == new.get(name) for name in _WHO_IT_IS)
