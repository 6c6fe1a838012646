"""What upper floors tell this one when they start: which law frozen texts rely on, and the pages that show it."""

import datetime as dt
from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

Quoted = tuple[str, dt.date | None]
"""The code of an entry, and the first day of the wording that a text quotes."""

InUse = Callable[[Collection[str]], AbstractSet[Quoted]]

_IN_USE: list[InUse] = []


def register_in_use(function: InUse) -> None:
    """Called from an app's `ready`: says which wordings of these codes a frozen text quotes. Twice changes nothing."""
    if function not in _IN_USE:
        _IN_USE.append(function)


def in_use(codes: Collection[str]) -> frozenset[Quoted]:
    """The wordings of these codes that must stay as they are."""
    if not codes:
        return frozenset()
    return frozenset().union(*(function(codes) for function in _IN_USE))


@dataclass(frozen=True, slots=True)
class Link:
    """A page that an upper floor adds: about one entry, by its code, or about one day of change, as 2026-02-05."""

    text: str
    href: Callable[[str], str]


_ENTRY_LINKS: list[Link] = []
_CHANGE_LINKS: list[Link] = []


def add_entry_link(link: Link) -> None:
    _add(_ENTRY_LINKS, link)


def add_change_link(link: Link) -> None:
    _add(_CHANGE_LINKS, link)


def entry_links(code: str) -> list[dict[str, str]]:
    return [{"text": link.text, "href": link.href(code)} for link in _ENTRY_LINKS]


def change_links(day: dt.date) -> list[dict[str, str]]:
    return [{"text": link.text, "href": link.href(day.isoformat())} for link in _CHANGE_LINKS]


def _add(links: list[Link], link: Link) -> None:
    if all(known.text != link.text for known in links):
        links.append(link)
