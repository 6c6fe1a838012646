"""One form about one place of a template: show it, save it, say why not, and what somebody else wrote meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from agreements.views import shared
from drafting import reworking
from drafting.forms.templates import TemplateForm
from drafting.models import Template
from drafting.reworking import Values
from drafting.services import templates
from drafting.views.templates import shelf
from dsaformat import redline
from foundation import frontdoor
from foundation.verdicts import Refused


@dataclass(frozen=True)
class Sheet:
    row: Template
    place: str
    form: TemplateForm
    title: str
    back: str

    @property
    def names(self) -> tuple[str, ...]:
        return () if self.place == reworking.STARTS_WITH else self.form.names

    def digest(self, values: Values) -> str:
        return reworking.digest(values, self.place, self.names)

    def edited(self, values: Values) -> Values:
        return reworking.put(values, self.place, self.form.values())

    @property
    def many(self) -> set[str]:
        fields = self.form.fields.items()
        return {name for name, field in fields if isinstance(field, forms.MultipleChoiceField)}


def answered(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    if frontdoor.has_repeats(request, sheet.many):
        return frontdoor.failure(request, 400)
    resolved = request.POST.get("resolve", "")
    if resolved == "theirs":
        return redirect(sheet.back)
    read = request.POST.get("based_on", "")[:64] if request.method == "POST" else sheet.digest(shelf.plain(sheet.row))
    if request.method == "POST" and sheet.form.is_valid() and resolved != "edit":
        response = _saved(request, sheet, read)
        if response is not None:
            return response
    context = shelf.frame(request, sheet.row, form=sheet.form, title=sheet.title, back=sheet.back, based_on=read)
    return render(request, "drafting/templates/form.html", context, status=422 if sheet.form.errors else 200)


def held(values: Values, place: str, form: type[TemplateForm]) -> dict[str, Any]:
    """What the fields of the form say now."""
    found = reworking.at(values, place) or {}
    return {name: found.get(name) for name in form.base_fields if name in found}


def _saved(request: HttpRequest, sheet: Sheet, read: str) -> HttpResponse | None:
    """None when it was refused: the form then says why, beside what was typed."""
    try:
        templates.change(
            template=sheet.row,
            edit=sheet.edited,
            place=sheet.place,
            names=sheet.names,
            based_on=read,
            by=shared.person(request),
            at=shared.now(),
        )
    except templates.Changed as changed:
        return _conflict(request, sheet, changed)
    except Refused as refused:
        for reason in refused.reasons:
            sheet.form.add_error(None, reason)
        return None
    messages.success(request, "Saved.")
    return redirect(sheet.back)


def _conflict(request: HttpRequest, sheet: Sheet, changed: templates.Changed) -> HttpResponse:
    context = shelf.frame(
        request,
        changed.template,
        title=sheet.title,
        differences=list(_differences(sheet, changed.values)),
        typed=list(shelf.sent(request)),
        based_on=sheet.digest(changed.values),
    )
    return render(request, "drafting/templates/conflict.html", context, status=409)


def _differences(sheet: Sheet, now: Values) -> Iterator[dict[str, Any]]:
    theirs, mine = reworking.at(now, sheet.place) or {}, sheet.form.values()
    if sheet.place == reworking.STARTS_WITH:
        theirs, mine = {"text": _words(theirs)}, {"text": _words(mine)}
    for name, field in sheet.form.fields.items():
        old, new = _words(theirs.get(name), field), _words(mine.get(name), field)
        if old != new:
            label = field.label or name
            yield {"title": label, "theirs": old, "mine": new, "runs": redline.redline(old, new)}


def _words(value: Any, field: Any = None) -> str:
    if isinstance(value, dict):
        return "\n\n".join(f"{name}: {_words(member)}" for name, member in value.items())
    if isinstance(value, list | tuple):
        labels = _labels(field)
        return "\n".join(labels.get(str(one), _words(one)) for one in value)
    words = {True: "Yes", False: "", None: ""}.get(value) if value is None or isinstance(value, bool) else str(value)
    return _labels(field).get(str(value), words or "")


def _labels(field: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for value, label in getattr(field, "choices", ()):
        found |= dict(label) if isinstance(label, list | tuple) else {value: label}
    return found
