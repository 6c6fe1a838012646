"""The access rows of signatures on paper and of agreements signed elsewhere; see access_routes.

What was brought, and who sees it, has tests of its own: here nothing has been brought yet.
"""

from typing import Any

from django.utils import timezone

from signing.models import Request
from signing.services import packs
from tests.architecture import access_table as a
from tests.architecture.access_table import ELSEWHERE, Row
from tests.scenarios import World

_CONCERNED = ("officer", "signatory")
_LOOK_ON = ("reader", "officer", "reviewer", "administrator")


def _slot(world: World) -> dict[str, Any]:
    """The lead's own signature: its officer's and its signatory's business."""
    return a.agreement(world) | {"slot": "Signature-essex"}


def _pack(world: World) -> dict[str, Any]:
    """Asked for by the signatory, and not made yet."""
    request = Request.objects.select_related("round__version__agreement", "signatory").get(
        round__version__agreement=world.agreement, slot="Signature-essex"
    )
    packs.ask(request=request, by=request.signatory, at=timezone.now())
    return _slot(world)


ROUTES: dict[str, Row] = {
    "signing:papers": a.row(a.agreement, 404, (200, _LOOK_ON), (ELSEWHERE, ("signatory", "partner"))),
    "signing:paper": a.row(_slot, 404, (200, _CONCERNED)),
    "signing:paper_pack": a.row(_pack, 404, (200, _CONCERNED)),
    "signing:paper_pack_pdf": a.row(_pack, 404, (ELSEWHERE, _CONCERNED)),
    "signing:paper_upload": a.row(_slot, 404, (200, _CONCERNED)),
    "signing:paper_look": a.row(_slot, 404, (ELSEWHERE, _CONCERNED)),
    "signing:paper_written": a.row(_slot, 404, (ELSEWHERE, _CONCERNED)),
    "signing:paper_draft": a.row(a.with_(_slot, page=1), 404),
    "signing:paper_check": a.row(_slot, 404, (200, _CONCERNED)),
    "signing:paper_picture": a.row(a.with_(_slot, number=1, page=1), 404),
    "signing:paper_file": a.row(a.with_(_slot, number=1), 404),
    "signing:elsewhere": a.row(a.agreement, 404, (ELSEWHERE, a.PARTIES)),
    "signing:elsewhere_record": a.party(),
    "signing:elsewhere_file": a.row(a.agreement, 404),
}
