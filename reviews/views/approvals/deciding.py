"""Deciding for a party, on the text that is shown; and what changed since it decided last."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods

from agreements import services as agreements
from agreements.views import shared
from foundation import doors, paging
from foundation.verdicts import Severity
from reviews import comparing, policies, services
from reviews.board import Row
from reviews.comparing import Told
from reviews.forms import DecideForm
from reviews.models import Decision
from reviews.services import Said, TextMoved
from reviews.views.approvals import seat
from reviews.views.approvals.seat import Seat

SHOWN = 20
"""So many changes stand on the page where one decides; the comparison has them all."""
PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    verdict = policies.can_decide(here.person, here.agreement, here.circulation)
    posted = request.method == "POST"
    if not here.voices or not (verdict or posted):
        return render(
            request, "reviews/approvals/decide.html", here.frame(verdict=verdict), status=409 if posted else 200
        )
    form, moved = DecideForm(request.POST if posted else None, voices=here.voices), False
    if posted and form.is_valid():
        try:
            if doors.attempt(form, lambda: _decided(here, form)) is not None:
                return redirect(here.link("board"))
        except TextMoved:
            moved, here = True, seat.take(request, reference)
    status = 409 if moved or (posted and not verdict) else 422 if form.errors else 200
    return render(request, "reviews/approvals/decide.html", _shown(here, form, verdict, moved), status=status)


def _decided(here: Seat, form: DecideForm) -> Decision:
    said = Said(
        organisation=form.speaker,
        outcome=form.decision,
        digest=here.request.POST.get("digest", ""),
        note=form.cleaned_data["note"],
    )
    return services.decide(agreement=here.agreement, said=said, by=here.person, at=shared.now())


def _shown(here: Seat, form: DecideForm, verdict: Any, moved: bool) -> dict[str, Any]:
    findings = agreements.check(document=here.document, on=here.on)
    context = here.frame(
        form=form,
        verdict=verdict,
        moved=moved,
        digest=here.digest,
        seen_at=shared.now().isoformat(),
        problems=sum(one.stops for one in findings),
        warnings=sum(one.severity is Severity.WARNING for one in findings),
        own=[_own(here, row) for row in here.own_rows()],
    )
    if moved:
        told = _since_shown(here)
        context |= {"since": told[:PER_PAGE], "others": max(len(told) - PER_PAGE, 0)}
    return context


def _since_shown(here: Seat) -> list[Told]:
    """What changed while the page was open; nothing when it cannot be told, and then the page says so."""
    seen_at, digest = here.request.POST.get("seen_at", ""), here.request.POST.get("digest", "")
    at = _instant(seen_at)
    before = comparing.text_shown(here.agreement, digest, at) if at else None
    return comparing.changes(before, here.document, on=here.on) if before is not None else []


def _instant(value: str) -> dt.datetime | None:
    try:
        at = parse_datetime(value[:40])
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None


def _own(here: Seat, row: Row) -> dict[str, Any]:
    """Where one's own party stands, and what says something else than what it decided on."""
    told = _since_decision(here, row) if row.changed else []
    return {
        "row": row,
        "changes": told[:SHOWN],
        "others": max(len(told) - SHOWN, 0),
        "href": here.link("changes", row.organisation.slug),
    }


def _since_decision(here: Seat, row: Row) -> list[Told]:
    assert row.decision is not None
    return comparing.changes(row.decision.text.document, here.document, on=here.on)


@require_http_methods(["GET", "HEAD"])
@login_required
def changes(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    """What says something else than the text that a party decided on, for everybody in the agreement."""
    here = seat.take(request, reference)
    row = here.row(party)
    if row.decision is None:
        raise Http404
    told = _since_decision(here, row) if row.changed else []
    page: Page[Any] = paging.page_of(told, request.GET.get("page"), PER_PAGE)
    may_decide = row in here.own_rows() and row.is_party
    return render(
        request, "reviews/approvals/changes.html", here.frame(row=row, page=page, changes=page, may_decide=may_decide)
    )
