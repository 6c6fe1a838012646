"""Pausing all sharing under an agreement, and letting it go on."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements import circumstances
from agreements import policies_changes as rules
from agreements.views import shared
from closing import policies_ends
from closing.forms_ends import PauseForm, WhyForm
from closing.services import ends as services
from closing.views.ends import seat
from closing.views.ends.seat import Seat
from foundation import doors


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pause(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    form = PauseForm(here.posted, today=here.on)
    if here.posted and form.is_valid() and _is_day(here, form):
        said = form.cleaned_data
        act = {"from_on": said["from_on"], "reason": said["reason"], "by": here.person, "at": shared.now()}
        if doors.attempt(form, lambda: services.pause(agreement=here.agreement, **act)) is not None:
            messages.success(request, "Sharing is paused. Every party is told.")
            return redirect(here.link("manage"))
    verdict = rules.can_suspend(here.person, here.agreement)
    flows = len(here.document.flows) if here.document else 0
    context = here.frame(form=form, verdict=verdict, flows=flows)
    return render(request, "closing/ends/pause.html", context, status=422 if form.errors else 200)


def _is_day(here: Seat, form: PauseForm) -> bool:
    verdict = policies_ends.is_day_to_pause(here.agreement, form.cleaned_data["from_on"], here.on, here.last)
    for reason in verdict.reasons:
        form.add_error("from_on", reason)
    return bool(verdict)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lift(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    form = WhyForm(here.posted, label="Why may sharing go on?")
    if here.posted and form.is_valid():
        act: dict[str, Any] = {"reason": form.cleaned_data["reason"], "by": here.person, "at": shared.now()}
        if doors.attempt(form, lambda: services.lift(agreement=here.agreement, **act)) is not None:
            messages.success(request, "The pause is lifted. Every party is told.")
            return redirect(here.link("manage"))
    known = circumstances.of(here.agreement, here.document, here.person, here.on) if here.document else None
    context = here.frame(form=form, verdict=rules.can_lift(here.person, here.agreement), circumstances=known)
    return render(request, "closing/ends/lift.html", context, status=422 if form.errors else 200)
