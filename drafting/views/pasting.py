"""Rows from a spreadsheet: paste a table, say what its columns hold, look at the lines, add them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.views.shared import now
from drafting import pasting
from drafting import services as drafting
from drafting.forms.pasting import ColumnsForm, TableForm
from drafting.services import parties as services
from drafting.views import cards, desk, rows, saving
from drafting.views.desk import Place
from dsaformat import editing
from dsaformat.shape import Form, Shape
from dsaformat.values import Row
from foundation.doors import attempt
from foundation.verdicts import Refused

SHOWN = 20
"""Lines that the page shows; those with problems come first."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def paste(request: HttpRequest, reference: str, section: str, question: str, where: str) -> HttpResponse:
    place = _placed(request, reference, section, question, where)
    posted = request.method == "POST"
    form = TableForm(request.POST if posted else None, request.FILES if posted else None)
    found = None
    if form.is_valid() and (pasted := _pasted(request, form)) is not None:
        found = attempt(form, lambda: pasting.table(pasted), "table")
    if found is None or not _may_write(place, where) or request.POST.get("step") == "table":
        if form.errors:
            _keep(place, request, "Something still has to be put right.")
        return _asked(request, place, form)
    return _read(request, place, where, found)


def _pasted(request: HttpRequest, form: TableForm) -> str | None:
    """The table as text. From a file it stands in what was sent from here on, as if it had been pasted."""
    file = form.cleaned_data["file"]
    if file is None:
        return str(form.cleaned_data["table"])
    read = attempt(form, lambda: pasting.of_file(file.read()), "file")
    if read is not None:
        sent = request.POST.copy()
        sent["table"] = read
        request.POST = sent  # type: ignore[assignment]
    return read


def _placed(request: HttpRequest, reference: str, section: str, question: str, where: str) -> Place:
    """404 unless `where` is a list of rows that the question is about, in a row that is there."""
    place = desk.open_at(request, reference, section, question, f"paste/{where}")
    own, steps = place.question.path.split("/"), where.split("/")
    begins = len(steps) >= len(own) and all(mine in ("*", step) for mine, step in zip(own, steps, strict=False))
    holder = "/".join(steps[:-1])
    of_everybody = where == f"{place.question.path}/contacts" and place.question.fields == ("contacts",)
    fits = place.question.kind == "rows" and begins and (not holder or editing.found(place.desk.document, holder))
    if not (of_everybody or fits):
        raise Http404
    _listed(where)
    return place


def _listed(where: str) -> Shape:
    try:
        found = editing.list_at(where)
    except (KeyError, IndexError):
        raise Http404 from None
    if found is None or found.form is not Form.PART or editing.is_row(where):
        raise Http404
    return found


def _asked(request: HttpRequest, place: Place, form: TableForm) -> HttpResponse:
    context = place.desk.frame(
        place=place,
        form=form,
        may_write=_may_write(place, place.where.removeprefix("paste/")),
        known=[column.title for column in _columns(place)],
        most=pasting.MOST_LINES,
        kept=saving.typed(place) if request.method != "POST" else None,
    )
    return render(request, "drafting/pasting/table.html", context, status=422 if form.errors else 200)


def _columns(place: Place) -> tuple[pasting.Column, ...]:
    where = place.where.removeprefix("paste/")
    model = _listed(where).models[0]
    names = place.question.names if where == place.question.path else ()
    return pasting.columns(model, names, of_party="*" in where)


def _may_write(place: Place, where: str) -> bool:
    """Whether to offer it; each row is asked about again when it is written."""
    if not place.desk.may_fill_in or place.desk.leads:
        return bool(place.desk.may_fill_in)
    steps = where.split("/")
    holder = editing.found(place.desk.document, "/".join(steps[:2])) if len(steps) > 2 and "*" not in where else None
    return not isinstance(holder, Row) or cards.may_write(place.desk, where, holder)


def _read(request: HttpRequest, place: Place, where: str, found: pasting.Table) -> HttpResponse:
    """The second page: columns and lines; on its last button, the rows are added."""
    known = _columns(place)
    model = _listed(where).models[0]
    guessed = pasting.guessed(found.heads, known)
    said = request.POST.get("step") in {"check", "add"}
    form = ColumnsForm(request.POST if said else None, found=found, known=known, guessed=guessed)
    ready = said and form.is_valid()
    here = place.desk
    reader = pasting.Reader(here.document, here.setting.catalogue, here.on)
    lines = reader.read(found, form.mapping if ready else guessed, known, model)
    if ready and request.POST.get("step") == "add":
        count = attempt(form, lambda: _added(place, where, form, lines))
        if count is not None:
            drafting.forget_typed(agreement=here.agreement, place=place.key, by=here.person)
            messages.success(request, f"{count} line{'' if count == 1 else 's'} added.")
            return redirect(_above(place, where))
    if form.errors:
        _keep(place, request, "Something still has to be put right.")
    return _shown(request, place, form, lines)


def _added(place: Place, where: str, form: ColumnsForm, lines: tuple[pasting.Read, ...]) -> int:
    good = [line for line in lines if not line.problems]
    bad = len(lines) - len(good)
    if bad and not form.cleaned_data["skip"]:
        have = "line has a problem" if bad == 1 else "lines have problems"
        raise Refused([f"{bad} {have}. Put them right in the table, or leave them out"])
    if not good:
        raise Refused(["No line can be added as it is. Put the table right first"])
    services.add_pasted(
        agreement=place.desk.agreement,
        path=where,
        rows=[line.values if "*" in where else rows.made(place, line.values) for line in good],
        by=place.desk.person,
        at=now(),
    )
    return len(good)


def _shown(request: HttpRequest, place: Place, form: ColumnsForm, lines: tuple[pasting.Read, ...]) -> HttpResponse:
    bad = [line for line in lines if line.problems]
    context = place.desk.frame(
        place=place,
        form=form,
        may_write=True,
        table=request.POST.get("table", ""),
        total=len(lines),
        bad=len(bad),
        head=["Line", "What it says", "To put right"],
        rows=[_row(line) for line in [*bad, *(line for line in lines if not line.problems)][:SHOWN]],
        cut=len(lines) > SHOWN,
    )
    return render(request, "drafting/pasting/columns.html", context, status=422 if form.errors else 200)


def _row(line: pasting.Read) -> list[Any]:
    words = "; ".join(cell[:120] for cell in line.cells if cell)
    return [str(line.number), words[:400], {"lines": list(line.problems)} if line.problems else "Ready"]


def _keep(place: Place, request: HttpRequest, reason: str) -> None:
    if place.desk.may_fill_in:
        saving.keep(place, request, reason)


def _above(place: Place, where: str) -> str:
    """Back to the list that the lines went into."""
    steps = where.split("/")
    return place.link("change", "/".join(steps[:-1])) if len(steps) > 1 and "*" not in where else place.back
