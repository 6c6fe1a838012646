"""The access rows of the pages of a draft; see access_routes."""

from typing import Any

from tests.architecture import access_table as a
from tests.architecture.access_table import Row
from tests.scenarios import World


def draft(world: World) -> dict[str, Any]:
    return {"reference": world.draft.reference}


_SECTION = a.with_(draft, section="purpose")
_QUESTION = a.with_(_SECTION, question="purposes")
_ROW = a.with_(_QUESTION, where="purposes/help")

ROUTES: dict[str, Row] = {
    "drafting:tasks": a.row(draft, 404, (200, a.PARTIES)),
    "drafting:section": a.row(_SECTION, 404, (200, a.PARTIES)),
    "drafting:question": a.row(_QUESTION, 404, (200, a.PARTIES)),
    "drafting:not_needed": a.row(_SECTION, 404, (200, a.PARTIES)),
    "drafting:ask_section": a.row(_SECTION, 404, (200, a.PARTIES)),
    "drafting:present": a.row(_SECTION, 404, (200, a.PARTIES)),
    "drafting:add": a.row(a.with_(_QUESTION, where="purposes"), 404, (200, a.PARTIES)),
    "drafting:change": a.row(_ROW, 404, (200, a.PARTIES)),
    "drafting:remove": a.row(_ROW, 404, (200, a.PARTIES)),
    "drafting:move": a.row(_ROW, 405, anonymous=405),
    "drafting:keep": a.row(_QUESTION, 405, anonymous=405),
}
