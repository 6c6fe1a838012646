"""The access rows of the pages of parties, of rows for several of them, and of pasting; see access_routes."""

from typing import Any

from tests.architecture import access_table as a
from tests.architecture.access_table import Row
from tests.scenarios import World


def _draft(world: World) -> dict[str, Any]:
    return {"reference": world.draft.reference}


_PARTIES = a.with_(_draft, section="parties", question="parties")
_PARTY = a.with_(_PARTIES, key="p1")
_BASIS = a.with_(_draft, section="law", question="basis")
_DATA = a.with_(_draft, section="data", question="data")

ROUTES: dict[str, Row] = {
    **{
        f"drafting:{name}": a.row(_PARTIES, 404, (200, a.PARTIES))
        for name in ("parties", "parties_find", "parties_by_hand", "parties_names", "parties_group", "parties_roles")
    },
    **{
        f"drafting:{name}": a.row(_PARTY, 404, (200, a.PARTIES))
        for name in ("party", "party_refresh", "party_replace", "party_remove")
    },
    "drafting:together": a.row(_BASIS, 404, (200, a.PARTIES)),
    "drafting:together_add": a.row(_BASIS, 404, (200, a.PARTIES)),
    "drafting:together_change": a.row(a.with_(_BASIS, key="b1"), 404, (200, a.PARTIES)),
    "drafting:supplied": a.row(_DATA, 404, (200, a.PARTIES)),
    "drafting:paste": a.row(a.with_(_DATA, where="datasets/families/items"), 404, (200, a.PARTIES)),
}
