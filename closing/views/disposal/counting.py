"""Counting how long data is kept, and recording that it is gone, was looked at, or is not counted any more."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import access
from accounts.roles import OrgPermission
from agreements.models import Party
from agreements.views import shared
from closing import keeping_rules
from closing import policies_disposal as policies
from closing import querysets_disposal as querysets
from closing.disposal import Fate
from closing.forms_disposal import GoneForm, StartForm, StopForm
from closing.keeping_rules import Rule
from closing.models import Countdown
from closing.services import keeping
from closing.services.keeping import Gone
from closing.views.disposal import upload
from foundation import doors
from foundation.templatetags.ui import uk_date
from foundation.verdicts import Verdict

_GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(_GET_POST)
@login_required
def count(request: HttpRequest, reference: str, party: str, rule: str) -> HttpResponse:
    agreement, person = shared.find(request, reference), shared.person(request)
    place, found = _rule(request, reference, party, rule)
    verdict = policies.can_count(person, agreement, place.organisation) & Verdict.unless(
        found.can_be_counted, keeping.NOTHING_TO_COUNT
    )
    posted = request.POST if request.method == "POST" else None
    form = StartForm(posted, counted_from=found.rule.starts_from, today=shared.today())
    if posted is not None and verdict and form.is_valid():
        act: dict[str, Any] = {"organisation": place.organisation, "rule_key": rule, "by": person, "at": shared.now()}
        row = doors.attempt(form, lambda: keeping.start(agreement=agreement, **form.cleaned_data, **act))
        if row is not None:
            messages.success(request, f"Counted. {_says(row)}")
            return redirect("closing:rules", reference)
    rows = [{"key": "Data", "value": found.data}, {"key": "How long", "value": found.words}, *found.facts()]
    context = _of_agreement(request, agreement, place=place, form=form, rows=rows, verdict=verdict)
    return render(request, "closing/disposal/count.html", context, status=422 if form.errors else 200)


def _rule(request: HttpRequest, reference: str, party: str, key: str) -> tuple[Party, Rule]:
    """404 for other organisations' rules: what they keep is theirs to know."""
    mine = access.organisation_ids(shared.person(request), OrgPermission.VIEW_AGREEMENTS)
    rows = Party.objects.filter(agreement__reference=reference, organisation__in=mine)
    place = get_object_or_404(rows.select_related("organisation", "agreement"), organisation__slug=party)
    found = next((one for one in keeping_rules.of_parties([place])[place.pk] if one.key == key), None)
    if found is None:
        raise Http404(key)
    return place, found


def _says(row: Countdown) -> str:
    look = f"Look again by {uk_date(row.look_on)}." if row.look_on else ""
    return " ".join(filter(None, [f"Delete by {uk_date(row.due_on)}." if row.due_on else "", look]))


def _of_agreement(request: HttpRequest, agreement: Any, **more: Any) -> dict[str, Any]:
    cancel = reverse("closing:rules", args=[agreement.reference])
    return shared.frame(request, agreement, "closing:rules", cancel=cancel, **more)


def _find(request: HttpRequest, pk: int) -> Countdown:
    found: Countdown = get_object_or_404(querysets.countdowns_visible_to(shared.person(request)), pk=pk)
    return found


@require_http_methods(_GET_POST)
@login_required
def done(request: HttpRequest, pk: int) -> HttpResponse:
    row, person, form = _find(request, pk), shared.person(request), None
    verdict = policies.can_close(person, row)
    if verdict:
        posted = (request.POST.copy(), request.FILES) if request.method == "POST" else ()
        about = {"organisation": row.organisation_id, "sender": person.pk}
        form = GoneForm(*posted, first=row.counted_from_on, today=shared.today(), **about)
    if form is not None and request.method == "POST":
        form = upload.kept(form, row.organisation, person)
        if form.is_valid() and doors.attempt(form, lambda: _gone(request, row, form)) is not None:
            messages.success(request, f"Recorded. Nobody is reminded of “{row.what}” any more.")
            return redirect("closing:keeping")
    kept = form.kept if form is not None and form.is_bound else None
    context = _of_agreement(request, row.agreement, row=row, rows=_facts(row), form=form, kept=kept, verdict=verdict)
    return render(request, "closing/disposal/done.html", context, status=422 if form and form.errors else 200)


def _gone(request: HttpRequest, row: Countdown, form: GoneForm) -> Countdown:
    found = form.cleaned_data
    gone = Gone(Fate(found["fate"]), found["on"], found["method"], found["evidence"], form.kept)
    return keeping.done(row=row, gone=gone, by=shared.person(request), at=shared.now())


def _facts(row: Countdown) -> list[dict[str, Any]]:
    pairs = [
        ("Data", row.what),
        ("In the agreement", row.data),
        ("The agreement says", row.rule),
        ("Counted from", uk_date(row.counted_from_on)),
        ("Delete by", uk_date(row.due_on) if row.due_on else ""),
        ("Look again by", uk_date(row.look_on) if row.look_on else ""),
    ]
    return [{"key": name, "value": value} for name, value in pairs if value]


@require_http_methods(_GET_POST)
@login_required
def look(request: HttpRequest, pk: int) -> HttpResponse:
    row, person = _find(request, pk), shared.person(request)
    act: dict[str, Any] = {"row": row, "by": person, "at": shared.now()}
    said = f"Recorded that somebody looked at “{row.what}”."
    if request.method == "POST" and doors.perform(request, lambda: keeping.look(**act), said):
        return redirect("closing:rules", row.agreement.reference)
    context = _of_agreement(request, row.agreement, row=row, rows=_facts(row), verdict=policies.can_look(person, row))
    return render(request, "closing/disposal/look.html", context)


@require_http_methods(_GET_POST)
@login_required
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    row, person = _find(request, pk), shared.person(request)
    verdict = policies.can_close(person, row)
    form = StopForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = {"because": form.cleaned_data["because"], "by": person, "at": shared.now()}
        if doors.attempt(form, lambda: keeping.stop(row=row, **act)) is not None:
            return redirect("closing:rules", row.agreement.reference)
    context = _of_agreement(request, row.agreement, row=row, rows=_facts(row), form=form, verdict=verdict)
    return render(request, "closing/disposal/stop.html", context, status=422 if form.errors else 200)
