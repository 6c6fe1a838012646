"""The access rows of texts that replace one another; see access_routes."""

from typing import Any

from tests.architecture import access_table as a
from tests.architecture.access_table import Row
from tests.scenarios import World


def _successor(world: World) -> dict[str, Any]:
    return {"reference": world.later.successor.reference}


ROUTES: dict[str, Row] = {
    "agreements:change_new": a.party(a.quiet),
    "agreements:change": a.party(_successor),
    "agreements:change_in_force": a.party(_successor),
}
