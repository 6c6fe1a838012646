"""The wording library: what there is, one passage with its versions, and keeping, changing and retiring it."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts import access
from accounts.roles import OrgPermission
from agreements.views import shared
from drafting import policies_starting as policies
from drafting.forms.wording import FindForm, NewWordingForm, WordingForm
from drafting.models import Wording
from drafting.services import wording as services
from foundation import doors
from foundation.paging import page_of
from foundation.templatetags.ui import uk_date

SIZE, EXCERPT, VERSIONS = 50, 160, 50


@require_GET
@login_required
def wordings(request: HttpRequest) -> HttpResponse:
    person, form = shared.person(request), FindForm(request.GET)
    rows = Wording.objects.visible_to(person).found_by(form.value("q") or "").select_related("organisation")
    rows = rows if form.value("retired") else rows.in_use()
    if form.value("whose"):
        rows = rows.filter(organisation__isnull=form.value("whose") == "everybody")
    page = page_of(rows, request.GET.get("page"), SIZE)
    context = {
        "filter": form,
        "page": page,
        "head": ["Wording", "Whose", "State", "Changed on"],
        "rows": [_cells(row) for row in page],
        "may_keep": _may_keep_any(request),
        "query": request.GET.urlencode(),
    }
    return render(request, "drafting/wording/library.html", context)


@require_GET
@login_required
def wording(request: HttpRequest, token: UUID) -> HttpResponse:
    row, person = find(request, token), shared.person(request)
    earlier = row.history.filter(version__lt=row.version).order_by("version", "-history_id")
    versions = {old.version: old for old in earlier[: VERSIONS * 2]}
    context = {
        "row": row,
        "versions": [versions[number] for number in sorted(versions, reverse=True)],
        "may_change": bool(policies.can_change_wording(person, row)),
        "may_retire": bool(policies.can_keep_wording(person, row.organisation)),
    }
    return render(request, "drafting/wording/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def keep_wording(request: HttpRequest) -> HttpResponse:
    if not _may_keep_any(request):
        reason = "Only information governance officers and the people who run this portal can keep wording."
        return render(request, "errors/403.html", {"reason": reason}, status=403)
    sent = request.POST if request.method == "POST" else None
    form = NewWordingForm(
        sent, person=shared.person(request), on=shared.today(), initial={"token": uuid.uuid4(), "text": ""}
    )
    if form.is_valid() and (row := doors.attempt(form, lambda: kept(request, form))) is not None:
        messages.success(request, "The wording is in the library.")
        return redirect(row)
    context = {
        "form": form,
        "title": "Keep wording",
        "button": "Keep this wording",
        "back": reverse("drafting:wordings"),
    }
    return render(request, "drafting/wording/write.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_wording(request: HttpRequest, token: UUID) -> HttpResponse:
    row = find(request, token)
    verdict = policies.can_change_wording(shared.person(request), row)
    if not verdict:
        return render(request, "errors/403.html", {"reason": " ".join(verdict.reasons)}, status=403)
    sent = request.POST if request.method == "POST" else None
    form = WordingForm(sent, initial={"title": row.title, "text": row.text})
    if form.is_valid() and doors.attempt(form, lambda: _changed(request, row, form)) is not None:
        messages.success(request, "The wording is changed. Answers that were made with it stay as they are.")
        return redirect(row)
    based_on = request.POST.get("based_on", row.version)
    context = {"form": form, "title": f"Change “{row.title}”", "button": "Save", "back": row.get_absolute_url()}
    context |= {"based_on": based_on, "row": row}
    return render(request, "drafting/wording/write.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def retire_wording(request: HttpRequest, token: UUID) -> HttpResponse:
    row, person = find(request, token), shared.person(request)
    verdict = policies.can_keep_wording(person, row.organisation)
    if not verdict:
        return render(request, "errors/403.html", {"reason": " ".join(verdict.reasons)}, status=403)
    retired = row.retired_at is None
    if request.method == "POST":
        wanted = request.POST.get("retired") != "no"
        said = "The wording is retired." if wanted else "The wording is offered again."
        doors.perform(request, lambda: services.retire(wording=row, retired=wanted, by=person, at=shared.now()), said)
        return redirect(row)
    return render(request, "drafting/wording/retire.html", {"row": row, "retiring": retired})


def find(request: HttpRequest, token: UUID) -> Wording:
    rows = Wording.objects.visible_to(shared.person(request)).select_related("organisation", "changed_by")
    row: Wording = get_object_or_404(rows, reference=token)
    return row


def kept(request: HttpRequest, form: NewWordingForm, section: str = "", question: str = "") -> Wording:
    found = form.cleaned_data
    return services.keep(
        reference=found["token"],
        organisation=found["organisation"],
        title=found["title"],
        text=found["text"],
        section=section,
        question=question,
        by=shared.person(request),
        at=shared.now(),
    )


def _changed(request: HttpRequest, row: Wording, form: WordingForm) -> Wording:
    sent = request.POST.get("based_on", "")
    based_on = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 9 else 0
    return services.change(
        wording=row,
        title=form.cleaned_data["title"],
        text=form.cleaned_data["text"],
        based_on=based_on,
        by=shared.person(request),
        at=shared.now(),
    )


def _may_keep_any(request: HttpRequest) -> bool:
    person = shared.person(request)
    return person.is_operator or bool(access.organisation_ids(person, OrgPermission.DRAFT))


def _cells(row: Wording) -> list[Any]:
    text = " ".join(row.text.split())
    what = {
        "text": row.title,
        "href": row.get_absolute_url(),
        "hint": text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…",
    }
    return [what, row.owner, "Retired" if row.retired_at else "In use", uk_date(row.changed_at)]
