"""Answering for many agreements in one sitting."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from agreements.models import Agreement
from foundation.templatetags.ui import uk_date
from foundation.verdicts import Refused, Verdict
from parties.models import Organisation
from reviews import reviewing
from reviews.models import Answer
from reviews.services.reviewing import Said, answer, opening

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one agreement."""

    agreement: Agreement
    reasons: tuple[str, ...] = ()
    """Why no answer was recorded; empty when one was."""


def confirm(
    *, agreements: Iterable[Agreement], organisation: Organisation, note: str, by: "User", at: dt.datetime
) -> list[Result]:
    """Record “no change” for each, by itself: what is refused for one keeps none of the others."""
    return [_confirmed(agreement, organisation, note.strip(), by, at) for agreement in agreements]


def _confirmed(agreement: Agreement, organisation: Organisation, note: str, by: "User", at: dt.datetime) -> Result:
    try:
        _answer(agreement, organisation, note, by, at)
    except Refused as refused:
        return Result(agreement, refused.reasons)
    return Result(agreement)


@transaction.atomic
def _answer(agreement: Agreement, organisation: Organisation, note: str, by: "User", at: dt.datetime) -> Answer:
    """Never over what somebody said meanwhile: they looked at this one agreement, and may have asked for a change."""
    agreement, plan = opening.locked(agreement, at)
    turn = reviewing.current(agreement, plan)
    before = reviewing.answered_by(turn.review, organisation) if turn.review else None
    if before is not None and before.answer is not None and not _is_same(before, note, by):
        given = before.answer
        Verdict.no(f"{given.person} answered for {organisation.name} already, on {uk_date(given.at)}.").enforce()
    said = Said(note=note, together=True)
    return answer(agreement=agreement, organisation=organisation, said=said, by=by, at=at)


def _is_same(before: reviewing.Row, note: str, by: "User") -> bool:
    """The button was pressed twice."""
    given = before.answer
    return given is not None and given.together and not before.points and (given.person_id, given.note) == (by.pk, note)
