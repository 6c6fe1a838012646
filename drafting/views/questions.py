"""One question of a draft: a text, the fields of a part, or a list."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.views import shared
from drafting import progress, services
from drafting.forms.answers import AnswerForm
from drafting.forms.parts import PartForm
from drafting.views import cards, desk, present, saving
from drafting.views.checking import shown
from drafting.views.desk import Place
from drafting.views.saving import Sheet
from dsaformat import editing
from dsaformat.values import Part
from foundation import frontdoor


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def question(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    place = desk.open_at(request, reference, section, question)
    if place.question.kind == "parties":
        return redirect(place.desk.link("parties", section, question))
    if place.question.kind in {"rows", "each"}:
        return _list(request, place)
    sheet = sheet_of(place, _sent(request))
    return answered(request, sheet, _after(place, request))


def answered(request: HttpRequest, sheet: Sheet, after: str, **more: Any) -> HttpResponse:
    """Show the form; when it was sent, save it or say why not."""
    place = sheet.place
    if frontdoor.has_repeats(request, many_valued(sheet)):
        return frontdoor.failure(request, 400)
    if request.method == "POST":
        resolving = request.POST.get("resolve") == "edit"
        if sheet.form.is_valid():
            response = saving.attempt(sheet, request, after)
            if response is not None:
                return response
        elif place.desk.may_fill_in and not resolving:
            saving.keep(place, request, "Something still has to be put right.")
    kept = saving.typed(place) if request.method != "POST" else None
    context = place.desk.frame(
        place=place,
        form=sheet.form,
        based_on=sheet.digest,
        kept=kept,
        may_write=place.desk.may_fill_in and (place.desk.leads or _owns(sheet)),
        findings=_findings(place),
        **present.shown(place.desk, place.section, place.question),
        **more,
    )
    return render(request, "drafting/question.html", context, status=422 if sheet.form.errors else 200)


def many_valued(sheet: Sheet) -> frozenset[str]:
    """Fields of the form of which several may be chosen."""
    return frozenset(name for name, field in sheet.form.fields.items() if isinstance(field, forms.MultipleChoiceField))


def sheet_of(place: Place, data: QueryDict | None) -> Sheet:
    """The form of a question that is one page."""
    if place.question.kind == "answer":
        return _answer(place, data)
    return part_sheet(place, place.question.path, place.question.names, data)


def _answer(place: Place, data: QueryDict | None) -> Sheet:
    here, asked = place.desk, place.question
    path = services.place_of(place.section, asked)
    form = AnswerForm(data, question=asked, text=progress.answer(here.document, place.section.key, asked.key))

    def save(read: str) -> Any:
        return services.save_answer(
            agreement=here.agreement,
            section=place.section,
            question=asked,
            text=form.cleaned_data["text"],
            based_on=read,
            by=here.person,
            at=shared.now(),
        )

    return Sheet(place, path, form, AnswerForm.names, editing.found(here.document, path), save)


def part_sheet(place: Place, path: str, names: tuple[str, ...], data: QueryDict | None) -> Sheet:
    here = place.desk
    part = editing.found(here.document, path)
    form = PartForm(data, model=model(path), names=names, setting=here.setting, part=part)

    def save(read: str) -> Any:
        return services.save_part(
            agreement=here.agreement, path=path, values=form.values(), based_on=read, by=here.person, at=shared.now()
        )

    return Sheet(place, path, form, form.names, part, save)


def model(path: str) -> type[Part]:
    try:
        return editing.model_at(path)
    except (KeyError, IndexError):
        raise Http404 from None


def _list(request: HttpRequest, place: Place) -> HttpResponse:
    here, asked = place.desk, place.question
    found: list[tuple[str, Part]]
    if asked.kind == "each":
        names = {asked.path.replace("*", party.key): party.name for party in here.document.parties}
        found = [(asked.path.replace("*", party.key), part) for party, part in progress.each(here.document, asked)]
    else:
        names = {}
        found = [(f"{asked.path}/{row.key}", row) for row in progress.rows(here.document, asked)]
    context = here.frame(
        place=place,
        table=cards.table(place, found, lambda path, part: names[path] if names else here.words.title(part)),
        may_add=asked.kind == "rows" and bool(here.may_fill_in),
        add=place.link("add", asked.path) if asked.kind == "rows" else "",
        findings=_findings(place),
        **present.shown(here, place.section, asked),
    )
    return render(request, "drafting/list.html", context)


def _findings(place: Place) -> list[dict[str, Any]]:
    here = place.desk
    found = here.checked()
    return shown.of_section(here, found, place.section)


def _owns(sheet: Sheet) -> bool:
    return sheet.part is None or cards.may_write(sheet.place.desk, sheet.path, sheet.part)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _after(place: Place, request: HttpRequest) -> str:
    """On to the section's next question, or back to the section."""
    if request.POST.get("then") == "later":
        return place.desk.link("tasks")
    keys = [asked.key for asked in place.section.asked]
    index = keys.index(place.question.key) + 1 if place.question.key in keys else len(keys)
    if index < len(keys):
        return place.desk.link("question", place.section.key, keys[index])
    return place.desk.link("section", place.section.key)
