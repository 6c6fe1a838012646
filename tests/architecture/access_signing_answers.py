"""The access rows of what people say instead of signing; see access_routes."""

from typing import Any

from django.utils import timezone

from signing.choices import QuestionKind
from signing.models import Question, Request
from signing.services import answers
from tests.architecture import access_table as a
from tests.architecture.access_table import ELSEWHERE, Row
from tests.scenarios import World


def _signed(world: World) -> dict[str, Any]:
    """For its lead, by the signatory."""
    return {"reference": world.signed.reference, "party": "essex"}


def _question(world: World) -> dict[str, Any]:
    """By the other party's signatory, of an agreement that waits for them."""
    request = Request.objects.select_related("round__version__agreement", "signatory").get(
        round__version__agreement=world.signed, party_key="police"
    )
    asked = Question.objects.filter(request=request).first() or answers.ask(
        request=request, kind=QuestionKind.QUESTION, text="Which?", by=request.signatory, at=timezone.now()
    )
    return {"reference": world.signed.reference, "pk": asked.pk}


_OWN = a.with_(a.agreement, party="essex")
_OTHERS = tuple(who for who in a.PARTIES if who != "officer")

ROUTES: dict[str, Row] = {
    "signing:question": a.row(_OWN, 404, (200, ("signatory",))),
    "signing:changes": a.row(_OWN, 404, (200, ("signatory",))),
    "signing:decline": a.row(_OWN, 404, (200, ("signatory",))),
    "signing:pass_on": a.row(_OWN, 404, (200, ("signatory",))),
    "signing:take_back": a.row(_OWN, 404, (409, ("signatory",))),
    "signing:answered": a.row(_OWN, 404, (200, ("signatory",))),
    "signing:retract": a.row(_signed, 404, (200, ("signatory",))),
    "signing:retract_confirm": a.row(_signed, 404, (ELSEWHERE, ("signatory",))),
    "signing:questions": a.party(),
    "signing:one_question": a.row(_question, 404, (200, a.PARTIES)),
    "signing:choose": a.row(a.with_(a.agreement, slot="Signature-essex"), 404, (409, ("administrator",))),
    "signing:ask_again": a.row(a.with_(a.agreement, slot="Signature-police"), 404, (403, _OTHERS), (409, ("officer",))),
}
