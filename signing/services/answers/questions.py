"""Asking before signing. The party's time stands still until the lead has answered."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.verdicts import Verdict
from signing import policies_answers as policies
from signing.choices import QuestionKind, RequestState
from signing.models import Question, Request
from signing.services import letters_answers as letters
from signing.services import rounds
from signing.services.answers import holding


@transaction.atomic
def ask(*, request: Request, kind: QuestionKind, text: str, by: User, at: dt.datetime) -> Question:
    """Put something to the lead that must be answered first: a question, or changes that the party wants."""
    request = holding.hold(request)
    said = "Say what should change." if kind == QuestionKind.CHANGES else "Enter your question."
    (policies.can_ask(by, request, at) & Verdict.unless(text.strip(), said)).enforce()
    question = Question(request=request, kind=kind, text=text.strip(), asked_by=by, asked_at=at)
    question.save()
    request.state, request.paused_at = RequestState.QUESTION, at
    request.save(update_fields=["state", "paused_at"])
    letters.put(question=question, at=at)
    rounds.settle(round_=request.round, by=by, at=at)
    return question


@transaction.atomic
def answer(*, question: Question, text: str, by: User, at: dt.datetime) -> Question:
    """The text stays as it is. The party may sign or decline, and has the days that it waited in addition."""
    question = _answered(question, text, by, at)
    letters.tell_answer(question=question, at=at)
    rounds.settle(round_=question.request.round, by=by, at=at)
    return question


@transaction.atomic
def change_text(*, question: Question, text: str, by: User, at: dt.datetime) -> Question:
    """The party is right: the version is taken back from everybody, so that the lead can write another."""
    question = _answered(question, text, by, at)
    letters.tell_answer(question=question, at=at, changes=True)
    rounds.take_back(round_=question.request.round, by=by, at=at, reason=question.answer)
    return question


def _answered(question: Question, text: str, by: User, at: dt.datetime) -> Question:
    request = holding.hold(question.request)
    question = Question.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=question.pk)
    question.request = request
    (policies.can_answer(by, question) & Verdict.unless(text.strip(), "Enter your answer.")).enforce()
    question.answer, question.answered_by, question.answered_at = text.strip(), by, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    request.state = RequestState.OPENED if request.opened_at else RequestState.ASKED
    request.extra_days += _days(request.paused_at or at, at)
    request.paused_at = None
    request.save(update_fields=["state", "extra_days", "paused_at"])
    return question


def _days(since: dt.datetime, until: dt.datetime) -> int:
    """As the calendar on the wall counts them, in UK time."""
    return max((timezone.localdate(until) - timezone.localdate(since)).days, 0)
