"""What upper floors tell the list of agreements when they start, so that this floor need not know them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet

if TYPE_CHECKING:
    from accounts.models import User

Counts = Mapping[int, tuple[int, int]]
"""How many have signed and how many were asked, by the agreement's key; nothing while nobody was asked."""


@dataclass(frozen=True, slots=True)
class Signing:
    counts: Callable[[Collection[int]], Counts]
    """Answers for a whole page at once, with one query."""
    waiting: "Callable[[User], QuerySet[Any]]"
    """Keys of the agreements that wait for a signature of the person, or of an organisation of theirs."""


_SIGNING: list[Signing] = []
_REVIEW_DAYS: list[Callable[[], Any]] = []


def register_signing(signing: Signing) -> None:
    """Called from an app's `ready`. The last one counts."""
    _SIGNING[:] = [signing]


def register_review_day(expression: Callable[[], Any]) -> None:
    """An expression over agreements: the day of the next review, for those whose text names only a rule."""
    _REVIEW_DAYS[:] = [expression]


def signed_counts(keys: Collection[int]) -> Counts:
    return _SIGNING[0].counts(keys) if _SIGNING and keys else {}


def waiting_for_signature(person: "User") -> QuerySet[Any] | None:
    return _SIGNING[0].waiting(person) if _SIGNING else None


def review_day() -> Any:
    return _REVIEW_DAYS[0]() if _REVIEW_DAYS else F("review_on")
