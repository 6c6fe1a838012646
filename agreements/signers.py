"""Who signed a version, and when: an upper floor knows, and is named at start-up."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from agreements.models import Version


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature that counts."""

    party: str
    person: str
    capacity: str
    """In which office they signed, and in whose place."""
    at: dt.datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signing:
    """What there is to say of how one version was signed."""

    rows: tuple[Signed, ...] = ()
    words: str = ""
    """Why not every party signed it, or where it was signed; empty where the rows say all."""


Answer = Callable[[Version], Signing]
_ANSWERS: list[Answer] = []


def register(answer: Answer) -> None:
    """Called from an app's `ready`."""
    _ANSWERS[:] = [answer]


def of(version: Version) -> Signing:
    return _ANSWERS[0](version) if _ANSWERS else Signing()
