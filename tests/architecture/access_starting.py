"""The access rows of these pages; see access_routes."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from drafting.services import triage, wording
from tests.architecture import access_table as a
from tests.architecture.access_drafting import draft
from tests.architecture.access_table import Row
from tests.scenarios import World

_TRIAGE = UUID("00000000-0000-4000-8000-000000000001")
_WORDING = UUID("00000000-0000-4000-8000-000000000002")
_OFFICERS = ("partner", "officer")


def asked(world: World) -> dict[str, Any]:
    """A triage of home's that nobody has answered yet: begun when first needed, and once."""
    triage.begin(
        reference=_TRIAGE,
        organisation=world.home,
        subject="Early help",
        question="Who needs help?",
        others="",
        by=world.people["officer"],
        at=timezone.now(),
    )
    return {"token": _TRIAGE}


def kept(world: World) -> dict[str, Any]:
    """Wording of home's."""
    wording.keep(
        reference=_WORDING,
        organisation=world.home,
        title="Retention",
        text="Six years.",
        section="",
        question="",
        by=world.people["officer"],
        at=timezone.now(),
    )
    return {"token": _WORDING}


_ANSWER = a.with_(draft, section="necessity", question="text")
# A file that nobody brought; what becomes of real ones is in tests/drafting/test_attachments.py.
_FILE = a.with_(draft, token="0" * 32)

ROUTES: dict[str, Row] = {
    "drafting:start": a.row(a.nothing, 403, (200, _OFFICERS)),
    "drafting:step": a.row(a.with_(asked, key="public"), 404, (a.ELSEWHERE, a.HOME), (200, ("officer",))),
    "drafting:start_template": a.row(asked, 404, (a.ELSEWHERE, a.HOME)),
    "drafting:start_name": a.row(asked, 404, (a.ELSEWHERE, a.HOME)),
    "drafting:triages": a.signed_in(),
    "drafting:triages_csv": a.signed_in(),
    "drafting:triage": a.row(asked, 404, (200, a.HOME), (a.ELSEWHERE, ("officer",))),
    "drafting:reopen": a.only_posted(asked),
    "drafting:wordings": a.signed_in(),
    "drafting:keep_wording": a.row(a.nothing, 403, (200, (*_OFFICERS, "operator"))),
    "drafting:wording": a.row(kept, 404, (200, a.HOME)),
    "drafting:change_wording": a.row(kept, 404, (403, a.HOME), (200, ("officer",))),
    "drafting:retire_wording": a.row(kept, 404, (403, a.HOME), (200, ("officer",))),
    "drafting:copy": a.row(draft, 404, (200, a.PARTIES)),
    "drafting:pick_wording": a.row(_ANSWER, 404, (200, a.PARTIES)),
    "drafting:use_wording": a.row(lambda world: _ANSWER(world) | kept(world), 404, (200, a.HOME)),
    "drafting:keep_answer": a.row(_ANSWER, 404, (403, a.PARTIES), (200, _OFFICERS)),
    "drafting:attachments": a.row(draft, 404, (200, a.PARTIES)),
    "drafting:attach": a.row(draft, 404, (200, a.PARTIES)),
    "drafting:attachment": a.row(_FILE, 404),
    "drafting:list_attachment": a.only_posted(_FILE),
    "drafting:remove_attachment": a.row(_FILE, 404),
}
