"""Handing a request to somebody else of the same organisation, and taking it back."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from signing import policies as signing
from signing import policies_answers as policies
from signing.choices import AnswerKind, RequestState
from signing.models import Answer, Request
from signing.services import letters_answers as letters
from signing.services import rounds
from signing.services.answers import holding


@transaction.atomic
def pass_on(*, request: Request, to: User, text: str, by: User, at: dt.datetime) -> Request:
    """Somebody else is asked from now on. The last day to sign stays."""
    request = holding.hold(request)
    policies.can_pass_on(by, request, at).enforce()
    policies.can_be_passed_to(to, request, timezone.localdate(at)).enforce()
    said = _say(AnswerKind.PASSED_ON, request, by, at, text=text, to=to)
    request.passed_from = by
    _put_to(request, to, at)
    letters.tell_passed_on(answer=said, at=at)
    rounds.settle(round_=request.round, by=by, at=at)
    return request


@transaction.atomic
def not_for_me(*, request: Request, text: str, by: User, at: dt.datetime) -> Answer:
    """Whoever is asked is not the right person, and need not know who is: the administrators choose."""
    request = holding.hold(request)
    policies.can_return(by, request, at).enforce()
    said = _say(AnswerKind.NOT_FOR_ME, request, by, at, text=text)
    letters.tell_returned(answer=said, at=at)
    return said


@transaction.atomic
def choose(*, request: Request, to: User, by: User, at: dt.datetime) -> Request:
    """An administrator names who signs instead. That is a new start: the person may pass it on once."""
    request = holding.hold(request)
    policies.can_choose(by, request, at).enforce()
    policies.can_be_passed_to(to, request, timezone.localdate(at)).enforce()
    said = _say(AnswerKind.PASSED_ON, request, by, at, to=to)
    request.passed_from = None
    _put_to(request, to, at)
    letters.tell_passed_on(answer=said, at=at)
    rounds.settle(round_=request.round, by=by, at=at)
    return request


@transaction.atomic
def take_back(*, request: Request, by: User, at: dt.datetime) -> Request:
    """Whoever passed it on is asked again in place of the other, who need not do anything any more."""
    request = holding.hold(request)
    policies.can_take_back(by, request).enforce()
    signing.can_be_asked(request.round.version, request.organisation, by, timezone.localdate(at)).enforce()
    said = _say(AnswerKind.TAKEN_BACK, request, by, at)
    other = request.signatory
    if other is not None and other != by:
        request.passed_from = None
        _put_to(request, by, at)
        letters.tell_taken_back(answer=said, other=other, at=at)
        rounds.settle(round_=request.round, by=by, at=at)
    return request


def _say(
    kind: AnswerKind, request: Request, by: User, at: dt.datetime, *, text: str = "", to: User | None = None
) -> Answer:
    said = Answer(request=request, kind=kind, person=by, at=at, text=text.strip(), to_person=to)
    said.save()
    return said


def _put_to(request: Request, person: User, at: dt.datetime) -> None:
    request.signatory, request.state = person, RequestState.ASKED
    request.asked_at, request.opened_at, request.reminded_at = at, None, None
    request.save(update_fields=["signatory", "passed_from", "state", "asked_at", "opened_at", "reminded_at"])
