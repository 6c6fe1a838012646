"""What reviews add to the pages of an agreement, and what they have to say of its text."""

from typing import TYPE_CHECKING

from agreements import followers, known, places, policies, stops
from agreements.choices import COMPLETE, Status
from agreements.models import Agreement
from agreements.places import Place
from foundation.verdicts import Verdict
from reviews import approvals, events, issues, places_reviewing, reviewing
from reviews.services import following, freezing

if TYPE_CHECKING:
    from accounts.models import User


def register() -> None:
    stops.add(stops.Stop("approvals", reasons=approvals.blocking, frozen=freezing.frozen))
    followers.add(followers.Follower("reviews", holds=following.holds, moved=following.moved))
    known.register_reviewed(reviewing.reviewed_on)
    places.add(Place("Approvals", "reviews:board", shown=_always))
    places.add(Place("Review this text", "reviews:decide", shown=_waits, action=_review, navigates=False))
    places.add(Place("Send for review", "reviews:send", shown=_can_send, navigates=False))
    places.add(Place("Life of the agreement", "reviews:life", shown=_always, navigates=False))
    places_reviewing.register()
    places.add(Place("Issues", "reviews:issues", shown=_has_applied))
    events.register(issues.days)


def _always(agreement: Agreement, person: "User") -> bool:
    return True


def _has_applied(agreement: Agreement, person: "User") -> bool:
    return agreement.status in {*COMPLETE, Status.SUPERSEDED, Status.ENDED}


def _waits(agreement: Agreement, person: "User") -> bool:
    return approvals.is_waiting_for(person, agreement)


def _review(agreement: Agreement, person: "User") -> str:
    return "Review this text"


def _can_send(agreement: Agreement, person: "User") -> bool:
    allowed: Verdict = policies.can_send_for_review(person, agreement)
    return bool(allowed)
