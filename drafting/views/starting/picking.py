"""Wording at a question of a draft: which fits, putting it into the answer, and keeping an answer as wording."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Case, Q, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from agreements import policies as agreement_policies
from agreements.services import Conflict
from agreements.views import shared
from drafting import policies_starting as policies
from drafting import progress, services
from drafting.forms.wording import NewWordingForm, UseForm
from drafting.models import Wording
from drafting.services import wording as library
from drafting.views import desk
from drafting.views.desk import Place
from drafting.views.starting.library import EXCERPT, SIZE, find, kept
from dsaformat import editing
from foundation import doors
from foundation.paging import page_of


@require_GET
@login_required
def pick_wording(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    """Wording kept for this question first, then for its section, then the rest."""
    place = _answer(request, reference, section, question)
    words = request.GET.get("q", "")[:200]
    here = Q(section=section, question=question)
    rows = Wording.objects.visible_to(place.desk.person).in_use().found_by(words).select_related("organisation")
    rank = Case(When(here, then=Value(0)), When(section=section, then=Value(1)), default=Value(2))
    page = page_of(rows.order_by(rank, "title", "pk"), request.GET.get("page"), SIZE)
    cells = [[_named(place, row), row.owner, _fits(row, place)] for row in page]
    context = place.desk.frame(place=place, page=page, q=words, rows=cells, head=["Wording", "Whose", "Kept for"])
    return render(request, "drafting/wording/pick.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def use_wording(request: HttpRequest, reference: str, section: str, question: str, token: UUID) -> HttpResponse:
    """Shows the passage beside the answer; sent, it becomes part of the answer."""
    place, row = _answer(request, reference, section, question), find(request, token)
    now = _text(place)
    sent = request.POST if request.method == "POST" else None
    form = UseForm(sent, answered=bool(now.strip()))
    changed = False
    if form.is_valid():
        try:
            if doors.attempt(form, lambda: _inserted(request, place, row, form)) is not None:
                messages.success(request, "The wording is in the answer. Change it there as you need.")
                return redirect(place.back)
        except Conflict:
            changed, form = True, UseForm(None, answered=True)
            place = _answer(request, reference, section, question)
    context = place.desk.frame(
        place=place,
        row=row,
        form=form,
        changed=changed,
        now=_text(place),
        based_on=_digest(place),
        may_write=place.desk.leads,
        reasons=agreement_policies.can_revise(place.desk.person, place.desk.agreement).reasons,
    )
    status = 409 if changed else 422 if form.errors else 200
    return render(request, "drafting/wording/use.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def keep_answer(request: HttpRequest, reference: str, section: str, question: str) -> HttpResponse:
    """Keep the answer, as it stands or as changed here, as wording."""
    place = _answer(request, reference, section, question)
    person = place.desk.person
    if not policies.can_begin(person):
        reason = "Only information governance officers can keep wording."
        return render(request, "errors/403.html", {"reason": reason}, status=403)
    sent = request.POST if request.method == "POST" else None
    initial = {"token": uuid.uuid4(), "title": place.question.label[:200], "text": _text(place)}
    form = NewWordingForm(sent, person=person, on=shared.today(), initial=initial)
    if form.is_valid() and doors.attempt(form, lambda: kept(request, form, section, question)) is not None:
        messages.success(request, "The wording is in the library.")
        return redirect(place.back)
    context = {"form": form, "title": "Keep this answer as wording", "button": "Keep this wording", "back": place.back}
    return render(request, "drafting/wording/write.html", context, status=422 if form.errors else 200)


def _answer(request: HttpRequest, reference: str, section: str, question: str) -> Place:
    """Only a text can be made of wording; every other question is 404 here."""
    place = desk.open_at(request, reference, section, question)
    if place.question.kind != "answer":
        raise Http404(question)
    return place


def _text(place: Place) -> str:
    return progress.answer(place.desk.document, place.section.key, place.question.key)


def _digest(place: Place) -> str:
    path = services.place_of(place.section, place.question)
    return editing.digest(editing.found(place.desk.document, path), ("text",))


def _inserted(request: HttpRequest, place: Place, row: Wording, form: UseForm) -> Any:
    return library.insert(
        agreement=place.desk.agreement,
        section=place.section,
        question=place.question,
        wording=row,
        document=place.desk.document,
        how=form.cleaned_data["how"],
        based_on=request.POST.get("based_on", "")[:64] or _digest(place),
        by=place.desk.person,
        at=shared.now(),
    )


def _named(place: Place, row: Wording) -> dict[str, str]:
    text = " ".join(row.text.split())
    hint = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"
    href = place.desk.link("use_wording", *place.address, str(row.reference))
    return {"text": row.title, "href": href, "hint": hint}


def _fits(row: Wording, place: Place) -> str:
    if row.section != place.section.key:
        return "Another section" if row.section else "Any section"
    return "This question" if row.question == place.question.key else "This section"
