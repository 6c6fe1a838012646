"""A party's verb: say whether what the agreement says is still right for it."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from agreements.models import Agreement
from foundation.verdicts import Verdict
from parties.models import Organisation
from reviews import policies_reviewing as policies
from reviews import reviewing
from reviews.models import Answer, Point, Review
from reviews.reviewing import Row, Turn
from reviews.services.reviewing import opening, telling

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Remark:
    """What a party says of one question or section: that it needs a change, or a note although it does not."""

    subject: str
    needs_change: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One answer. What has no remark needs no change."""

    points: tuple[Remark, ...] = ()
    note: str = ""
    together: bool = False
    """Given for many agreements in one sitting."""


@transaction.atomic
def answer(
    *,
    agreement: Agreement,
    organisation: Organisation,
    said: Said,
    by: "User",
    at: dt.datetime,
    number: int | None = None,
) -> Answer:
    """Record it; the first answer opens the review. A later one of the same party takes its place.

    Without a number it is for the review that is open or due. The same answer of the same person again, as a second
    press of the button makes it, is one.
    """
    agreement, plan = opening.locked(agreement, at)
    turn = opening.turn_of(agreement, plan, number)
    mine = policies.voices(by, reviewing.parties(agreement))
    (policies.can_answer(mine, turn, timezone.localdate(at)) & _may_be_said(mine, turn, organisation, said)).enforce()
    review = opening.opened(turn, by=by, at=at)
    before = reviewing.answered_by(review, organisation)
    if before.answer is not None and _is_repeated(before, said, by):
        return before.answer
    given = _recorded(review, organisation, said, by, at)
    if before.answer is None:
        telling.answered(review=review, by=by, at=at)
    return given


def _may_be_said(mine: Sequence[Organisation], turn: Turn, organisation: Organisation, said: Said) -> Verdict:
    known = {one.code for one in reviewing.subjects(turn.version)} if said.points and turn.version else set()
    named = Counter(point.subject for point in said.points)
    return (
        Verdict.unless(organisation in mine, "You cannot answer for that organisation in this agreement.")
        & Verdict.unless(known.issuperset(named), "The answer names a section that this text does not have.")
        & Verdict.unless(all(times == 1 for times in named.values()), "The answer names the same section twice.")
        & Verdict.unless(
            all(point.note.strip() for point in said.points if point.needs_change),
            "Say what should change wherever you say that something does.",
        )
    )


def _is_repeated(before: Row, said: Said, by: "User") -> bool:
    assert before.answer is not None
    same = (before.answer.person_id, before.answer.note) == (by.pk, said.note.strip())
    held = {(point.subject, point.needs_change, point.note) for point in before.points}
    return same and held == {(point.subject, point.needs_change, point.note.strip()) for point in _worth(said)}


def _recorded(review: Review, organisation: Organisation, said: Said, by: "User", at: dt.datetime) -> Answer:
    given = Answer.objects.create(
        review=review, organisation=organisation, person=by, at=at, note=said.note.strip(), together=said.together
    )
    Point.objects.bulk_create(
        Point(answer=given, subject=point.subject, needs_change=point.needs_change, note=point.note.strip())
        for point in _worth(said)
    )
    return given


def _worth(said: Said) -> list[Remark]:
    """Plain “no change” without a word needs no row."""
    return [point for point in said.points if point.needs_change or point.note.strip()]
