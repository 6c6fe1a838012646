"""From a triage that calls for an agreement to its draft: the template, then the title and the lead."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements import policies as agreement_policies
from agreements.models import Agreement
from agreements.views import shared
from drafting import triage as questions
from drafting.choices import TemplateState
from drafting.forms.starting import NameForm, TemplateForm
from drafting.models import Template, Triage
from drafting.services import starting
from drafting.views.starting.triage import find
from foundation import doors

_TEMPLATE = "template"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def template(request: HttpRequest, token: UUID) -> HttpResponse:
    """The choice goes into the address of the next page, so that going back and forth is safe."""
    row = find(request, token)
    if (elsewhere := _elsewhere(request, row)) is not None:
        return elsewhere
    rows = list(Template.objects.filter(state=TemplateState.PUBLISHED).order_by("title"))
    advised = questions.suggested(row.answers, tuple(one.code for one in rows))
    sent = request.POST if request.method == "POST" else None
    form = TemplateForm(sent, templates=rows, chosen=request.GET.get(_TEMPLATE, advised))
    if form.is_valid():
        address = reverse("drafting:start_name", args=[token])
        return HttpResponseRedirect(f"{address}?{_TEMPLATE}={form.cleaned_data['template']}")
    context = {"form": form, "row": row, "advised": next((one for one in rows if one.code == advised), None)}
    return render(request, "drafting/starting/template.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def name(request: HttpRequest, token: UUID) -> HttpResponse:
    row = find(request, token)
    if (elsewhere := _elsewhere(request, row)) is not None:
        return elsewhere
    code = request.GET.get(_TEMPLATE, "")[:63]
    used = Template.objects.filter(code=code, state=TemplateState.PUBLISHED).first()
    if used is None:
        return redirect("drafting:start_template", token)
    sent = request.POST if request.method == "POST" else None
    form = NameForm(
        sent,
        person=shared.person(request),
        on=shared.today(),
        title=row.subject,
        organisation=row.organisation,
    )
    if form.is_valid() and (made := doors.attempt(form, lambda: _started(request, row, used, form))) is not None:
        say_if_named_alike(request, made)
        return redirect("drafting:tasks", made.reference)
    context = {"form": form, "row": row, "template": used}
    return render(request, "drafting/starting/name.html", context, status=422 if form.errors else 200)


def say_if_named_alike(request: HttpRequest, made: Agreement) -> None:
    """Two agreements may have one title; whoever makes the second should know."""
    others = Agreement.objects.visible_to(request.user).filter(title__iexact=made.title).exclude(pk=made.pk)
    if (other := others.first()) is not None:
        messages.warning(request, f"{other.reference} has the same title. Change one of them if they are mixed up.")


def _started(request: HttpRequest, row: Triage, used: Template, form: NameForm) -> Agreement:
    found = form.cleaned_data
    return starting.start(
        template=used,
        title=found["title"],
        public_title=found["public_title"],
        lead=found["organisation"],
        by=shared.person(request),
        at=shared.now(),
        triage=row,
    )


def _elsewhere(request: HttpRequest, row: Triage) -> HttpResponse | None:
    """Where to go when nothing can be made from this triage: to its draft, or to what it says."""
    person = shared.person(request)
    if row.agreement is not None and agreement_policies.can_view(person, row.agreement):
        return redirect("drafting:tasks", row.agreement.reference)
    makes_one = row.found is not None and row.found.makes_one
    if not makes_one or row.agreement is not None or not agreement_policies.can_create(person, row.organisation):
        return redirect(row)
    return None
