"""What parties have asked before signing, and the lead's answers."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from agreements.views.shared import frame as with_tabs
from foundation.paging import page_of
from foundation.templatetags.ui import uk_date
from signing import policies_answers as policies
from signing.forms.answering import AnswerForm
from signing.models import Question
from signing.services import answers
from signing.views import shared
from signing.views.answers import seat

_TAB = "signing:progress"
AT_ONCE = 50
_WITH = ("request__round__version__agreement__lead", "request__organisation", "asked_by", "answered_by")


@require_GET
@login_required
def questions(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody in the agreement sees who has asked; the words are for the lead and whoever asked."""
    agreement = shared.agreement(request, reference)
    found = Question.objects.filter(request__round__version__agreement=agreement).select_related(*_WITH)
    page = page_of(found.order_by("-asked_at", "-pk"), request.GET.get("page"), AT_ONCE)
    rows = [_row(shared.person(request), one) for one in page.object_list]
    head = ["Organisation", "What it asked", "State"]
    context = with_tabs(request, agreement, _TAB, page=page, rows=rows, head=head)
    return render(request, "signing/answers/questions.html", context)


def _row(person: User, one: Question) -> list[object]:
    reference = one.request.round.version.agreement.reference
    kind: dict[str, object] = {"text": one.get_kind_display()}
    if policies.may_read_question(person, one):
        kind["href"] = reverse("signing:one_question", args=[reference, one.pk])
    state = "Answered" if one.answered_at else "Waiting"
    return [
        {"text": one.request.organisation.legal_name, "hint": uk_date(one.asked_at)},
        kind,
        {"text": state, "tag": "" if one.answered_at else "amber"},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def one_question(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    agreement, person = shared.agreement(request, reference), shared.person(request)
    rows = Question.objects.filter(request__round__version__agreement=agreement).select_related(*_WITH)
    question = get_object_or_404(rows, pk=pk)
    if not policies.may_read_question(person, question):
        raise Http404
    allowed = policies.can_answer(person, question)
    form = AnswerForm(request.POST if request.method == "POST" else None, kind=question.kind)
    done, status = seat.tried(request, form, question.request, lambda: _answered(request, question, form))
    if done:
        return redirect(_TAB, reference)
    context = with_tabs(request, agreement, _TAB, question=question, form=form, may_answer=allowed)
    if status == 409:
        context["question"] = get_object_or_404(rows, pk=pk)
    return render(request, "signing/answers/one_question.html", context, status=status)


def _answered(request: HttpRequest, question: Question, form: AnswerForm) -> object:
    verb = answers.change_text if form.changes else answers.answer
    return verb(question=question, text=form.cleaned_data["text"], by=shared.person(request), at=timezone.now())
