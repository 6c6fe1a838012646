"""Saying no, with the reason; and asking once more."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation import text as words
from foundation.verdicts import Verdict
from signing import policies as signing
from signing import policies_answers as policies
from signing.choices import AnswerKind, DeclineReason, RequestState, SeenBy
from signing.models import Answer, Request
from signing.services import letters, letters_answers, rounds
from signing.services.answers import holding

MOST = 500


@transaction.atomic
def decline(
    *, request: Request, reason: DeclineReason, text: str, seen_by: SeenBy, by: User, at: dt.datetime
) -> Answer:
    """The party does not sign this version. What that means for the others is the round's to say."""
    request = holding.hold(request)
    (
        policies.can_decline(by, request, at)
        & Verdict.unless(reason in DeclineReason, "Select a reason for declining")
        & Verdict.unless(words.graphemes(text) <= MOST, f"Reason must be {MOST} characters or fewer")
    ).enforce()
    said = Answer(
        request=request, kind=AnswerKind.DECLINED, person=by, at=at, reason=reason, text=text.strip(), seen_by=seen_by
    )
    said.save()
    request.state = RequestState.DECLINED
    request.save(update_fields=["state"])
    letters_answers.tell_declined(answer=said, at=at)
    rounds.after_decline(request=request, by=by, at=at)
    return said


@transaction.atomic
def ask_again(*, request: Request, by: User, at: dt.datetime) -> Request:
    """Put it once more to the person who was asked. That they declined stays in the record."""
    request = holding.hold(request)
    policies.can_ask_again(by, request).enforce()
    if request.signatory is not None:
        on = timezone.localdate(at)
        signing.can_be_asked(request.round.version, request.organisation, request.signatory, on).enforce()
    request.state, request.asked_at, request.opened_at = RequestState.ASKED, at, None
    request.save(update_fields=["state", "asked_at", "opened_at"])
    letters.ask(round_=request.round, requests=[request], by=by, at=at)
    rounds.settle(round_=request.round, by=by, at=at)
    return request
