"""The lead's verb: what comes of a review."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from agreements import services as agreements
from agreements.choices import How, Status
from agreements.models import Agreement
from foundation.templatetags.ui import uk_date
from foundation.verdicts import Verdict
from reviews import policies_reviewing as policies
from reviews import reviewing, reviewing_next
from reviews.choices import Conclusion
from reviews.models import Review
from reviews.reviewing import Turn
from reviews.services import planning
from reviews.services.reviewing import opening, telling

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Decided:
    """What the lead concludes, and what belongs to it."""

    conclusion: Conclusion
    reason: str = ""
    """Every party reads it; needed for a change and for an end."""
    next_on: dt.date | None = None
    """When it is reviewed next, if it continues unchanged."""
    ends_on: dt.date | None = None
    """The first day on which it no longer applies, if it ends."""
    without: str = ""
    """Why it is concluded although a party has not answered."""


@transaction.atomic
def conclude(*, agreement: Agreement, number: int, decided: Decided, by: "User | None", at: dt.datetime) -> Review:
    """One outcome, whoever asks at the same moment: the other is refused, and told what came of it.

    To continue names the next review; a change begins the text that is to replace this one; an end is planned for its
    day. What the parties answered stays. Everybody whom it concerns is told.
    """
    agreement, plan = opening.locked(agreement, at)
    turn = opening.turn_of(agreement, plan, number)
    if turn.review is not None and _is_repeated(turn.review, decided, by):
        return turn.review
    today = timezone.localdate(at)
    board = reviewing.board_of(turn)
    (
        policies.can_conclude(by, turn, today)
        & policies.goes_without(board, decided.without)
        & _is_whole(turn, decided, today)
    ).enforce()
    review = opening.opened(turn, by=by, at=at)
    next_on = _next_on(turn, decided, today)
    _act(review, decided, next_on, by, at)
    review.conclusion, review.reason, review.next_on = decided.conclusion, decided.reason.strip(), next_on
    review.without = decided.without.strip() if board.waiting else ""
    review.concluded_at, review.concluded_by = at, by
    review.save()
    planning.move_on(Agreement.objects.get(pk=agreement.pk), plan, next_on, at=at)
    telling.concluded(review=review, by=by, at=at)
    return review


def _is_repeated(review: Review, decided: Decided, by: "User | None") -> bool:
    """The button was pressed twice."""
    return (review.conclusion, review.reason, review.concluded_by) == (decided.conclusion, decided.reason.strip(), by)


def _is_whole(turn: Turn, decided: Decided, today: dt.date) -> Verdict:
    if decided.conclusion == Conclusion.KEEP:
        return policies.is_day_for_next(turn.agreement, decided.next_on, today)
    if decided.conclusion == Conclusion.CHANGE:
        return Verdict.unless(decided.reason.strip(), "Say what should change, and why.")
    return Verdict.unless(decided.reason.strip(), "Say why it ends.") & Verdict.unless(
        decided.ends_on, "Enter the day on which it ends."
    )


def _next_on(turn: Turn, decided: Decided, today: dt.date) -> dt.date | None:
    if decided.conclusion == Conclusion.KEEP:
        return decided.next_on
    if decided.conclusion == Conclusion.END and decided.ends_on is not None and decided.ends_on <= today:
        return None
    return reviewing_next.in_any_case(turn.agreement, turn.due_on, today)


def _act(review: Review, decided: Decided, next_on: dt.date | None, by: "User | None", at: dt.datetime) -> None:
    """What is done with the agreement. It is under review from here on, whoever had moved it meanwhile."""
    agreement = agreements.start_review(agreement=review.agreement, by=by, at=at)
    reason = decided.reason.strip()
    if decided.conclusion == Conclusion.KEEP:
        agreements.keep_unchanged(agreement=agreement, review_on=decided.next_on, reason=reason, by=by, at=at)
    elif decided.conclusion == Conclusion.CHANGE:
        if agreements.open_for(agreement) is None:  # otherwise what is being made already takes it up
            agreements.open_variation(agreement=agreement, reason=reason, by=by, at=at)
    else:
        _end(agreement, decided, next_on, by, at)


def _end(agreement: Agreement, decided: Decided, next_on: dt.date | None, by: "User | None", at: dt.datetime) -> None:
    assert decided.ends_on is not None
    reason = decided.reason.strip()
    agreements.plan_end(agreement=agreement, on=decided.ends_on, how=How.REVIEW, reason=reason, by=by, at=at)
    if Agreement.objects.get(pk=agreement.pk).status == Status.UNDER_REVIEW:
        until = f"It applies until it ends on {uk_date(decided.ends_on)}. {reason}"
        agreements.keep_unchanged(agreement=agreement, review_on=next_on, reason=until, by=by, at=at)
