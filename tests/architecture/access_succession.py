"""The access rows of organisations that follow others; see access_routes."""

from typing import Any

from tests.architecture import access_table as a
from tests.architecture.access_table import Row
from tests.scenarios import World


def _abolished(world: World) -> dict[str, Any]:
    """Nobody has proposed yet what follows it."""
    return {"organisation": world.later.abolished.slug}


def _left_behind(world: World) -> dict[str, Any]:
    return _abolished(world) | {"reference": world.later.left_behind.reference}


def _merged(world: World) -> dict[str, Any]:
    """Somebody who is not among the people of this world proposed that it goes on in the leading organisation."""
    return {"organisation": world.later.merged.slug}


_CONCERNED = ("administrator", "operator")

ROUTES: dict[str, Row] = {
    "agreements:succession": a.row(_abolished, 403, (200, _CONCERNED)),
    "agreements:succession_choose": a.row(_left_behind, 403, (200, ("operator",))),
    "agreements:succession_propose": a.row(_abolished, 403, (200, ("operator",))),
    "agreements:succession_confirm": a.row(_merged, 403, (200, _CONCERNED)),
    "agreements:succession_take_back": a.only_posted(_merged),
    "agreements:succession_again": a.only_posted(_merged),
}
"""That the organisation is there is no secret; what it has here is for those concerned."""
