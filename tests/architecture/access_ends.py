"""The access rows of leaving, pausing and ending; see access_routes."""

from typing import Any

from tests.architecture import access_table as a
from tests.architecture.access_table import Row
from tests.scenarios import World


def _partner(world: World) -> dict[str, Any]:
    return {"party": world.partner.slug}


def _of_partner(base: a.Kwargs) -> a.Kwargs:
    return lambda world: base(world) | _partner(world)


ROUTES: dict[str, Row] = {
    "closing:manage": a.party(a.changing),
    "closing:leave": a.party(a.changing),
    "closing:leave_as": a.party(_of_partner(a.reviewed)),
    "closing:take_back": a.party(_of_partner(a.changing)),
    "closing:pause": a.party(a.reviewed),
    "closing:lift": a.party(a.changing),
    "closing:end": a.party(a.reviewed),
    "closing:call_off": a.party(a.changing),
}
"""Everybody at a party reads what each of these does, and why they cannot do it."""
