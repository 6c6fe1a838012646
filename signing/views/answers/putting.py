"""Asking the lead before signing: a question, or changes."""

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from signing import policies_answers as policies
from signing.choices import QuestionKind
from signing.forms.answering import ChangesForm, QuestionForm
from signing.services import answers
from signing.views import shared
from signing.views.answers import seat

_FORMS: dict[QuestionKind, type[Form]] = {QuestionKind.QUESTION: QuestionForm, QuestionKind.CHANGES: ChangesForm}
_STOPPED = {
    QuestionKind.QUESTION: "You cannot ask a question about this now",
    QuestionKind.CHANGES: "You cannot ask for changes to this now",
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    return _put(request, reference, party, QuestionKind.QUESTION)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def changes(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    return _put(request, reference, party, QuestionKind.CHANGES)


def _put(request: HttpRequest, reference: str, party: str, kind: QuestionKind) -> HttpResponse:
    asked, person = seat.own(request, reference, party), shared.person(request)
    allowed = policies.can_ask(person, asked, timezone.now())
    if not allowed and request.method != "POST":
        return seat.refused(request, asked, allowed, _STOPPED[kind])
    form = _FORMS[kind](request.POST if request.method == "POST" else None)
    done, status = seat.tried(
        request,
        form,
        asked,
        lambda: answers.ask(request=asked, kind=kind, text=form.cleaned_data["text"], by=person, at=timezone.now()),
    )
    if done:
        return redirect("signing:answered", reference, party)
    context = seat.frame(request, asked, form=form, wants_changes=kind == QuestionKind.CHANGES)
    return render(request, "signing/answers/put.html", context, status=status)
