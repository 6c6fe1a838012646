"""Pages that upper floors add to an agreement: named at start-up, so that this floor need not know them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from agreements.models import Agreement

if TYPE_CHECKING:
    from accounts.models import User


def no_action(agreement: Agreement, person: "User") -> str:
    """Of a page that is never what the person should do next."""
    return ""


@dataclass(frozen=True, slots=True)
class Place:
    """One page of an agreement, reached by its reference alone."""

    text: str
    url_name: str
    shown: "Callable[[Agreement, User], bool]"
    action: "Callable[[Agreement, User], str]" = no_action
    """The words of the agreement's main button when this page is what the person should do next; else empty."""
    navigates: bool = True
    """Whether it stands in the agreement's navigation; otherwise the overview alone leads to it."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """A page beside the list of agreements: where one begins, or what helps to begin it."""

    text: str
    url_name: str
    main: bool = False


_PLACES: list[Place] = []
_BEGINNINGS: list[Beginning] = []


def add(place: Place) -> None:
    """Called from an app's `ready`. Naming a page twice changes nothing."""
    if all(known.url_name != place.url_name for known in _PLACES):
        _PLACES.append(place)


def add_beginning(beginning: Beginning) -> None:
    if beginning not in _BEGINNINGS:
        _BEGINNINGS.append(beginning)


def beginnings(*, main: bool) -> list[dict[str, str]]:
    return [{"text": one.text, "href": reverse(one.url_name)} for one in _BEGINNINGS if one.main is main]


def links(agreement: Agreement, person: "User") -> list[dict[str, str]]:
    """What the overview leads to beside the navigation."""
    shown = (place for place in _PLACES if not place.navigates and place.shown(agreement, person))
    return [{"text": place.text, "href": reverse(place.url_name, args=[agreement.reference])} for place in shown]


def navigation(agreement: Agreement, person: "User", current: str) -> list[dict[str, object]]:
    own = [("Overview", "agreements:overview"), ("Text", "agreements:preview")]
    added = [(place.text, place.url_name) for place in _PLACES if place.navigates and place.shown(agreement, person)]
    return [
        {"text": text, "href": reverse(name, args=[agreement.reference]), "current": name == current}
        for text, name in (*own, *added)
    ]


def main_action(agreement: Agreement, person: "User") -> dict[str, str] | None:
    acting = (place for place in _PLACES if place.action is not no_action)
    for place in acting:
        if place.shown(agreement, person) and (text := place.action(agreement, person)):
            return {"text": text, "href": reverse(place.url_name, args=[agreement.reference])}
    return None
