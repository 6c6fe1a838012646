"""Giving a reason in answer to a check, and taking it back."""

import hashlib
from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.views import shared
from drafting import policies
from drafting.forms.checking import ReasonForm
from drafting.services import waivers
from drafting.views import desk
from drafting.views.checking import shown
from drafting.views.desk import Desk
from foundation import doors
from foundation.verdicts import Finding

_SHOWN = 10
_MOVED_ON = "The checks changed while you were writing. Read them again, then save your reason."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def waive(request: HttpRequest, reference: str, rule: str) -> HttpResponse:
    """Answer one place when the address names it, otherwise every place where the rule fires."""
    here = desk.sit_down(request, reference)
    found = _open(here, rule.upper(), request.GET.get("path"))
    seen = _digest(found)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _still(form, request.POST.get("seen"), seen):
        saved = doors.attempt(form, lambda: _saved(here, found, form.cleaned_data["reason"]))
        if saved is not None:
            return redirect("drafting:checks", reference)
    context = here.frame(
        form=form,
        seen=seen,
        rule=rule.upper(),
        found=found[:_SHOWN],
        others=max(len(found) - _SHOWN, 0),
        total=len(found),
        reference_=found[0].reference if found else "",
        verdict=policies.can_mark(here.person, here.agreement),
    )
    return render(request, "drafting/checking/waive.html", context, status=422 if form.errors else 200)


def _open(here: Desk, rule: str, path: str | None) -> tuple[Finding, ...]:
    """What may be answered with a reason here, and is not yet. 404 for a rule that takes no reasons."""
    wording = shown.known_rules().get(rule)
    if wording is None or not wording.waivable:
        raise Http404
    every = here.checked()
    return tuple(
        one for one in every if one.rule == rule and one.waivable and not one.waived and path in (None, one.path)
    )


def _digest(found: Sequence[Finding]) -> str:
    text = "\n".join(f"{one.path} {one.message}" for one in found)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _still(form: ReasonForm, read: str | None, now: str) -> bool:
    """Nobody answers a finding that they were not shown."""
    if read == now:
        return True
    form.add_error(None, _MOVED_ON)
    return False


def _saved(here: Desk, found: Sequence[Finding], reason: str) -> object:
    return waivers.waive(
        agreement=here.agreement, findings=found, reason=reason, on=here.on, by=here.person, at=shared.now()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw_waiver(request: HttpRequest, reference: str, key: str) -> HttpResponse:
    here = desk.sit_down(request, reference)
    waiver = next((one for one in here.document.waivers if one.key == key), None)
    if waiver is None:
        raise Http404
    if request.method == "POST":
        doors.perform(
            request,
            lambda: waivers.withdraw_waiver(agreement=here.agreement, key=key, by=here.person, at=shared.now()),
            "The reason is withdrawn. The check speaks again if it still finds something.",
        )
        return redirect("drafting:checks", reference)
    rows = [
        {"key": "Check", "value": waiver.rule},
        {"key": "What it said", "value": waiver.message},
        {"key": "Reason", "value": waiver.reason},
        {"key": "Given by", "value": waiver.by},
    ]
    verdict = policies.can_mark(here.person, here.agreement)
    context = here.frame(rows=rows, cancel=here.link("checks"), verdict=verdict)
    return render(request, "drafting/checking/withdraw.html", context)
