"""What upper floors say when an organisation's place in an agreement passes to another: named at start-up."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from agreements.models import Agreement
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

Holds = Callable[[Collection[Agreement], Organisation], Mapping[int, str]]


class Moved(Protocol):
    def __call__(
        self,
        *,
        agreement: Agreement,
        before: Organisation,
        after: Organisation | None,
        by: "User | None",
        at: dt.datetime,
    ) -> object: ...


@dataclass(frozen=True, slots=True)
class Follower:
    """One upper floor's say."""

    name: str
    holds: Holds
    """By primary key, why the organisation's place cannot pass on now. One query for all of them."""
    moved: Moved
    """Called under the agreement's lock, in the transaction that moved the place; nobody comes after where it left."""


_FOLLOWERS: dict[str, Follower] = {}


def add(follower: Follower) -> None:
    """Called from an app's `ready`. Naming one twice changes nothing."""
    _FOLLOWERS.setdefault(follower.name, follower)


def holds(agreements: Collection[Agreement], organisation: Organisation) -> dict[int, str]:
    """The first reason that any floor has against each of them."""
    found: dict[int, str] = {}
    for follower in _FOLLOWERS.values():
        found = dict(follower.holds(agreements, organisation)) | found
    return found


def moved(
    *, agreement: Agreement, before: Organisation, after: Organisation | None, by: "User | None", at: dt.datetime
) -> None:
    for follower in _FOLLOWERS.values():
        follower.moved(agreement=agreement, before=before, after=after, by=by, at=at)
