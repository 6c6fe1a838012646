"""The lead's pages: start a review, and conclude it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements import services as agreements
from foundation import doors
from reviews import policies_reviewing as policies
from reviews import reviewing_next, services
from reviews.choices import Conclusion
from reviews.forms_reviewing import ConcludeForm, StartForm
from reviews.models import Review
from reviews.views.reviewing import questions, seat
from reviews.views.reviewing.seat import Seat


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    verdict, posted = policies.can_start(here.person, here.agreement, here.turn), request.method == "POST"
    early = policies.is_early(here.turn, here.at)
    form = StartForm(request.POST if posted else None, is_early=early)
    if posted and form.is_valid() and doors.attempt(form, lambda: _started(here, form)) is not None:
        messages.success(request, "The review is started. Every party is asked to answer.")
        return redirect(here.link("one"))
    status = 409 if posted and not verdict else 422 if form.errors else 200
    context = here.frame(form=form, verdict=verdict, early=early)
    return render(request, "reviews/reviewing/start.html", context, status=status)


def _started(here: Seat, form: StartForm) -> Review:
    reason = form.cleaned_data["reason"]
    return services.reviewing.start(agreement=here.agreement, reason=reason, by=here.person, at=here.at)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def conclude(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    here = seat.take(request, reference, number)
    verdict, posted = policies.can_conclude(here.person, here.turn, here.on), request.method == "POST"
    form = _form(here) if here.turn.applies else None
    if form is None or not (verdict or posted):
        status = 409 if posted else 200
        return render(request, "reviews/reviewing/conclude.html", here.frame(verdict=verdict), status=status)
    if posted and form.is_valid():
        review = doors.attempt(form, lambda: _concluded(here, form))
        if review is not None:
            return redirect(_then(here, review))
    status = 409 if posted and not verdict else 422 if form.errors else 200
    context = here.frame(form=form, verdict=verdict, board=here.board, questions=questions.asking_for_change(here))
    context["talk"] = here.talk
    return render(request, "reviews/reviewing/conclude.html", context, status=status)


def _form(here: Seat) -> ConcludeForm:
    proposed, last = reviewing_next.proposal(here.agreement, here.turn.due_on, here.on)
    return ConcludeForm(
        here.request.POST if here.request.method == "POST" else None,
        on=here.on,
        proposed=proposed,
        last=last,
        waiting=len(here.board.waiting),
    )


def _concluded(here: Seat, form: ConcludeForm) -> Review:
    act: dict[str, Any] = {"number": here.turn.number, "decided": form.decided, "by": here.person, "at": here.at}
    return services.reviewing.conclude(agreement=here.agreement, **act)


def _then(here: Seat, review: Review) -> str:
    """Where the lead goes on: in the new text, or with what came of it."""
    if review.conclusion == Conclusion.CHANGE and (variation := agreements.open_for(here.agreement)):
        messages.success(here.request, "The review is concluded. This is the text that is to replace the agreement.")
        return reverse("drafting:tasks", args=[variation.agreement.reference])
    messages.success(here.request, "The review is concluded. Everybody whom it concerns is told.")
    return here.link("one")
