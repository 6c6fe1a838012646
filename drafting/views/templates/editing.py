"""Change a version that is being written: about it, its groups, its sections, their questions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from drafting import reworking, template_files
from drafting.forms import templates as forms
from drafting.models import Template
from drafting.outline import OutlineSection
from drafting.views.templates import sheets, shelf
from drafting.views.templates.sheets import Sheet, held


@shelf.for_editors
def about(request: HttpRequest, row: Template) -> HttpResponse:
    form = forms.AboutForm(shelf.data(request), held=held(shelf.plain(row), reworking.ABOUT, forms.AboutForm))
    form.initial.setdefault("kind", row.outline.kind.value)
    back = shelf.link("version", row)
    return sheets.answered(request, Sheet(row, reworking.ABOUT, form, "About the template", back))


@shelf.for_editors
def start(request: HttpRequest, row: Template) -> HttpResponse:
    text = template_files.values_written(row.outline.starts_with)
    form = forms.StartsWithForm(shelf.data(request), held={"text": text})
    back = shelf.link("version", row)
    return sheets.answered(request, Sheet(row, reworking.STARTS_WITH, form, "What a new agreement begins with", back))


@shelf.for_editors
def group(request: HttpRequest, row: Template, group: str) -> HttpResponse:
    found = next((one for one in row.outline.groups if one.key == group), None)
    if found is None:
        return _gone(request)
    place = f"groups/{group}"
    form = forms.GroupForm(shelf.data(request), held=held(shelf.plain(row), place, forms.GroupForm))
    return sheets.answered(request, Sheet(row, place, form, f"Group: {found.title}", shelf.link("version", row)))


@shelf.for_editors
def words(request: HttpRequest, row: Template, section: str) -> HttpResponse:
    one = shelf.section(row, section)
    if one is None:
        return _gone(request)
    place = f"sections/{section}"
    form = forms.WordsForm(shelf.data(request), held=held(shelf.plain(row), place, forms.WordsForm))
    return sheets.answered(request, Sheet(row, place, form, f"Words of “{one.heading}”", _back(row, one)))


@shelf.for_editors
def asks(request: HttpRequest, row: Template, section: str) -> HttpResponse:
    one = shelf.section(row, section)
    if one is None:
        return _gone(request)
    place = f"sections/{section}"
    values = reworking.at(shelf.plain(row), place)
    form = forms.AsksForm(shelf.data(request), section=one, whole=row.outline, held=values)
    return sheets.answered(request, Sheet(row, place, form, f"What “{one.heading}” asks", _back(row, one)))


@shelf.for_editors
def question(request: HttpRequest, row: Template, section: str, question: str) -> HttpResponse:
    one = shelf.section(row, section)
    place = f"sections/{section}/questions/{question}"
    values = reworking.at(shelf.plain(row), place)
    if one is None or values is None:
        return _gone(request)
    form = forms.QuestionForm(shelf.data(request), held=held(shelf.plain(row), place, forms.QuestionForm))
    return sheets.answered(request, Sheet(row, place, form, f"A question of “{one.heading}”", _back(row, one)))


def _back(row: Template, one: OutlineSection) -> str:
    return reverse("drafting:template_section", args=[row.code, row.version, one.key])


def _gone(request: HttpRequest) -> HttpResponse:
    """Somebody removed it while it was open: what was typed is shown, not lost."""
    if request.method == "POST":
        return shelf.lost(request)
    raise Http404
