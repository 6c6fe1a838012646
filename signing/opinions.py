"""What reviewers thought of a version. Another floor room keeps that; it is named here when the portal starts."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Protocol

from agreements.models import Version


class Opinion(Protocol):
    """How one party's reviewers stood when the version was frozen."""

    @property
    def organisation_id(self) -> int: ...
    @property
    def person(self) -> str: ...
    @property
    def decided_at(self) -> dt.datetime | None: ...
    @property
    def note(self) -> str: ...
    @property
    def without_because(self) -> str: ...
    @property
    def is_approved(self) -> bool: ...


_ANSWERS: list[Callable[[Version], Sequence[Opinion]]] = []


def register(answer: Callable[[Version], Sequence[Opinion]]) -> None:
    """Called once from the roof. The last one counts."""
    _ANSWERS[:] = [answer]


def of(version: Version, organisation_id: int) -> Opinion | None:
    """What the organisation's own reviewers said of exactly this version; None where nobody was asked."""
    rows = _ANSWERS[0](version) if _ANSWERS else ()
    return next((row for row in rows if row.organisation_id == organisation_id), None)
