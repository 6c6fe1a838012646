"""Who may answer in a review, start one and conclude it, and why not. To read a review is to see the agreement."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts import access
from accounts.roles import OrgPermission
from agreements.models import Agreement, Variation
from foundation.templatetags.ui import uk_date, uk_datetime
from foundation.verdicts import OK, Verdict
from parties.models import Organisation
from reviews import policies, reviewing_next
from reviews.choices import Conclusion
from reviews.models import Review
from reviews.querysets import REVIEWED
from reviews.reviewing import Board, Turn

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = dt.timedelta(days=366 * 5)
"""A next review further away than this is a slip."""


def voices(person: "User", parties: Sequence[Organisation]) -> list[Organisation]:
    """Those of the parties for which the person answers."""
    mine = access.organisation_ids(person, OrgPermission.REVIEW)
    return [one for one in parties if one.pk in mine]


def can_answer(voices: Sequence[Organisation], turn: Turn, on: dt.date) -> Verdict:
    """Whoever reviews for a party, from the first reminder on and until the lead concludes."""
    return is_open(turn, on) & Verdict.unless(
        voices,
        "Only reviewers and data protection officers of a party can answer. You can read what they answer.",
    )


def is_open(turn: Turn, on: dt.date) -> Verdict:
    opens_on = turn.opens_on
    return going_on(turn) & Verdict.unless(
        opens_on is None or opens_on <= on,
        f"Parties can answer from {uk_date(opens_on)} on. The lead organisation can start the review earlier.",
    )


def going_on(turn: Turn) -> Verdict:
    """Neither concluded nor overtaken by the agreement's own end."""
    if turn.is_concluded and turn.review is not None:
        return Verdict.no(told(turn.review))
    return Verdict.unless(turn.applies, "The agreement is no longer in force, so there is nothing to review.")


def told(review: Review) -> str:
    """Who was quicker, and what came of it."""
    who = review.concluded_by or "the people who run this portal"
    when, what = uk_datetime(review.concluded_at), Conclusion(review.conclusion).label.lower()
    return f"This review was concluded by {who} on {when}: {what}."


def can_start(person: "User | None", agreement: Agreement, turn: Turn) -> Verdict:
    """The lead's officers, while it applies, no review is open, and no other text is about to replace it."""
    return (
        policies.leads(person, agreement)
        & Verdict.unless(agreement.status in REVIEWED, "Only an agreement that is in force is reviewed.")
        & Verdict.unless(turn.review is None, "A review of this agreement is open already.")
        & Verdict.unless(
            not Variation.objects.filter(replaces=agreement, closed_at=None).exists(),
            "A text that is to replace this agreement is being made, so what should change belongs there.",
        )
    )


def can_conclude(person: "User | None", turn: Turn, on: dt.date) -> Verdict:
    """The lead's officers, once parties can answer. Whom they go on without is asked beside."""
    return policies.leads(person, turn.agreement) & is_open(turn, on)


def goes_without(board: Board, reason: str) -> Verdict:
    return Verdict.unless(
        not board.waiting or reason.strip(), "Say why you conclude although not every party has answered."
    )


def is_day_for_next(agreement: Agreement, day: dt.date | None, on: dt.date) -> Verdict:
    """After today, before nobody remembers, and not after the agreement has ended. On its last day there is none."""
    last = reviewing_next.last_day(agreement)
    if last is not None and last <= on:
        return OK
    if day is None:
        return Verdict.no("Enter when it is reviewed next.")
    within = Verdict.unless(on < day, "The next review must be after today.") & Verdict.unless(
        day <= on + LONGEST, f"The next review must be on or before {uk_date(on + LONGEST)}."
    )
    return within & Verdict.unless(
        last is None or day <= last, f"The agreement ends on {uk_date(last)}. Review it by then."
    )


def is_early(turn: Turn, at: dt.datetime) -> bool:
    """Starting it now would be out of turn."""
    return turn.opens_on is not None and turn.opens_on > timezone.localdate(at)


def may_start_now(turn: Turn, reason: str, at: dt.datetime) -> Verdict:
    if not is_early(turn, at):
        return OK
    return Verdict.unless(reason.strip(), "Say why it is reviewed out of turn.")
