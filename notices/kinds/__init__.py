"""Every kind of message that the portal sends, declared once. The words stand in ``templates/notices/<key>/``."""

from notices.kinds.shape import Group, Kind
from notices.kinds.table import ALL

__all__ = ["KINDS", "Group", "Kind", "always_told", "kind", "to_choose"]

KINDS: dict[str, Kind] = {kind.key: kind for kind in ALL}


def kind(key: str) -> Kind:
    """The kind with this key; an unknown one is a programmer's mistake."""
    try:
        return KINDS[key]
    except KeyError:
        raise LookupError(f"no such kind of notice: {key}") from None


def to_choose() -> tuple[Kind, ...]:
    """Kinds about which a person has a say."""
    return tuple(kind for kind in ALL if kind.may_choose)


def always_told() -> list[dict[str, object]]:
    """What every person hears straight away, gathered by the reason."""
    reasons: dict[str, list[str]] = {}
    for kind in ALL:
        if kind.compulsory and kind.group != Group.SERVICE:
            reasons.setdefault(kind.compulsory.removesuffix("."), []).append(kind.title)
    return [{"reason": reason, "titles": titles} for reason, titles in reasons.items()]
