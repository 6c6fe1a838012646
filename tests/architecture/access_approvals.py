"""The access rows of a text that goes round the parties; see access_routes."""

from typing import Any

from tests.architecture import access_table as a
from tests.architecture.access_drafting import draft
from tests.architecture.access_table import Row
from tests.scenarios import World


def _party(world: World) -> dict[str, Any]:
    """A party of an agreement that is not in review: there is no such page, whoever asks."""
    return draft(world) | {"party": world.partner.slug}


ROUTES: dict[str, Row] = {
    "reviews:board": a.row(draft, 404, (200, a.PARTIES)),
    "reviews:send": a.row(draft, 404, (200, a.PARTIES)),
    "reviews:decide": a.row(draft, 404, (200, a.PARTIES)),
    "reviews:extend": a.row(draft, 404, (200, a.PARTIES)),
    "reviews:go_on": a.row(draft, 404, (200, a.PARTIES)),
    "reviews:take_back": a.row(draft, 404, (200, a.PARTIES)),
    "reviews:reviewers": a.no_longer_there(_party),
    "reviews:changes": a.no_longer_there(_party),
    "reviews:remind": a.only_posted(_party),
}
