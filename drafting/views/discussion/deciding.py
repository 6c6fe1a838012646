"""Taking suggestions into the text: one, with a decision of its own, or several at once."""

import uuid
from itertools import islice
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.services import Conflict
from agreements.views import shared
from drafting import discussion
from drafting import policies_discussion as policies
from drafting.choices_discussion import Decision
from drafting.forms.discussion import DecideForm
from drafting.models import Thread
from drafting.services import discussion as services
from drafting.services.discussion import rows
from drafting.views import desk as desks
from drafting.views.desk import Desk
from drafting.views.discussion import seat
from drafting.views.discussion.seat import Seat
from dsaformat import redline
from foundation import doors, frontdoor

AT_ONCE, LOOKED_AT = 50, 1_000


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decide(request: HttpRequest, reference: str, thread: uuid.UUID) -> HttpResponse:
    here = seat.take(request, reference, thread)
    if not here.thread.is_suggestion or not here.may_decide:
        return _refused(request, here)
    data = request.POST if request.method == "POST" else None
    form = _form(here, data)
    moved = data is not None and data.get("based_on", "") != discussion.digest(here.passage.text)
    if data is not None and not moved and form.is_valid():
        try:
            if doors.attempt(form, lambda: _decided(here, form)) is not None:
                return redirect(here.thread)
        except (services.TextChanged, Conflict):
            moved, here = True, seat.take(request, reference, thread)
    if moved:
        form = _form(here, data)
    status = 409 if moved else 422 if form.errors else 200
    return render(request, "drafting/discussion/decide.html", _shown(here, form, moved), status=status)


def _refused(request: HttpRequest, here: Seat) -> HttpResponse:
    if request.method == "POST":
        for reason in here.may_decide.reasons:
            messages.error(request, reason)
        return redirect(here.thread)
    return render(request, "drafting/discussion/decide.html", here.frame(verdict=here.may_decide))


def _form(here: Seat, data: Any) -> DecideForm:
    thread = here.thread
    return DecideForm(
        data, passage=here.passage, proposed=thread.proposed, fits=here.fits, is_blocking=thread.is_blocking
    )


def _decided(here: Seat, form: DecideForm) -> Thread:
    found, by, at = form.cleaned_data, here.desk.person, shared.now()
    if found["decision"] == Decision.DECLINE:
        return services.decline(thread=here.thread, reason=found["reason"], by=by, at=at)
    if found["decision"] == Decision.EDIT:
        seen = here.passage.text
        return services.accept(thread=here.thread, edited=found["edited"], based_on=seen, by=by, at=at)
    return services.accept(thread=here.thread, by=by, at=at)


def _shown(here: Seat, form: DecideForm, moved: bool) -> dict[str, Any]:
    thread, current = here.thread, here.passage.text
    return here.frame(
        form=form,
        verdict=here.may_decide,
        moved=moved,
        fits=here.fits,
        stands=current,
        based_on=discussion.digest(current),
        runs=redline.redline(thread.before, thread.proposed),
        since=redline.redline(thread.before, current),
        against=redline.redline(current, thread.proposed),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def accept_several(request: HttpRequest, reference: str) -> HttpResponse:
    here = desks.sit_down(request, reference)
    if frontdoor.has_repeats(request, {"suggestions"}):
        return frontdoor.failure(request, 400)
    offered = _offered(here)
    if request.method == "POST":
        chosen = [one for one in offered if str(one.thread.reference) in request.POST.getlist("suggestions")]
        if doors.perform(request, lambda: _accepted(here, chosen), f"Accepted {_count(len(chosen))}."):
            return redirect(here.link("discussion"))
    context = seat.frame(
        here,
        verdict=here.may_fill_in,
        offered=[_item(one) for one in offered if one.fits],
        moved=[_item(one) for one in offered if not one.fits],
    )
    return render(request, "drafting/discussion/accept.html", context)


def _offered(here: Desk) -> list[Seat]:
    """Suggestions that this person could decide, those that waited longest first. Most of them may be others'."""
    found = list(seat.rows(here).undecided().order_by("at", "pk")[:LOOKED_AT])
    rows.share_agreement(here.agreement, found)
    mine = (one for one in found if policies.can_decide(here.person, one, here.document))
    return [Seat(here, thread) for thread in islice(mine, AT_ONCE)]


def _accepted(here: Desk, chosen: list[Seat]) -> object:
    threads = [one.thread for one in chosen]
    return services.accept_many(agreement=here.agreement, threads=threads, by=here.person, at=shared.now())


def _item(one: Seat) -> dict[str, Any]:
    thread = one.thread
    return {
        "key": str(thread.reference),
        "href": one.link("thread"),
        "label": f"{seat.about(one.desk, thread)}: {thread.by}, {thread.organisation.name}",
        "text": seat.summary(thread),
    }


def _count(number: int) -> str:
    return f"{number} suggestion" if number == 1 else f"{number} suggestions"
