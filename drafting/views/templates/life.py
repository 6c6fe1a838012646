"""Begin a template or its next version, put one in use, take one out of use, throw one away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from agreements.views import shared
from drafting import outline_changes, reworking
from drafting.choices import TemplateState
from drafting.forms import templates as forms
from drafting.models import Template
from drafting.services import templates
from drafting.views.templates import shelf
from foundation import doors, frontdoor
from foundation.verdicts import Verdict

_READ_AGAIN = "Somebody changed the template after you opened the page. Read it again."


@shelf.for_operators
def new(request: HttpRequest) -> HttpResponse:
    """From a template that is there."""
    if frontdoor.has_repeats(request, ()):
        return frontdoor.failure(request, 400)
    rows = list(Template.objects.exclude(state=TemplateState.DRAFT).order_by("title", "-version"))
    form = forms.CopyForm(shelf.data(request), templates=rows)
    if form.is_valid():
        source = next(row for row in rows if str(row.pk) == form.cleaned_data["source"])
        code, title = form.cleaned_data["code"], form.cleaned_data["title"]
        values = reworking.renamed(source.outline, code=code, title=title)
        made = _created(request, form, values)
        if made is not None:
            return redirect(shelf.link("version", made))
    context = {"form": form, "any": bool(rows)}
    return render(request, "drafting/templates/new.html", context, status=422 if form.errors else 200)


@shelf.for_operators
def upload(request: HttpRequest) -> HttpResponse:
    """From a file."""
    if frontdoor.has_repeats(request, ()):
        return frontdoor.failure(request, 400)
    form = forms.FileForm(shelf.data(request), request.FILES or None)
    if form.is_valid():
        made = _created(request, form, form.outline_values, "file")
        if made is not None:
            return redirect(shelf.link("version", made))
    return render(request, "drafting/templates/upload.html", {"form": form}, status=422 if form.errors else 200)


@shelf.for_editors
def replace(request: HttpRequest, row: Template) -> HttpResponse:
    """The whole version by a file."""
    if frontdoor.has_repeats(request, ()):
        return frontdoor.failure(request, 400)
    form = forms.FileForm(shelf.data(request), request.FILES or None)
    if form.is_valid():
        try:
            if _replaced(request, row, form) is not None:
                messages.success(request, "The version now says what the file says.")
                return redirect(shelf.link("version", row))
        except templates.Changed:
            form.add_error(None, _READ_AGAIN)
    context = shelf.frame(request, row, form=form, based_on=templates.digest(row), back=shelf.link("version", row))
    return render(request, "drafting/templates/replace.html", context, status=422 if form.errors else 200)


@shelf.for_editors
def publish(request: HttpRequest, row: Template) -> HttpResponse:
    if frontdoor.has_repeats(request, ()):
        return frontdoor.failure(request, 400)
    form = forms.NoteForm(shelf.data(request), initial={"based_on": templates.digest(row)})
    if form.is_valid():
        try:
            if _published(request, row, form) is not None:
                messages.success(request, f"{row.title}: version {row.version} is in use.")
                return redirect("drafting:template", row.code)
        except templates.Changed:
            form.add_error(None, _READ_AGAIN)
    before = Template.objects.filter(code=row.code, version__lt=row.version).order_by("-version").first()
    changes = outline_changes.between(before.outline, row.outline) if before else ()
    context = shelf.frame(request, row, form=form, before=before, changes=changes, back=shelf.link("version", row))
    return render(request, "drafting/templates/publish.html", context, status=422 if form.errors else 200)


@require_POST
@shelf.for_operators
def revise(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Begin the next version from this one, or go on with the one that was begun."""
    row = shelf.find(request, code, number)
    made = templates.revise(template=row, by=shared.person(request), at=shared.now())
    return redirect(shelf.link("version", made))


@shelf.for_operators
def retire(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = shelf.find(request, code, number)
    verdict = Verdict.unless(row.state == TemplateState.PUBLISHED, "Only a template that is in use can be retired.")
    if not verdict:
        return shelf.refusal(request, verdict)
    if request.method == "POST":
        doors.perform(
            request,
            lambda: templates.retire(template=row, by=shared.person(request), at=shared.now()),
            "The template is no longer offered.",
        )
        return redirect("drafting:template", row.code)
    context = shelf.frame(request, row, cancel=shelf.link("version", row))
    return render(request, "drafting/templates/retire.html", context)


@shelf.for_editors
def discard(request: HttpRequest, row: Template) -> HttpResponse:
    if request.method == "POST":
        done = doors.perform(
            request,
            lambda: templates.discard(template=row, by=shared.person(request)),
            "The version was thrown away.",
        )
        return redirect("drafting:templates") if done else redirect(shelf.link("version", row))
    context = shelf.frame(request, row, cancel=shelf.link("version", row))
    return render(request, "drafting/templates/discard.html", context)


def _created(
    request: HttpRequest, form: forms.CopyForm | forms.FileForm, values: reworking.Values, field: str | None = None
) -> Template | None:
    return doors.attempt(
        form, lambda: templates.create(values=values, by=shared.person(request), at=shared.now()), field
    )


def _replaced(request: HttpRequest, row: Template, form: forms.FileForm) -> Template | None:
    return doors.attempt(
        form,
        lambda: templates.write(
            template=row,
            values=form.outline_values,
            based_on=request.POST.get("based_on", "")[:64],
            by=shared.person(request),
            at=shared.now(),
        ),
        "file",
    )


def _published(request: HttpRequest, row: Template, form: forms.NoteForm) -> Template | None:
    return doors.attempt(
        form,
        lambda: templates.publish(
            template=row,
            note=form.cleaned_data["note"],
            based_on=form.cleaned_data["based_on"],
            by=shared.person(request),
            at=shared.now(),
        ),
    )
