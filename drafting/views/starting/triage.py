"""Whether an agreement is needed: the first page, and one page for each question."""

import uuid
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.models import Agreement
from agreements.views import shared
from drafting import policies_starting as policies
from drafting import similar
from drafting import triage as questions
from drafting.forms.starting import IdeaForm, StepForm
from drafting.models import Triage
from drafting.services import triage as services
from foundation import doors

OFFERED = 10
"""Unfinished ones that the first page offers to go on with."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest) -> HttpResponse:
    person = shared.person(request)
    if not (allowed := policies.can_begin(person)):
        return render(request, "errors/403.html", {"reason": " ".join(allowed.reasons)}, status=403)
    sent = request.POST if request.method == "POST" else None
    form = IdeaForm(sent, person=person, on=shared.today(), initial={"token": uuid.uuid4()})
    if form.is_valid() and (row := doors.attempt(form, lambda: _begun(request, form))) is not None:
        return onward(row)
    unfinished = Triage.objects.visible_to(person).unfinished_by(person)[:OFFERED]
    offered = [{"row": row, "href": onward(row).url} for row in unfinished]
    status = 422 if form.errors else 200
    return render(request, "drafting/triage/start.html", {"form": form, "unfinished": offered}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: HttpRequest, token: UUID, key: str) -> HttpResponse:
    row, asked = find(request, token), questions.step(key)
    if asked is None:
        raise Http404(key)
    if not policies.can_answer(shared.person(request), row):
        return redirect(row)
    open_ = questions.following(row.answers)
    if asked not in questions.asked(row.answers) and asked != open_:
        return onward(row)  # an address somebody typed: earlier questions come first
    near = _near(request, row) if key == "existing" else []
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sent, step=asked, answer=row.answers.get(key, ""), near=near)
    if not form.is_bound and form.wants_reference and row.similar:
        form.initial["reference"] = row.similar.reference
    if form.is_valid() and (kept := _answered(request, row, asked, form)) is not None:
        return onward(kept, after=key)
    number = questions.STEPS.index(asked) + 1
    context = {"form": form, "row": row, "near": near, "number": number, "total": len(questions.STEPS)}
    context["back"] = _before(row, number)
    return render(request, "drafting/triage/step.html", context, status=422 if form.errors else 200)


def find(request: HttpRequest, token: UUID) -> Triage:
    """404 for what belongs to other organisations."""
    rows = Triage.objects.visible_to(shared.person(request))
    rows = rows.select_related("organisation", "similar", "agreement", "begun_by", "decided_by")
    row: Triage = get_object_or_404(rows, reference=token)
    return row


def onward(row: Triage, after: str = "") -> HttpResponseRedirect:
    """To the question after this one that the answers call for, or to where they lead."""
    done = [asked.key for asked in questions.asked(row.answers)]
    if after in done and done.index(after) + 1 < len(done):
        return HttpResponseRedirect(_page(row, done[done.index(after) + 1]))
    following = questions.following(row.answers)
    return HttpResponseRedirect(_page(row, following.key) if following else row.get_absolute_url())


def _begun(request: HttpRequest, form: IdeaForm) -> Triage:
    found = form.cleaned_data
    return services.begin(
        reference=found["token"],
        organisation=found["organisation"],
        subject=found["subject"],
        question=found["question"],
        others=found["others"],
        by=shared.person(request),
        at=shared.now(),
    )


def _answered(request: HttpRequest, row: Triage, asked: questions.Step, form: StepForm) -> Triage | None:
    person = shared.person(request)
    meant = form.check(Agreement.objects.visible_to(person))
    if form.errors:
        return None
    value = form.cleaned_data["answer"]
    return doors.attempt(
        form,
        lambda: services.answer(triage=row, step=asked.key, value=value, similar=meant, by=person, at=shared.now()),
    )


def _near(request: HttpRequest, row: Triage) -> list[similar.Near]:
    return similar.near(
        person=shared.person(request),
        names=row.others.splitlines(),
        subject=f"{row.subject} {row.question}",
        besides=row.organisation,
    )


def _before(row: Triage, number: int) -> str:
    return _page(row, questions.STEPS[number - 2].key) if number > 1 else reverse("drafting:start")


def _page(row: Triage, key: str) -> str:
    return reverse("drafting:step", args=[row.reference, key])
