"""The access rows of what becomes of data; see access_routes."""

from typing import Any

from tests.architecture import access_table as a
from tests.architecture.access_table import Row
from tests.scenarios import World


def _counted(world: World) -> dict[str, Any]:
    """The retention rule of the other party: how long it keeps data is its own people's to count."""
    return a.reviewed(world) | {"party": world.partner.slug, "rule": "kept"}


def _countdown(world: World) -> dict[str, Any]:
    return {"pk": world.later.counted.pk}


def _disposal(world: World) -> dict[str, Any]:
    """Of the other party, which held data; what it says of it, all may read."""
    return a.ended(world) | {"party": world.partner.slug}


ROUTES: dict[str, Row] = {
    "closing:disposal": a.party(a.ended),
    "closing:confirm_disposal": a.party(_disposal),
    # Nobody has said yet what became of the data, so there is neither proof of it nor a certificate.
    "closing:certificate": a.no_longer_there(a.with_(a.ended, number=1)),
    "closing:disposal_evidence": a.no_longer_there(a.with_(a.ended, token="0" * 32)),
    "closing:rules": a.party(a.reviewed),
    "closing:count": a.row(_counted, 404, (200, ("partner",))),
    "closing:keeping": a.signed_in(),
    "closing:all_rules": a.signed_in(),
    "closing:done": a.row(_countdown, 404, (200, ("partner",))),
    "closing:look": a.row(_countdown, 404, (200, ("partner",))),
    "closing:stop": a.row(_countdown, 404, (200, ("partner",))),
}
