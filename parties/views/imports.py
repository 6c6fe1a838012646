"""Importing organisations: choose a file, read what would happen, confirm."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation import doors
from parties import importing, spreadsheets
from parties.choices import Kind, Nation, SeriousViolenceClass
from parties.forms import imports as forms
from parties.models import Upload
from parties.policies import organisations as policies
from parties.services import imports as services
from parties.views import shared

SHOWN = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: HttpRequest) -> HttpResponse:
    person = shared.person(request)
    allowed = policies.can_add(person)
    if not allowed:
        return shared.refused(request, allowed)
    form = forms.UploadForm(shared.posted(request), request.FILES if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        if doors.attempt(form, lambda: importing.read(content), "file") is not None:
            kept = services.keep(file_name=file.name, content=content, by=person, at=shared.now())
            return HttpResponseRedirect(reverse("parties:import_check", args=[kept.reference]))
    return render(request, "parties/import/upload.html", {"form": form, "answers": _answers(), "waiting": _waiting()})


def _answers() -> list[dict[str, Any]]:
    lists = (("Kind", Kind), ("Nation", Nation), ("Serious Violence Duty", SeriousViolenceClass))
    return [{"key": title, "value": {"lines": [str(label) for label in choices.labels]}} for title, choices in lists]


def _waiting() -> list[Upload]:
    return list(Upload.objects.filter(imported_at=None).defer("content").select_related("uploaded_by")[:10])


def _kept(request: HttpRequest, reference: UUID) -> Upload:
    if not policies.can_add(shared.person(request)):
        raise Http404(str(reference))
    found: Upload = get_object_or_404(Upload, reference=reference)
    return found


def _rows(kept: Upload) -> tuple[importing.Sheet, list[forms.CheckedRow]]:
    sheet = importing.read(bytes(kept.content))
    return sheet, forms.check(sheet.rows)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, reference: UUID) -> HttpResponse:
    kept = _kept(request, reference)
    sheet, rows = _rows(kept)
    if request.method == "POST":
        report = services.run(upload=kept, rows=rows, by=shared.person(request), at=shared.now())
        messages.success(request, f"{report.created} added and {report.updated} changed")
        if report.left:
            messages.info(request, f"Still to do: {report.left:,}. Import again to go on.")
        for refusal in report.refused[:SHOWN]:
            messages.error(request, refusal)
        return HttpResponseRedirect(reverse("parties:import_check", args=[reference]))
    plan = services.plan(rows)
    outcomes = {outcome.value: plan.of(outcome) for outcome in services.Outcome}
    context = {
        "upload": kept,
        "plan": plan,
        "ignored": sheet.ignored,
        "counts": {name: len(found) for name, found in outcomes.items()},
        "bad": _table(outcomes["bad"]),
        "create": _table(outcomes["create"]),
        "update": _table(outcomes["update"]),
        "shown": SHOWN,
    }
    return render(request, "parties/import/check.html", context)


def _table(found: Sequence[services.Planned]) -> list[list[Any]]:
    """Number, name and what there is to say about each row, as far as a page goes."""
    table = []
    for planned in found[:SHOWN]:
        said = [*planned.problems, *planned.changes, *planned.row.notes]
        table.append([str(planned.row.number), planned.row.name or "No name", {"lines": said} if said else "Ready"])
    return table


@require_GET
@login_required
def problems(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The rows that need work, as they were, each with what is wrong."""
    kept = _kept(request, reference)
    sheet, rows = _rows(kept)
    cells = {row.number: row.cells for row in sheet.rows}
    table = [["Row", "What is wrong", *importing.COLUMNS.values()]]
    for planned in services.plan(rows).of(services.Outcome.BAD):
        typed = cells[planned.row.number]
        words = ". ".join(planned.problems)
        table.append([str(planned.row.number), words, *(typed.get(name, "") for name in importing.COLUMNS)])
    return _file(spreadsheets.as_csv(table), "rows-that-need-work.csv", "text/csv; charset=utf-8")


@require_POST
@login_required
def discard(request: HttpRequest, reference: UUID) -> HttpResponse:
    kept = _kept(request, reference)
    services.discard(upload=kept, by=shared.person(request))
    messages.success(request, f"{kept.file_name} has been thrown away")
    return HttpResponseRedirect(reverse("parties:import"))


@require_GET
@login_required
def template_csv(request: HttpRequest) -> HttpResponse:
    return _file(spreadsheets.as_csv(importing.template_rows()), "organisations.csv", "text/csv; charset=utf-8")


@require_GET
@login_required
def template_xlsx(request: HttpRequest) -> HttpResponse:
    return _file(importing.template_xlsx(), "organisations.xlsx", XLSX)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
