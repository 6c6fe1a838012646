"""Rows of a list: add, change, take out, move up and down."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agreements.views import shared
from drafting import services
from drafting.forms.parts import PartForm
from drafting.views import desk, effects, questions
from drafting.views.desk import Place
from drafting.views.saving import Sheet
from dsaformat import editing, parts
from dsaformat.shape import Form, Shape, shapes
from dsaformat.values import Part, Row
from foundation import doors, frontdoor

_MADE: dict[type[Part], frozenset[str]] = {parts.BasisRow: frozenset({"regime"})}
"""Fields that follow from others and are never asked for."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def add(request: HttpRequest, reference: str, section: str, question: str, where: str) -> HttpResponse:
    place = _placed(request, reference, section, question, where)
    model = _listed(where).models[0]
    names = _asked(place, where, model)
    several = frozenset({"party"} & set(names))
    data = request.POST if request.method == "POST" else None
    form = PartForm(data, model=model, names=names, setting=place.desk.setting, several=several)
    sheet = Sheet(place, f"{where}/-", form, names, None, lambda read: _added(place, where, form))
    return questions.answered(request, sheet, _above(place, where), adding=True, one=place.question.one or "a row")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def change(request: HttpRequest, reference: str, section: str, question: str, where: str) -> HttpResponse:
    place = _placed(request, reference, section, question, where)
    questions.model(where)
    part = editing.found(place.desk.document, where)
    if part is None:
        messages.info(request, "What you wanted to change is no longer there.")
        return redirect(place.back)
    sheet = questions.part_sheet(
        place, where, _asked(place, where, type(part)), request.POST if request.method == "POST" else None
    )
    more = {
        "title": place.desk.words.title(part) if isinstance(part, Row) else _party_name(place, where),
        "inside": [_inside(place, where, part, name) for name in _lists(type(part))],
        "remove": place.link("remove", where) if isinstance(part, Row) and place.question.kind == "rows" else "",
    }
    return questions.answered(request, sheet, _above(place, where), **more)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, reference: str, section: str, question: str, where: str) -> HttpResponse:
    place = _placed(request, reference, section, question, where)
    row = editing.found(place.desk.document, where)
    if isinstance(row, parts.Party):
        return redirect(place.desk.link("party_remove", *place.address, row.key))
    if not isinstance(row, Row):
        messages.info(request, "This is no longer there.")
        return redirect(place.back)
    if request.method == "POST":
        doors.perform(
            request,
            lambda: services.remove_row(
                agreement=place.desk.agreement, path=where, by=place.desk.person, at=shared.now()
            ),
            "Removed.",
        )
        return redirect(_above(place, where))
    context = place.desk.frame(
        place=place,
        title=place.desk.words.title(row),
        rows=effects.of_removing(place.desk, where),
        cancel=_above(place, where),
    )
    return render(request, "drafting/remove.html", context)


@require_POST
@login_required
def move(request: HttpRequest, reference: str, section: str, question: str, where: str) -> HttpResponse:
    place = _placed(request, reference, section, question, where)
    steps = -1 if request.POST.get("direction") == "up" else 1
    doors.perform(
        request,
        lambda: services.move_row(
            agreement=place.desk.agreement, path=where, steps=steps, by=place.desk.person, at=shared.now()
        ),
    )
    return redirect(_above(place, where))


def _placed(request: HttpRequest, reference: str, section: str, question: str, where: str) -> Place:
    """404 unless `where` is a place that the question is about."""
    place = desk.open_at(request, reference, section, question, where)
    own, steps = place.question.path.split("/"), where.split("/")
    fits = len(steps) >= len(own) and all(mine in ("*", step) for mine, step in zip(own, steps, strict=False))
    if place.question.kind not in {"rows", "each", "parties", "part"} or not fits or len(where) > 200:
        raise Http404
    return place


def _listed(where: str) -> Shape:
    try:
        found = editing.list_at(where)
    except (KeyError, IndexError):
        raise Http404 from None
    if found is None or not found.rows or editing.is_row(where):
        raise Http404
    return found


def _asked(place: Place, where: str, model: type[Part]) -> tuple[str, ...]:
    """Fields of the row itself; those of the question where it is the question's own row."""
    own = len(place.question.path.split("/"))
    direct = len(where.split("/")) <= own + (1 if place.question.kind == "rows" else 0)
    if direct and place.question.kind != "parties":
        names = place.question.names
    else:
        names = tuple(shape.name for shape in shapes(model) if not shape.rows and shape.name != "key")
    return tuple(name for name in names if name not in _MADE.get(model, ()))


def _lists(model: type[Part]) -> tuple[str, ...]:
    return tuple(shape.name for shape in shapes(model) if shape.form is Form.PART and shape.rows)


def _inside(place: Place, where: str, part: Part, name: str) -> dict[str, Any]:
    """A list inside the row, with the ways to change it."""
    field = next(shape for shape in shapes(type(part)) if shape.name == name)
    rows = getattr(part, name)
    return {
        "name": name,
        "title": field.title,
        "head": [field.title],
        "rows": [
            [{"text": place.desk.words.title(row), "href": place.link("change", f"{where}/{name}/{row.key}")}]
            for row in rows
        ],
        "add": place.link("add", f"{where}/{name}"),
    }


def _added(place: Place, where: str, form: PartForm) -> Any:
    values = form.values()
    chosen = values.pop("party", None) if "party" in form.several else None
    rows = [values | {"party": party} for party in chosen] if chosen else [values]
    return services.add_rows(
        agreement=place.desk.agreement,
        path=where,
        rows=[made(place, row) for row in rows],
        by=place.desk.person,
        at=shared.now(),
    )


def made(place: Place, row: dict[str, Any]) -> dict[str, Any]:
    """The row with what follows from the rest, and words for its key."""
    if "condition" in row:
        row = row | {"regime": place.desk.setting.catalogue.regime_of(row["condition"])}
    words = (row.get(name) for name in ("party", "name", "title", "term", "condition", "right", "country", "version"))
    return row | {"_words": " ".join(str(word) for word in words if word)}


def _above(place: Place, where: str) -> str:
    """Back to the list that the row stands in."""
    steps = where.split("/")
    own = len(place.question.path.split("/")) + (1 if place.question.kind == "rows" else 0)
    if len(steps) <= own:
        return place.back
    cut = 2 if len(steps) % 2 == 0 and place.question.kind == "rows" else 1
    return place.link("change", "/".join(steps[:-cut]))


def _party_name(place: Place, where: str) -> str:
    steps = where.split("/")
    party = editing.found(place.desk.document, "/".join(steps[:2])) if steps[0] == "parties" else None
    return party.name if isinstance(party, parts.Party) else ""
