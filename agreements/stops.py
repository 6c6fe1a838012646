"""What upper floors hold against freezing a text, and what they do once it is frozen: named at start-up."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from agreements.models import Agreement, Version

if TYPE_CHECKING:
    from accounts.models import User


class Frozen(Protocol):
    def __call__(self, *, agreement: Agreement, version: Version, by: "User | None", at: dt.datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class Stop:
    """One upper floor's say."""

    name: str
    reasons: Callable[[Agreement], list[str]]
    """Why the text cannot be frozen now, in sentences that every party may read; none when nothing speaks against."""
    frozen: Frozen
    """Called under the agreement's lock, in the transaction that froze the version."""


_STOPS: dict[str, Stop] = {}


def add(stop: Stop) -> None:
    """Called from an app's `ready`. Naming a stop twice changes nothing."""
    _STOPS.setdefault(stop.name, stop)


def reasons(agreement: Agreement) -> list[str]:
    return [reason for stop in _STOPS.values() for reason in stop.reasons(agreement)]


def frozen(*, agreement: Agreement, version: Version, by: "User | None", at: dt.datetime) -> None:
    for stop in _STOPS.values():
        stop.frozen(agreement=agreement, version=version, by=by, at=at)
