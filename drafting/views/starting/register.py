"""Outcomes: one with what follows from it, and the register of all of an organisation's."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements.models import Agreement
from agreements.views import shared
from drafting import policies_starting as policies
from drafting import triage as questions
from drafting.forms.starting import DecisionForm, RegisterForm
from drafting.models import Triage
from drafting.querysets_starting import TriageQuerySet
from drafting.services import triage as services
from drafting.views.starting.triage import find, onward
from foundation import doors
from foundation.paging import page_of
from foundation.templatetags.ui import uk_date
from parties.spreadsheets import as_csv

SIZE, MOST = 50, 10_000
_HEADINGS = (
    *("Subject", "Question", "Organisation", "Others", "Outcome", "Reasons", "Agreement", "Draft made"),
    *("Begun on", "Begun by", "Decided on", "Decided by"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def triage(request: HttpRequest, token: UUID) -> HttpResponse:
    """Where the answers lead; once decided, what was decided."""
    row = find(request, token)
    leads_to = row.found or questions.outcome(row.answers)
    may_decide = bool(policies.can_answer(shared.person(request), row))
    if leads_to is None:
        return onward(row) if may_decide else render(request, "drafting/triage/open.html", {"row": row})
    sent = request.POST if request.method == "POST" else None
    form = DecisionForm(sent, advice=leads_to) if may_decide else None
    if form is not None and request.method == "POST" and form.is_valid():
        kept = doors.attempt(form, lambda: _decided(request, row, form))
        if kept is not None:
            return _after(kept)
    status = 422 if form is not None and form.errors else 200
    return render(request, "drafting/triage/outcome.html", _outcome(request, row, leads_to, form), status=status)


@require_POST
@login_required
def reopen(request: HttpRequest, token: UUID) -> HttpResponse:
    row = find(request, token)
    by = shared.person(request)
    done = doors.perform(
        request,
        lambda: services.reopen(triage=row, by=by, at=shared.now()),
        "Open again. Change any answer, then record the outcome.",
    )
    return redirect("drafting:step", token, questions.STEPS[0].key) if done else redirect(row)


@require_GET
@login_required
def triages(request: HttpRequest) -> HttpResponse:
    form = RegisterForm(request.GET)
    page = page_of(_found(request, form), request.GET.get("page"), SIZE)
    context = {
        "filter": form,
        "page": page,
        "head": ["What", "Outcome", "Begun on", "Decided by"],
        "rows": [_cells(row) for row in page],
        "query": request.GET.urlencode(),
        "may_begin": bool(policies.can_begin(shared.person(request))),
    }
    return render(request, "drafting/triage/register.html", context)


@require_GET
@login_required
def triages_csv(request: HttpRequest) -> HttpResponse:
    """What the register shows, with every word of it."""
    rows = _found(request, RegisterForm(request.GET))[:MOST]
    visible = set(
        Agreement.objects.visible_to(shared.person(request))
        .filter(pk__in={key for row in rows for key in (row.similar_id, row.agreement_id) if key})
        .values_list("pk", flat=True)
    )
    content = as_csv([_HEADINGS, *(_line(row, visible) for row in rows)])
    disposition = f'attachment; filename="triage-{shared.today()}.csv"'
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


def _found(request: HttpRequest, form: RegisterForm) -> TriageQuerySet:
    rows = Triage.objects.visible_to(shared.person(request)).found_by(form.value("q"))
    outcome = form.value("outcome")
    if outcome:
        rows = rows.filter(outcome="" if outcome == "open" else outcome)
    found: TriageQuerySet = rows.select_related("organisation", "similar", "agreement", "begun_by", "decided_by")
    return found


def _cells(row: Triage) -> list[Any]:
    state = row.found.words if row.found else {"text": "Not decided yet", "tag": "blue"}
    decided = f"{row.decided_by}, {uk_date(row.decided_at)}" if row.decided_at else "–"
    what = {"text": row.subject, "href": row.get_absolute_url(), "hint": row.organisation.name}
    return [what, state, uk_date(row.begun_at), decided]


def _line(row: Triage, visible: set[int]) -> list[str]:
    return [
        row.subject,
        row.question,
        row.organisation.legal_name,
        "; ".join(row.others.splitlines()),
        row.found.words if row.found else "Not decided yet",
        row.reason,
        row.similar.reference if row.similar and row.similar.pk in visible else "",
        row.agreement.reference if row.agreement and row.agreement.pk in visible else "",
        str(timezone.localdate(row.begun_at)),
        str(row.begun_by),
        str(timezone.localdate(row.decided_at)) if row.decided_at else "",
        str(row.decided_by or ""),
    ]


def _decided(request: HttpRequest, row: Triage, form: DecisionForm) -> Triage:
    return services.decide(
        triage=row,
        all_the_same=form.all_the_same,
        reason=form.cleaned_data["reason"],
        by=shared.person(request),
        at=shared.now(),
    )


def _after(row: Triage) -> HttpResponseRedirect:
    makes_one = row.found is not None and row.found.makes_one
    return HttpResponseRedirect(
        reverse("drafting:start_template", args=[row.reference]) if makes_one else row.get_absolute_url()
    )


def _outcome(
    request: HttpRequest, row: Triage, leads_to: questions.Outcome, form: DecisionForm | None
) -> dict[str, Any]:
    person = shared.person(request)
    seen = set(
        Agreement.objects.visible_to(person)
        .filter(pk__in=[key for key in (row.similar_id, row.agreement_id) if key])
        .values_list("pk", flat=True)
    )
    return {
        "row": row,
        "advice": questions.ADVICE[leads_to],
        "leads_to": leads_to,
        "answers": list(_answers(row, form is not None)),
        "form": form,
        "similar": row.similar if row.similar_id in seen else None,
        "made": row.agreement if row.agreement_id in seen else None,
        "may_reopen": bool(policies.can_reopen(person, row)),
        "may_start": bool(row.found and row.found.makes_one and row.agreement_id is None)
        and bool(policies.can_begin(person)),
    }


def _answers(row: Triage, may_change: bool) -> Any:
    for asked in questions.asked(row.answers):
        choice = questions.chosen(asked, row.answers)
        href = reverse("drafting:step", args=[row.reference, asked.key])
        link = [{"text": "Change", "href": href, "hidden": asked.question}] if may_change else []
        yield {"key": asked.question, "value": choice.label if choice else "", "actions": link}
