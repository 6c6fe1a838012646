"""Where a person's own request stands, when they have said something instead of signing."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import User
from signing import policies_answers as policies
from signing import said
from signing.choices import WAITING, AnswerKind, RequestState
from signing.models import Answer, Request, Retraction
from signing.views import shared
from signing.views.answers import seat


@require_GET
@login_required
def answered(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    """What they last said, what follows from it, and everything that was said before."""
    asked, person = seat.own(request, reference, party), shared.person(request)
    mine = asked.answers.filter(person=person).select_related("to_person").order_by("-at", "-pk").first()
    context = seat.frame(
        request,
        asked,
        case=_case(asked, mine, person),
        mine=mine,
        question=said.open_question(asked) or said.last_question(asked),
        may_take_back=bool(policies.can_take_back(person, asked)),
        can_sign=asked.state in WAITING and asked.signatory_id == person.pk,
        items=said.items([asked], person).get(asked.pk, []),
    )
    return render(request, "signing/answers/answered.html", context)


def _case(asked: Request, mine: Answer | None, person: User) -> str:
    """Which of the page's headings it is."""
    if asked.state == RequestState.QUESTION:
        return "question"
    if asked.state == RequestState.DECLINED:
        return "declined" if mine and mine.kind == AnswerKind.DECLINED else "declined_by_other"
    if mine and mine.kind == AnswerKind.PASSED_ON and asked.signatory_id == mine.to_person_id:
        return "passed_on"
    if policies.is_returned(asked) and asked.signatory_id == person.pk:
        return "returned"
    if asked.state == RequestState.SIGNED:
        return "signed"
    if _has_withdrawn(asked, mine, person):
        return "withdrawn"
    return "waiting" if asked.state in WAITING and asked.signatory_id == person.pk else "over"


def _has_withdrawn(asked: Request, mine: Answer | None, person: User) -> bool:
    """The last thing that they did was to take their signature back."""
    last = Retraction.objects.filter(signature__request=asked, person=person).order_by("-at").first()
    is_theirs = asked.state in WAITING and asked.signatory_id == person.pk
    return is_theirs and last is not None and (mine is None or mine.at < last.at)
