"""Sending a text round the parties."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements import policies
from agreements import services as agreements
from agreements.views import shared
from foundation import doors
from parties import preferences
from reviews import askable, services, standing
from reviews.calendar import of_nation as calendar_of
from reviews.forms import SendForm
from reviews.services import Round
from reviews.views.approvals import seat
from reviews.views.approvals.seat import Seat


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    verdict = policies.can_send_for_review(here.person, here.agreement)
    if not verdict and request.method != "POST":
        return render(request, "reviews/approvals/send.html", here.frame(verdict=verdict))
    parties = askable.parties(here.agreement)
    people = askable.reviewers([one.pk for one in parties]) if policies.can_revise(here.person, here.agreement) else {}
    form = SendForm(_data(request), parties=parties, people=people, due_on=_due_on(here), on=here.on)
    if request.method == "POST" and form.is_valid() and doors.attempt(form, lambda: _sent(here, form)) is not None:
        return redirect(here.link("board"))
    context = here.frame(
        form=form,
        verdict=verdict,
        nobody=[one for one in parties if not people.get(one.pk)],
        problems=sum(one.stops for one in agreements.check(document=here.document, on=here.on)),
    )
    return render(request, "reviews/approvals/send.html", context, status=422 if form.errors else 200)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _due_on(here: Seat) -> Any:
    """As many working days from now as the lead usually gives."""
    lead = here.agreement.lead
    days = preferences.settings_of(lead).draft_review_working_days
    return standing.working_days_after(here.on, days, calendar_of(lead.nation))


def _sent(here: Seat, form: SendForm) -> Any:
    found = form.cleaned_data
    wanted = Round(form.chosen, found["due_on"], found["message"])
    return services.send(agreement=here.agreement, wanted=wanted, by=here.person, at=shared.now())
