"""Watching a round, one signature of it, and taking home the signed PDF."""

import datetime as dt
import logging
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from agreements import policies as agreement_policies
from agreements.models import Agreement
from agreements.views.shared import frame
from foundation.templatetags.ui import uk_date
from signing import board, files, policies, quorum, sealing
from signing.choices import OUTSTANDING, RequestState, RoundState, Route
from signing.models import Round, Sealing
from signing.services.rounds import CHANGEABLE
from signing.views import shared

logger = logging.getLogger(__name__)

HERE = "signing:progress"


@require_GET
@login_required
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody in the agreement sees who has signed and who has not."""
    agreement = shared.agreement(request, reference)
    person, today = shared.person(request), timezone.localdate()
    may_ask = bool(policies.can_ask(person, agreement))
    round_ = Round.objects.latest_of(agreement)
    if round_ is None:
        return render(request, "signing/progress.html", frame(request, agreement, HERE, may_ask=may_ask))
    now = board.of(round_)
    context = _standing(now, agreement, person, today) | _acts(now, agreement, person)
    return render(request, "signing/progress.html", frame(request, agreement, HERE, may_ask=may_ask, **context))


def _standing(now: board.Board, agreement: Agreement, person: User, today: dt.date) -> dict[str, Any]:
    """The bar, the sentences under it and the table."""
    leads = bool(policies.can_lead(person, now.round))
    sealed = Sealing.objects.filter(version=now.round.version).first()
    return {
        "head": ["Organisation", "Who signs", "State", "Since", *(["Manage"] if leads else [])],
        "rows": [_cells(agreement, row, leads) for row in now.rows(person, today)],
        "joined": [_cells(agreement, row, leads=False) for row in board.joined_later(now.round)],
        "is_open": now.round.state == RoundState.OPEN,
        "complete": policies.is_signed_by_all(now.round),
        "outstanding": any(one.state in OUTSTANDING for one in now.requests),
        "sealed": sealed is not None and not sealed.is_behind,
        **board.facts(now, today),
    }


def _acts(now: board.Board, agreement: Agreement, person: User) -> dict[str, bool]:
    """What this person can do about it."""
    leads = bool(policies.can_lead(person, now.round))
    return {
        "leads": leads,
        "has_questions": leads and any(one.state == RequestState.QUESTION for one in now.requests),
        "may_recall": leads and bool(policies.can_recall(person, now.round)),
        "may_withdraw": bool(agreement_policies.can_withdraw(person, agreement)),
    }


def _cells(agreement: Agreement, row: board.Row, leads: bool) -> list[Any]:
    """One line of the table. No cell leads to a place where one signs."""
    or_else = f"or {', '.join(row.or_else)}" if row.or_else else ""
    disputed = f"Disputed by {quorum.joined([*row.disputed_by])}" if row.disputed_by else ""
    cells: list[Any] = [
        {"text": row.request.organisation.legal_name, "hint": f"And {', '.join(row.others)}" if row.others else ""},
        {"text": row.who, "hint": row.capacity or or_else},
        {"text": row.state, "tag": row.colour, "hint": disputed or row.note},
        uk_date(row.since) or "–",
    ]
    if leads:
        href = reverse("signing:one", args=[agreement.reference, row.name])
        manage = row.request.state in OUTSTANDING
        cells.append({"text": "Remind or change", "href": href} if manage else {"text": "See", "href": href})
    return cells


@require_GET
@login_required
def one(request: HttpRequest, reference: str, slot: str) -> HttpResponse:
    """One signature of the round, with what the lead can do about it."""
    agreement = shared.agreement(request, reference)
    person, today = shared.person(request), timezone.localdate()
    round_ = Round.objects.latest_of(agreement)
    now = board.of(round_) if round_ is not None else None
    row = next((row for row in now.rows(person, today) if row.name == slot), None) if now else None
    if now is None or row is None:
        raise Http404
    may_lead, checking = bool(policies.can_lead(person, now.round)), row.request.state == RequestState.CHECKING
    may_remind = policies.can_remind(person, row.request, timezone.now())
    context = frame(
        request,
        agreement,
        HERE,
        row=row,
        facts=_facts(now, row),
        leads=may_lead,
        may_remind=bool(may_remind),
        why_not=may_remind.reasons if may_lead and row.request.state in CHANGEABLE else (),
        outside=checking or (row.request.state in OUTSTANDING and row.request.route != Route.PORTAL),
        checking=checking,
        may_change=may_lead and row.request.state in CHANGEABLE,
        may_remove=bool(policies.can_remove(person, row.request, now.requests)),
    )
    return render(request, "signing/progress_one.html", context)


def _facts(now: board.Board, row: board.Row) -> list[dict[str, Any]]:
    request = row.request
    return [
        {"key": "Organisation", "value": request.organisation.legal_name},
        *([{"key": "Also binds", "value": {"lines": row.others}}] if row.others else []),
        {"key": "Who signs", "value": {"text": " or ".join([row.who, *row.or_else]), "hint": row.capacity}},
        {"key": "How", "value": request.get_route_display()},
        {"key": "State", "value": {"text": row.state, "tag": row.colour, "hint": row.note}},
        *([{"key": "Disputed by", "value": {"lines": list(row.disputed_by)}}] if row.disputed_by else []),
        {"key": "Asked on", "value": uk_date(request.asked_at) or "Not asked yet"},
        *([{"key": "Signed on", "value": uk_date(request.signed_at)}] if request.signed_at else []),
        {"key": "Last day to sign", "value": uk_date(request.sign_by_on)},
        *([{"key": "Reminded on", "value": uk_date(request.reminded_at)}] if request.reminded_at else []),
        *([{"key": "Its reviewer agreed", "value": _cleared(row)}] if now.round.reviewed_first else []),
    ]


def _cleared(row: board.Row) -> str:
    if row.request.cleared_at is None:
        return "Not yet"
    return f"{row.request.cleared_by}, {uk_date(row.request.cleared_at)}"


@require_GET
@login_required
def pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The signed PDF, once enough have signed. Nothing half-signed is ever handed out as signed."""
    version = shared.text_to_sign(request, reference, number)
    agreement = version.agreement
    round_ = Round.objects.filter(version=version, kind="whole").order_by("-opened_at").first()
    if round_ is None or not policies.is_signed_by_all(round_):
        raise Http404
    get_object_or_404(Sealing, version=version)
    state = sealing.whole(version)
    if state is None:
        return render(request, "signing/sealing.html", shared.frame(request, agreement, version=version))
    try:
        content = files.content(state)
    except files.FileLost:
        logger.critical("the signed file of %s is not what the register says", version)
        return render(
            request, "signing/sealing.html", shared.frame(request, agreement, version=version, lost=True), status=503
        )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{reference}-v{number}-signed.pdf"'
    return response
