"""Answering for a party, with its last answers and what changed since beside."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from foundation import doors
from parties.models import Organisation
from reviews import policies_reviewing as policies
from reviews import reviewing, reviewing_since, services
from reviews.forms_reviewing import AnswerForm
from reviews.models import Answer
from reviews.reviewing import Row
from reviews.views.reviewing import seat
from reviews.views.reviewing.seat import Seat


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    here = seat.take(request, reference, number)
    verdict, posted = policies.can_answer(here.voices, here.turn, here.on), request.method == "POST"
    version = here.turn.version
    if version is None or not here.voices or not (verdict or posted):
        status = 409 if posted else 200
        return render(request, "reviews/reviewing/answer.html", here.frame(verdict=verdict), status=status)
    party = _party(here)
    given, before = here.board.row(party.pk) or Row(party, True, None), _before(here, party)
    subjects = reviewing.subjects(version)
    form = AnswerForm(request.POST if posted else None, subjects=subjects, given=given, before=before)
    if posted and form.is_valid() and doors.attempt(form, lambda: _answered(here, party, form)) is not None:
        messages.success(request, f"The answer of {party.name} is recorded.")
        return redirect(here.link("one"))
    status = 409 if posted and not verdict else 422 if form.errors else 200
    context = here.frame(form=form, verdict=verdict, party=party, given=given, before=before, version=version)
    context["law"] = reviewing_since.law_changes(version, on=here.on)
    return render(request, "reviews/reviewing/answer.html", context, status=status)


def _party(here: Seat) -> Organisation:
    """The one that is chosen; else the first for which the person can answer and that has not."""
    slug = here.request.POST.get("party", "") or here.request.GET.get("party", "")
    if slug:
        found = next((one for one in here.voices if one.slug == slug), None)
        if found is None:
            raise Http404
        return found
    waiting = {row.organisation.pk for row in here.board.waiting}
    return next((one for one in here.voices if one.pk in waiting), here.voices[0])


def _before(here: Seat, party: Organisation) -> Row | None:
    last = reviewing.last_before(here.agreement, here.turn.number)
    row = reviewing.answered_by(last, party) if last else None
    return row if row and row.answer else None


def _answered(here: Seat, party: Organisation, form: AnswerForm) -> Answer:
    act: dict[str, Any] = {"organisation": party, "said": form.said, "number": here.turn.number}
    return services.reviewing.answer(agreement=here.agreement, by=here.person, at=here.at, **act)
