"""Add, move and remove groups, sections and questions of a version that is being written."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from agreements.views import shared
from drafting import outline, reworking
from drafting.forms import templates as forms
from drafting.models import Template
from drafting.services import templates
from drafting.views.templates import shelf
from dsaformat import editing
from foundation import doors, frontdoor

_READ_AGAIN = "Somebody changed this after you opened the page. Read it again."


@shelf.for_editors
def add_group(request: HttpRequest, row: Template) -> HttpResponse:
    form = forms.GroupForm(shelf.data(request))
    taken = [one.key for one in row.outline.groups]
    return _added(request, row, form, "groups", taken, "title", "Add a group")


@shelf.for_editors
def add_section(request: HttpRequest, row: Template) -> HttpResponse:
    form = forms.NewSectionForm(shelf.data(request), whole=row.outline)
    taken = [one.key for one in row.outline.sections]
    return _added(request, row, form, "sections", taken, "heading", "Add a section")


@shelf.for_editors
def add_question(request: HttpRequest, row: Template, section: str) -> HttpResponse:
    one = shelf.section(row, section)
    if one is None:
        return _gone(request)
    form = forms.QuestionForm(shelf.data(request))
    taken = [outline.OWN_TEXT.key, *(question.key for question in one.asked)]
    place = f"sections/{section}/questions"
    return _added(request, row, form, place, taken, "label", f"Add a question to “{one.heading}”")


@shelf.for_editors
def remove_group(request: HttpRequest, row: Template, group: str) -> HttpResponse:
    found = next((one for one in row.outline.groups if one.key == group), None)
    if found is None:
        return _gone(request)
    return _removed(request, row, f"groups/{group}", f"the group “{found.title}”", shelf.link("version", row))


@shelf.for_editors
def remove_section(request: HttpRequest, row: Template, section: str) -> HttpResponse:
    one = shelf.section(row, section)
    if one is None:
        return _gone(request)
    return _removed(request, row, f"sections/{section}", f"the section “{one.heading}”", shelf.link("version", row))


@shelf.for_editors
def remove_question(request: HttpRequest, row: Template, section: str, question: str) -> HttpResponse:
    one = shelf.section(row, section)
    found = next((own for own in one.questions if own.key == question), None) if one else None
    if one is None or found is None:
        return _gone(request)
    back = shelf.link("section", row, section)
    place = f"sections/{section}/questions/{question}"
    return _removed(request, row, place, f"the question “{found.label}”", back)


@require_POST
@shelf.for_editors
def move_group(request: HttpRequest, row: Template, group: str) -> HttpResponse:
    return _moved(request, row, f"groups/{group}", shelf.link("version", row))


@require_POST
@shelf.for_editors
def move_section(request: HttpRequest, row: Template, section: str) -> HttpResponse:
    return _moved(request, row, f"sections/{section}", shelf.link("section", row, section))


@require_POST
@shelf.for_editors
def move_question(request: HttpRequest, row: Template, section: str, question: str) -> HttpResponse:
    place = f"sections/{section}/questions/{question}"
    return _moved(request, row, place, shelf.link("section", row, section))


def _added(
    request: HttpRequest, row: Template, form: forms.TemplateForm, rows: str, taken: list[str], named: str, title: str
) -> HttpResponse:
    """A new row, named after what was typed; a section leads on to its own page."""
    if frontdoor.has_repeats(request, ()):
        return frontdoor.failure(request, 400)
    owner = shelf.link("section", row, rows.split("/")[1]) if "/" in rows else shelf.link("version", row)
    if form.is_valid():
        values = form.values()
        key = editing.new_key(taken, values[named])
        if doors.attempt(form, lambda: _add(request, row, rows, {"key": key, **values})) is not None:
            messages.success(request, "Added.")
            return redirect(shelf.link("section", row, key) if rows == "sections" else owner)
    context = shelf.frame(request, row, form=form, title=title, back=owner, based_on="", adding=True)
    return render(request, "drafting/templates/form.html", context, status=422 if form.errors else 200)


def _add(request: HttpRequest, row: Template, rows: str, values: Mapping[str, Any]) -> Template:
    after = str(values.get("after", ""))
    new = {name: value for name, value in values.items() if name != "after"}
    return _changed(request, row, lambda now: reworking.add(now, rows, new, after=after))


def _changed(request: HttpRequest, row: Template, edit: reworking.Edit) -> Template:
    """A change that depends on nothing that somebody read: it cannot overwrite anything."""
    return templates.change(
        template=row,
        edit=edit,
        place=reworking.ABOUT,
        names=("code",),
        based_on=reworking.digest({"code": row.code}, reworking.ABOUT, ("code",)),
        by=shared.person(request),
        at=shared.now(),
    )


def _removed(request: HttpRequest, row: Template, place: str, title: str, back: str) -> HttpResponse:
    if frontdoor.has_repeats(request, ()):
        return frontdoor.failure(request, 400)
    now = reworking.digest(shelf.plain(row), place, ())
    if request.method == "POST":
        act = _removal(request, row, place)
        try:
            done = doors.perform(request, act, "Removed.")
        except templates.Changed:
            messages.error(request, _READ_AGAIN)
            return redirect(request.path)
        return redirect(shelf.link("version", row) if done and place.count("/") == 1 else back)
    form = forms.BasedOnForm(initial={"based_on": now})
    context = shelf.frame(request, row, title=title, cancel=back, form=form)
    return render(request, "drafting/templates/remove.html", context)


def _removal(request: HttpRequest, row: Template, place: str) -> Any:
    return lambda: templates.change(
        template=row,
        edit=lambda values: reworking.without(values, place),
        place=place,
        names=(),
        based_on=request.POST.get("based_on", "")[:64],
        by=shared.person(request),
        at=shared.now(),
    )


def _moved(request: HttpRequest, row: Template, place: str, back: str) -> HttpResponse:
    steps = {"up": -1, "down": 1}.get(request.POST.get("direction", ""))
    if steps is None or frontdoor.has_repeats(request, ()):
        return frontdoor.failure(request, 400)
    doors.perform(request, lambda: _changed(request, row, lambda now: reworking.move(now, place, steps)), "Moved.")
    return redirect(back)


def _gone(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return shelf.lost(request)
    raise Http404
