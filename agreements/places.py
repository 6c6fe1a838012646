"""Pages that upper floors add to an agreement: named at start-up, so that this floor need not know them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from agreements.models import Agreement

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Place:
    """One page of an agreement, reached by its reference alone."""

    text: str
    url_name: str
    shown: "Callable[[Agreement, User], bool]"
    action: "Callable[[Agreement, User], str]" = lambda agreement, person: ""
    """The words of the agreement's main button when this page is what the person should do next; else empty."""


_PLACES: list[Place] = []


def add(place: Place) -> None:
    """Called from an app's `ready`. Naming a page twice changes nothing."""
    if all(known.url_name != place.url_name for known in _PLACES):
        _PLACES.append(place)


def navigation(agreement: Agreement, person: "User", current: str) -> list[dict[str, object]]:
    own = [("Overview", "agreements:overview"), ("Text", "agreements:preview")]
    added = [(place.text, place.url_name) for place in _PLACES if place.shown(agreement, person)]
    return [
        {"text": text, "href": reverse(name, args=[agreement.reference]), "current": name == current}
        for text, name in (*own, *added)
    ]


def main_action(agreement: Agreement, person: "User") -> dict[str, str] | None:
    for place in _PLACES:
        if place.shown(agreement, person) and (text := place.action(agreement, person)):
            return {"text": text, "href": reverse(place.url_name, args=[agreement.reference])}
    return None
