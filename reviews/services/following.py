"""A text in review when a party becomes another body: whoever reviews for the one that follows is asked anew."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils import timezone

from agreements.models import Agreement
from foundation.verdicts import Refused
from notices import services as notices
from parties.models import Organisation
from reviews import askable, board
from reviews.models import Circulation, Reviewer
from reviews.services import issues, telling

if TYPE_CHECKING:
    from accounts.models import User

AT_LEAST = dt.timedelta(days=14)
"""How long those who are asked anew have to answer, whatever the day that was named before."""


def holds(agreements: Collection[Agreement], organisation: Organisation) -> dict[int, str]:
    """Nothing beforehand: the people move first, and with them usually those who review."""
    return {}


def moved(
    *, agreement: Agreement, before: Organisation, after: Organisation | None, by: "User | None", at: dt.datetime
) -> None:
    """What was decided and said stays in the record. The caller holds the agreement's lock.

    Raises `Refused` where nobody is there to be asked: a party that was asked must not drop out without a word.
    """
    issues.pass_on(agreement=agreement, before=before, after=after, by=by, at=at)
    circulation = board.open_of(agreement)
    if circulation is None:
        return
    asked = list(circulation.reviewers.filter(organisation=before, ended_at=None).order_by("pk"))
    _release(circulation, asked, at)
    if after is None or not asked or circulation.reviewers.filter(organisation=after, ended_at=None).exists():
        return
    there = {person.pk for person in askable.reviewers([after.pk]).get(after.pk, [])}
    if not there:
        raise Refused(
            [
                f"The text is in review, and nobody reviews for {after.name}. "
                f"{after.name} gives somebody that role first, or {agreement.lead.name} takes the text back."
            ]
        )
    same = there & {row.person_id for row in asked}
    _give_time(circulation, timezone.localdate(at))
    new = [_ask(circulation, after, person, by, at) for person in sorted(same or there)]
    telling.asked(circulation=circulation, reviewers=new, at=at)


def _release(circulation: Circulation, asked: list[Reviewer], at: dt.datetime) -> None:
    """Nobody answers for a body that has no place any more, and what has not left yet stays here."""
    for row in asked:
        row.ended_at = at
        row.save()
        for kind in (telling.REQUEST, telling.REMINDER):
            notices.cancel(dedupe_prefix=f"{kind}:{circulation.pk}:{row.pk}:", at=at)


def _ask(circulation: Circulation, after: Organisation, person: int, by: "User | None", at: dt.datetime) -> Reviewer:
    known = circulation.reviewers.filter(organisation=after, person=person).first()
    row = known or Reviewer(circulation=circulation, organisation=after, person_id=person)
    row.asked_at, row.asked_by, row.ended_at = at, by, None
    row.save()
    return row


def _give_time(circulation: Circulation, today: dt.date) -> None:
    if circulation.due_on < today + AT_LEAST:
        circulation.due_on = today + AT_LEAST
        circulation.save()
