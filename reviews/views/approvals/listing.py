"""The approvals board, for everybody in the agreement."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from agreements import policies as agreements
from foundation.templatetags.ui import uk_date, uk_datetime
from reviews import approvals, policies, standing
from reviews.board import Row
from reviews.choices import STANDING_COLOURS, Ending, Outcome
from reviews.models import Circulation, Decision
from reviews.views.approvals import seat
from reviews.views.approvals.seat import Seat

DECISIONS = 100
HEAD = ("Party", "State", "Decided", "Text", "Next reminder")
HEAD_FROZEN = ("Party", "State", "Decided", "Why the lead went on")


@require_http_methods(["GET", "HEAD"])
@login_required
def board(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    context = here.frame(
        newest=here.newest,
        may_send=bool(agreements.can_send_for_review(here.person, here.agreement)),
        decisions=list(_decisions(here.newest)) if here.newest else [],
    )
    if here.board is not None:
        context |= _open(here)
    elif here.newest is not None:
        context |= _closed(here.newest)
    return render(request, "reviews/approvals/board.html", context)


def _open(here: Seat) -> dict[str, Any]:
    board = here.board
    assert board is not None
    leads = bool(policies.can_see_through(here.person, here.agreement, here.circulation))
    own = here.own_rows()
    approved, total = sum(row.is_approved for row in board.rows), sum(row.is_party for row in board.rows)
    return {
        "head": (*HEAD, "Who is asked") if leads else HEAD,
        "rows": [_row(here, row, leads) for row in board.rows],
        "reasons": board.reasons,
        "omissions": [row for row in board.rows if row.is_missing and row.omission],
        "leads": leads,
        "may_go_on": leads and bool(board.can_do_without(here.on)),
        "may_decide": bool(policies.can_decide(here.person, here.agreement, here.circulation)),
        "waits_for_you": [row.organisation.name for row in own if row.still_to_answer],
        "approved": approved,
        "total": total,
        "progress_label": f"{approved} of {total} approved the text as it is now",
    }


def _row(here: Seat, row: Row, leads: bool) -> list[Any]:
    asked = ", ".join(str(one.person) for one in row.reviewers)
    organisation = row.organisation
    cells: list[Any] = [
        {"text": organisation.name, "hint": _asked_words(row, asked)},
        _state(row),
        _decided(row.decision),
        _text(here, row),
        _reminder(here, row),
    ]
    if leads:
        link = {"text": _lead_words(row), "href": here.link("reviewers", organisation.slug)}
        cells.append(link if row.is_party else "–")
    return cells


def _lead_words(row: Row) -> str:
    name = row.organisation.name
    if not row.reviewers:
        return f"Ask somebody to answer for {name}"
    return f"Remind or change who answers for {name}" if row.still_to_answer else f"Change who answers for {name}"


def _asked_words(row: Row, asked: str) -> str:
    if not row.is_party:
        return "No longer in the text"
    return f"Asked: {asked}" if asked else "Nobody is asked"


def _state(row: Row) -> dict[str, Any]:
    state: dict[str, Any] = {"text": row.standing.label, "tag": row.colour}
    if row.decision and row.decision.expires_on:
        state["hint"] = f"Holds up the text until {standing.long(row.decision.expires_on)}"
    if row.omission and row.is_missing:
        state["hint"] = "The lead goes on without it"
    return state


def _decided(decision: Decision | None) -> Any:
    if decision is None:
        return "–"
    return {"text": uk_datetime(decision.at), "hint": f"{decision.get_outcome_display()}, {decision.person}"}


def _text(here: Seat, row: Row) -> Any:
    if row.decision is None:
        return "–"
    revision = f"Revision {row.decision.text.revision}"
    if not row.changed:
        return {"text": revision, "hint": "The text as it is now"}
    count = len(row.changed)
    return {
        "text": f"{revision}, {count} {'section' if count == 1 else 'sections'} changed since",
        "href": here.link("changes", row.organisation.slug),
        "hint": standing.listed([section.title for section in row.changed]),
    }


def _reminder(here: Seat, row: Row) -> str:
    if not row.still_to_answer or not row.reviewers or here.circulation is None:
        return "–"
    day = standing.next_reminder(here.circulation.due_on, row.calendar, on=here.on)
    return uk_date(day) if day else "–"


def _decisions(circulation: Circulation) -> Iterator[dict[str, Any]]:
    """What everybody said, the newest first."""
    found = circulation.decisions.select_related("organisation", "person", "text").defer("text__text")
    for decision in found.order_by("-at", "-pk")[:DECISIONS]:
        yield {"decision": decision, "title": f"{decision.organisation.name}: {Outcome(decision.outcome).label}"}


def _closed(circulation: Circulation) -> dict[str, Any]:
    """How each party stood when the text was frozen; for other endings, the words for it."""
    context: dict[str, Any] = {"ending": Ending(circulation.ending).label if circulation.ending else ""}
    version = circulation.version
    if version is None:
        return context
    found = approvals.of_version(version)
    return context | {"version": version, "head": HEAD_FROZEN, "rows": [_frozen(row) for row in found]}


def _frozen(row: approvals.PartyApproval) -> list[Any]:
    decided = {"text": uk_datetime(row.decided_at), "hint": row.person} if row.decided_at else "–"
    state = {"text": row.standing.label, "tag": STANDING_COLOURS[row.standing]}
    return [row.organisation, state, decided, row.without_because or "–"]
