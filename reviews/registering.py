"""What reviews add to the pages of an agreement, and what they have to say when its text is to be frozen."""

from typing import TYPE_CHECKING

from agreements import places, policies, stops
from agreements.models import Agreement
from agreements.places import Place
from foundation.verdicts import Verdict
from reviews import approvals
from reviews.services import freezing

if TYPE_CHECKING:
    from accounts.models import User


def register() -> None:
    stops.add(stops.Stop("approvals", reasons=approvals.blocking, frozen=freezing.frozen))
    places.add(Place("Review", "reviews:board", shown=_always))
    places.add(Place("Review this text", "reviews:decide", shown=_waits, action=_review, navigates=False))
    places.add(Place("Send for review", "reviews:send", shown=_can_send, navigates=False))


def _always(agreement: Agreement, person: "User") -> bool:
    return True


def _waits(agreement: Agreement, person: "User") -> bool:
    return approvals.is_waiting_for(person, agreement)


def _review(agreement: Agreement, person: "User") -> str:
    return "Review this text"


def _can_send(agreement: Agreement, person: "User") -> bool:
    allowed: Verdict = policies.can_send_for_review(person, agreement)
    return bool(allowed)
