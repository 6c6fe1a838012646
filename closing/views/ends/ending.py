"""Ending an agreement: what that does to each party's data, when, and why; and calling it off."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements import policies_changes as rules
from agreements.models import Agreement, Ending
from agreements.services.ends import CONFIRM_WITHIN
from agreements.views import shared
from closing import effects, querysets_ends
from closing.forms_ends import EndForm, WhyForm
from closing.services import ends as services
from closing.views.ends import seat
from closing.views.ends.seat import Seat
from foundation import doors
from foundation.templatetags.ui import uk_date


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    form = EndForm(here.posted, today=here.on, within=CONFIRM_WITHIN)
    if here.step in ("check", "confirm") and form.is_valid():
        if here.step == "confirm" and doors.attempt(form, lambda: _decided(here, form)) is not None:
            messages.success(request, _done(here, form))
            return redirect(here.link("manage"))
        if not form.errors and _may(here, form):
            return render(request, "closing/ends/end_check.html", _check(here, form))
    context = _shown(here) | {"form": form}
    return render(request, "closing/ends/end.html", context, status=422 if form.errors else 200)


def _decided(here: Seat, form: EndForm) -> Ending:
    said = form.cleaned_data
    return services.decide_end(
        agreement=here.agreement,
        on=said["on"],
        confirm_by=form.last_day_to_confirm,
        reason=said["reason"],
        by=here.person,
        at=shared.now(),
    )


def _done(here: Seat, form: EndForm) -> str:
    day = form.cleaned_data["on"]
    words = "The agreement has ended" if day <= here.on else f"The agreement ends on {uk_date(day)}"
    return f"{words}. Every party is told."


def _may(here: Seat, form: EndForm) -> bool:
    """Whether it could be done like this; if not, the form says every reason."""
    for reason in rules.can_end(here.person, here.agreement).reasons:
        form.add_error(None, reason)
    for reason in rules.is_day_to_end(here.agreement, form.cleaned_data["on"], here.on).reasons:
        form.add_error("on", reason)
    return not form.errors


def _annexes(here: Seat) -> list[Agreement]:
    """Those that this person may see; the leads of all are told when it has ended."""
    visible = Agreement.objects.visible_to(here.person)
    return querysets_ends.annexes(here.document, visible) if here.document else []


def _shown(here: Seat) -> dict[str, Any]:
    document = here.document
    return here.frame(
        verdict=rules.can_end(here.person, here.agreement),
        planned=Ending.objects.filter(agreement=here.agreement, ended_at=None).first(),
        by_text=here.agreement.ends_on,
        held=[
            {"key": row.party, "value": {"lines": row.lines}} for row in (effects.of_end(document) if document else ())
        ],
        after_end=document.term.after_end if document else "",
        annexes=_annexes(here),
        parties=_told(here),
    )


def _told(here: Seat) -> int:
    """How many parties are still in it."""
    gone = sum(one.left_at is not None for one in here.departures)
    return here.agreement.parties.count() - gone


def _check(here: Seat, form: EndForm) -> dict[str, Any]:
    said = form.cleaned_data
    annexes = _annexes(here)
    rows: list[dict[str, Any]] = [
        {"key": "Does not apply from", "value": uk_date(said["on"])},
        {"key": "Why", "value": said["reason"]},
        {"key": "Each party confirms by", "value": uk_date(form.last_day_to_confirm)},
        {"key": "Who is told", "value": f"Officers, reviewers and signatories of {_told(here)} parties"},
    ]
    if annexes:
        rows.append({"key": "Agreements under it", "value": {"lines": [str(one) for one in annexes]}})
    return here.frame(rows=rows, at_once=said["on"] <= here.on)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def call_off(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    form = WhyForm(here.posted, label="Why does it go on?")
    if here.posted and form.is_valid() and doors.attempt(form, lambda: _called_off(here, form)):
        messages.success(request, "The end is called off. Every party is told.")
        return redirect(here.link("manage"))
    context = here.frame(
        form=form,
        verdict=rules.can_call_off_end(here.person, here.agreement),
        planned=Ending.objects.filter(agreement=here.agreement, ended_at=None).first(),
    )
    return render(request, "closing/ends/call_off.html", context, status=422 if form.errors else 200)


def _called_off(here: Seat, form: WhyForm) -> bool:
    services.call_off_end(agreement=here.agreement, reason=form.cleaned_data["reason"], by=here.person, at=shared.now())
    return True
