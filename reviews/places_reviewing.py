"""What the reviews of an agreement that applies add to its pages."""

import datetime as dt
from typing import TYPE_CHECKING

from agreements import places
from agreements.choices import CLOSED, Status
from agreements.models import Agreement
from agreements.places import Place
from reviews import policies, reviewing
from reviews import policies_reviewing as rules
from reviews.models import Plan
from reviews.querysets import REVIEWED

if TYPE_CHECKING:
    from accounts.models import User

_SHOWN = REVIEWED | CLOSED - {Status.WITHDRAWN}
_FIRST_IS_OUT = dt.timedelta(days=60)
"""The first reminder leaves about 90 days before, the second about 30: a pointer later than this is past the first."""


def register() -> None:
    places.add(Place("Reviews", "reviews:all", shown=_has_reviews, action=_action))


def _has_reviews(agreement: Agreement, person: "User") -> bool:
    return agreement.status in _SHOWN


def _action(agreement: Agreement, person: "User") -> str:
    """What waits for the person in the review that is open, or of which the parties have been told."""
    plan: Plan | None = Plan.objects.filter(agreement=agreement).first()
    if plan is None or agreement.status not in REVIEWED:
        return ""
    turn = reviewing.current(agreement, plan)
    if turn.review is None and not _is_told(plan):
        return ""
    board = reviewing.board_of(turn)
    if rules.voices(person, [row.organisation for row in board.waiting]):
        return "Answer in the review"
    return "Conclude the review" if not board.waiting and policies.leads(person, agreement) else ""


def _is_told(plan: Plan) -> bool:
    if plan.review_on is None or plan.next_notice_at is None:
        return True
    return plan.next_notice_at.date() > plan.review_on - _FIRST_IS_OUT
