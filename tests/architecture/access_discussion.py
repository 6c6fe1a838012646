"""The access rows of what is said about a draft; see access_routes."""

from typing import Any

from django.utils import timezone

from drafting.choices_discussion import ThreadKind
from drafting.models import Thread
from drafting.services import discussion
from tests.architecture import access_table as a
from tests.architecture.access_drafting import draft
from tests.architecture.access_table import Row
from tests.scenarios import World


def _suggestion(world: World) -> dict[str, Any]:
    """By the other party's officer, visible to all."""
    row = Thread.objects.filter(agreement=world.draft, by=world.people["partner"], only_for=None).first()
    said = discussion.Opening(
        kind=ThreadKind.SUGGESTION,
        organisation=world.partner,
        section="purpose",
        question="text",
        path="sections/purpose",
        field="text",
        proposed="To help early.",
    )
    row = row or discussion.start(agreement=world.draft, said=said, by=world.people["partner"], at=timezone.now())
    return draft(world) | {"thread": row.reference}


def _passage(world: World) -> dict[str, Any]:
    return draft(world) | {"section": "purpose", "question": "text", "where": "sections/purpose/text"}


ROUTES: dict[str, Row] = {
    "drafting:discussion": a.row(draft, 404, (200, a.PARTIES)),
    "drafting:accept_suggestions": a.row(draft, 404, (200, a.PARTIES)),
    "drafting:discuss_section": a.row(a.with_(draft, section="purpose"), 404, (200, a.PARTIES)),
    "drafting:discuss": a.row(a.with_(draft, section="purpose", question="purposes"), 404, (200, a.PARTIES)),
    "drafting:suggest": a.row(_passage, 404, (200, a.PARTIES)),
    "drafting:thread": a.row(_suggestion, 404, (200, a.PARTIES)),
    "drafting:close_thread": a.row(_suggestion, 404, (200, a.PARTIES)),
    "drafting:reopen_thread": a.row(_suggestion, 405, anonymous=405),
    "drafting:share_thread": a.row(_suggestion, 404, (200, a.PARTIES)),
    "drafting:decide": a.row(_suggestion, 404, (200, a.PARTIES)),
}
