"""Passing on what an ended organisation has here: seeing what would happen, proposing it, confirming it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements import policies_succession as policies
from agreements import succession_places as places
from agreements.forms_succession import HeirForm, named
from agreements.models import Agreement
from agreements.models.succession import Handover
from agreements.services import succeeding
from agreements.views import shared, succession_shown
from foundation import doors
from foundation.verdicts import Verdict
from parties.models import Organisation

_GET_POST = ["GET", "HEAD", "POST"]


@require_GET
@login_required
def succession(request: HttpRequest, organisation: str) -> HttpResponse:
    """What happens to each agreement, person and group: before, meanwhile and afterwards."""
    ended, heirs = _found(request, organisation)
    person = shared.person(request)
    if refusal := policies.can_see(person, ended, heirs).reasons:
        return _refused(request, Verdict(refusal))
    context = succession_shown.page(ended, heirs, person=person, asked=request.GET.get("page"), at=shared.now())
    return render(request, "agreements/succession/whole.html", context | _frame(ended))


@require_http_methods(_GET_POST)
@login_required
def choose(request: HttpRequest, organisation: str, reference: str) -> HttpResponse:
    """Who takes its place in one agreement."""
    ended, heirs = _found(request, organisation)
    person = shared.person(request)
    handover = policies.of(ended)
    allowed = policies.can_prepare(person, ended, handover, heirs) & policies.is_open_to_choice(ended)
    if not allowed:
        return _refused(request, allowed)
    agreement: Agreement = get_object_or_404(places.touched(ended), reference=reference)
    form = _heir_form(request, ended, handover, heirs, agreement)
    if request.method == "POST" and form.is_valid() and _chosen(request, form, ended, agreement):
        return HttpResponseRedirect(_whole(ended))
    context = _frame(ended) | {"form": form, "agreement": agreement, "name": succession_shown.name(agreement)}
    return render(request, "agreements/succession/choose.html", context)


@require_http_methods(_GET_POST)
@login_required
def propose(request: HttpRequest, organisation: str) -> HttpResponse:
    ended, heirs = _found(request, organisation)
    handover = policies.of(ended)
    allowed = policies.can_prepare(shared.person(request), ended, handover, heirs)
    if not allowed:
        return _refused(request, allowed)
    form = _heir_form(request, ended, handover, heirs) if policies.is_open_to_choice(ended) and heirs else None
    if request.method == "POST" and (form is None or form.is_valid()):
        heir = form.heir if form else next(iter(heirs), None)
        if _proposed(request, form, ended, heir):
            return HttpResponseRedirect(_whole(ended))
    context = _frame(ended) | {"form": form, "rows": succession_shown.proposal_rows(ended, heirs)}
    return render(request, "agreements/succession/propose.html", context)


@require_http_methods(_GET_POST)
@login_required
def confirm(request: HttpRequest, organisation: str) -> HttpResponse:
    ended, heirs = _found(request, organisation)
    person = shared.person(request)
    handover = policies.of(ended)
    allowed = policies.can_confirm(person, ended, handover, heirs)
    if not allowed:
        return _refused(request, allowed)
    if request.method == "POST":
        doors.perform(
            request,
            lambda: succeeding.confirm(organisation=ended, by=person, at=shared.now()),
            "Confirmed. This page shows how far it has come.",
        )
        return HttpResponseRedirect(_whole(ended))
    assert handover is not None
    context = _frame(ended) | {
        "rows": succession_shown.confirmation_rows(handover, at=shared.now()),
        "held": succeeding.nothing_held(ended, handover).reasons,
        "warning": succession_shown.warning(handover, at=shared.now()),
    }
    return render(request, "agreements/succession/confirm.html", context)


@require_POST
@login_required
def take_back(request: HttpRequest, organisation: str) -> HttpResponse:
    ended, _heirs = _found(request, organisation)
    person = shared.person(request)
    allowed = policies.can_take_back(person, policies.of(ended))
    if not allowed:
        return _refused(request, allowed)
    doors.perform(
        request,
        lambda: succeeding.take_back(organisation=ended, by=person, at=shared.now()),
        "Taken back. Nothing moves.",
    )
    return HttpResponseRedirect(_whole(ended))


@require_POST
@login_required
def try_again(request: HttpRequest, organisation: str) -> HttpResponse:
    ended, _heirs = _found(request, organisation)
    person = shared.person(request)
    allowed = policies.can_try_again(person, policies.of(ended))
    if not allowed:
        return _refused(request, allowed)
    doors.perform(
        request,
        lambda: succeeding.try_again(organisation=ended, by=person, at=shared.now()),
        "It is tried again in a moment. What still cannot be moved says why.",
    )
    return HttpResponseRedirect(_whole(ended))


def _found(request: HttpRequest, slug: str) -> tuple[Organisation, list[Organisation]]:
    """The organisation of that address and who follows it; 404 where there is none."""
    found: Organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    return found, succeeding.heirs(found, shared.now())


def _heir_form(
    request: HttpRequest,
    ended: Organisation,
    handover: Handover | None,
    heirs: list[Organisation],
    agreement: Agreement | None = None,
) -> HeirForm:
    default = handover.heir if handover and handover.heir else (heirs[0] if heirs else None)
    if agreement is None:
        words = ("Where its people, groups and agreements go", "Nowhere: its people stay behind, and it leaves")
    else:
        default = places.chosen([agreement], handover, default)[agreement.pk]
        words = (f"Who takes the place of {ended.name}", "Nobody: it leaves the agreement")
    data = request.POST if request.method == "POST" else None
    return HeirForm(data, heirs=heirs, label=words[0], nobody=words[1], initial={"who": named(default)})


def _chosen(request: HttpRequest, form: HeirForm, ended: Organisation, agreement: Agreement) -> bool:
    person, at = shared.person(request), shared.now()
    saved = doors.attempt(
        form,
        lambda: succeeding.choose(organisation=ended, agreement=agreement, heir=form.heir, by=person, at=at),
    )
    if saved is not None:
        messages.success(request, "Saved")
    return saved is not None


def _proposed(request: HttpRequest, form: HeirForm | None, ended: Organisation, heir: Organisation | None) -> bool:
    def act() -> object:
        return succeeding.propose(organisation=ended, heir=heir, by=shared.person(request), at=shared.now())

    words = "Proposed. Somebody else has to confirm it."
    if form is None:
        return doors.perform(request, act, words)
    if doors.attempt(form, act) is None:
        return False
    messages.success(request, words)
    return True


def _frame(ended: Organisation) -> dict[str, Any]:
    return {
        "organisation": ended,
        "whole": _whole(ended),
        "crumbs": [
            {"text": "Organisations", "href": reverse("parties:directory")},
            {"text": ended.name, "href": ended.get_absolute_url()},
        ],
    }


def _whole(ended: Organisation) -> str:
    return reverse("agreements:succession", args=[ended.slug])


def _refused(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": " ".join(verdict.reasons)}, status=403)
