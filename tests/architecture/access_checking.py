"""The access rows of checks, history, comparisons and previews; see access_routes."""

import uuid
from typing import Any

from tests.architecture import access_table as a
from tests.architecture.access_table import Row
from tests.scenarios import World


def draft(world: World) -> dict[str, Any]:
    return {"reference": world.draft.reference}


_ANSWER = a.with_(draft, section="purpose", question="text")
_NOBODYS = a.with_(draft, token=uuid.UUID(int=0))

ROUTES: dict[str, Row] = {
    "drafting:checks": a.party(draft),
    "drafting:checks_csv": a.party(draft),
    "drafting:pictures": a.party(draft),
    "drafting:one_rule": a.party(a.with_(draft, rule="pty-01")),
    "drafting:waive": a.party(a.with_(draft, rule="pty-04")),
    "drafting:withdraw_waiver": a.no_longer_there(a.with_(draft, key="none")),
    "drafting:history": a.party(draft),
    "drafting:answer_history": a.party(_ANSWER),
    "drafting:restore": a.only_posted(_ANSWER),
    "drafting:compare": a.party(draft),
    "drafting:compare_template": a.party(draft),
    "drafting:preview": a.party(draft),
    "drafting:ask_preview": a.only_posted(draft),
    "drafting:preview_progress": a.no_longer_there(_NOBODYS),
    "drafting:preview_pdf": a.no_longer_there(_NOBODYS),
}
