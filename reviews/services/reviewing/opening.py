"""Opening a review: by its first answer, or by the lead, who may do so out of turn."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction

from agreements import services as agreements
from agreements.models import Agreement
from foundation.verdicts import Refused
from reviews import policies_reviewing as policies
from reviews import reviewing
from reviews.models import Campaign, Plan, Review
from reviews.reviewing import Turn
from reviews.services import planning
from reviews.services.reviewing import telling

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def start(
    *, agreement: Agreement, reason: str, by: "User | None", at: dt.datetime, campaign: Campaign | None = None
) -> Review:
    """Parties can answer from now on, and are asked to. Out of turn, the reason says why."""
    agreement, plan = locked(agreement, at)
    turn = reviewing.current(agreement, plan)
    (policies.can_start(by, agreement, turn) & policies.may_start_now(turn, reason, at)).enforce()
    review = opened(turn, by=by, at=at, reason=reason.strip(), campaign=campaign)
    if campaign is None:  # a campaign tells each person once of all its agreements
        telling.started(review=review, by=by, at=at)
    return review


def locked(agreement: Agreement, at: dt.datetime) -> tuple[Agreement, Plan]:
    """Both as they stand now. Starting, answering and concluding take the same lock, so one of two is first."""
    row: Agreement = Agreement.objects.select_for_update(of=("self",)).select_related("lead").get(pk=agreement.pk)
    plan = planning.held(row, at)
    row.refresh_from_db(fields=["review_on"])
    return row, plan


def turn_of(agreement: Agreement, plan: Plan, number: int | None) -> Turn:
    """The review with that number; without one, the review that is open or next."""
    if number is None:
        return reviewing.current(agreement, plan)
    turn = reviewing.turn_of(agreement, number, plan)
    if turn is None:
        raise Refused(["There is no such review of this agreement."])
    return turn


def opened(
    turn: Turn, *, by: "User | None", at: dt.datetime, reason: str = "", campaign: Campaign | None = None
) -> Review:
    """Its row, made when there is none. The caller holds the agreement's lock and has asked the policy."""
    if turn.review is not None:
        return turn.review
    review = Review(
        agreement=turn.agreement,
        number=turn.number,
        version=agreements.current_version(turn.agreement),
        due_on=turn.due_on,
        campaign=campaign,
        opened_at=at,
        opened_by=by,
        asked_because=reason,
    )
    review.save()
    agreements.start_review(agreement=turn.agreement, by=by, at=at)
    return review
