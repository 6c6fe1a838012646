"""The access rows of the signatory's way and of the evidence; see access_routes."""

from typing import Any

from tests.architecture import access_table as a
from tests.architecture.access_table import Row
from tests.scenarios import World

LOOK_AFTER = ("partner", "officer", "reviewer", "administrator")


def signed(world: World) -> dict[str, Any]:
    return {"reference": world.signed.reference}


def for_lead(world: World) -> dict[str, Any]:
    return signed(world) | {"party": "essex"}


ROUTES: dict[str, Row] = {
    "signing:landing": a.party(),
    "signing:start": a.only_posted(a.agreement),
    "signing:before": a.signatory_only(),
    "signing:read": a.signatory_only(),
    "signing:decision": a.signatory_only(),
    "signing:bodies": a.signatory_only(),
    "signing:declare": a.signatory_only(),
    "signing:confirm": a.row(a.agreement, 404, (a.ELSEWHERE, a.PARTIES)),
    "signing:others": a.party(),
    "signing:done": a.row(for_lead, 404, (200, ("signatory",))),
    "signing:evidence": a.row(for_lead, 404, (200, ("signatory",))),
    "signing:receipt": a.row(for_lead, 404, (a.ELSEWHERE, ("signatory",))),
    # Nobody signed for it under a mandate, so there is nothing to object to.
    "signing:object": a.no_longer_there(for_lead),
    "signing:text": a.party(a.version),
    "signing:text_pdf": a.party(a.version),
    "signing:proofs": a.party(signed),
    "signing:record": a.row(a.with_(signed, number=1), 404, (200, (*LOOK_AFTER, "signatory"))),
    "signing:want_bundle": a.only_posted(signed),
    # Nobody has asked for it yet.
    "signing:bundle": a.row(signed, 404, (a.ELSEWHERE, LOOK_AFTER)),
    "chain:index": a.public(),
    "chain:day": a.everyone(404, lambda world: {"on": "2026-02-30"}),
}
