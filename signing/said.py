"""What was said about a signature instead of giving it, as far as somebody may read it. Reads; writes nothing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from signing import policies_answers as policies
from signing.choices import AnswerKind, QuestionKind
from signing.models import Answer, Question, Request, Retraction

if TYPE_CHECKING:
    from accounts.models import User

Item = dict[str, Any]
"""One entry of the timeline component."""

HIDDEN = "Only the organisation that leads the agreement can read the reason."


def open_question(request: Request) -> Question | None:
    """What the party waits for, if it does."""
    found: Question | None = request.questions.filter(answered_at=None).select_related("asked_by").first()
    return found


def last_question(request: Request) -> Question | None:
    asked = request.questions.select_related("asked_by", "answered_by").order_by("-asked_at", "-pk")
    found: Question | None = asked.first()
    return found


def items(requests: Collection[Request], person: "User") -> dict[int, list[Item]]:
    """By request, everything that was said, the newest first; three queries however many requests there are.

    Words that the person may not read are left out; that something was said is not.
    """
    by_key = {request.pk: request for request in requests}
    found: dict[int, list[Item]] = defaultdict(list)
    for question in Question.objects.filter(request__in=by_key).select_related("asked_by", "answered_by"):
        question.request = by_key[question.request_id]
        found[question.request_id] += _of_question(question, policies.may_read_question(person, question))
    for answer in Answer.objects.filter(request__in=by_key).select_related("person", "to_person"):
        answer.request = by_key[answer.request_id]
        found[answer.request_id].append(_of_answer(answer, person))
    withdrawn = Retraction.objects.filter(signature__request__in=by_key).select_related("person", "signature")
    for retraction in withdrawn:
        found[retraction.signature.request_id].append(_of_retraction(retraction))
    return {pk: sorted(said, key=_when, reverse=True) for pk, said in found.items()}


def _when(item: Item) -> dt.datetime:
    at: dt.datetime = item["at"]
    return at


def _of_question(question: Question, readable: bool) -> list[Item]:
    asked = "Asked for changes" if question.kind == QuestionKind.CHANGES else "Asked a question"
    text, answer = (question.text, question.answer) if readable else ("", "")
    said = [{"title": asked, "by": str(question.asked_by), "at": question.asked_at, "text": text}]
    if question.answered_at is not None:
        said.append({"title": "Answered", "by": str(question.answered_by), "at": question.answered_at, "text": answer})
    return said


def _of_answer(answer: Answer, person: "User") -> Item:
    title, text = answer.get_kind_display(), answer.text
    if answer.kind == AnswerKind.DECLINED:
        readable = policies.may_read_reason(person, answer)
        text = f"{answer.get_reason_display()}. {answer.text}".strip() if readable else HIDDEN
    elif answer.kind == AnswerKind.PASSED_ON:
        title = f"Passed on to {answer.to_person}"
    if answer.kind in {AnswerKind.PASSED_ON, AnswerKind.NOT_FOR_ME} and not policies.may_read_note(person, answer):
        text = ""
    return {"title": title, "by": str(answer.person), "at": answer.at, "text": text}


def _of_retraction(retraction: Retraction) -> Item:
    title = f"Withdrew the signature {retraction.signature.reference}"
    return {"title": title, "by": str(retraction.person), "at": retraction.at, "text": retraction.reason}
