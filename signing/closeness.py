"""What a reader of the evidence should know of who signed: allowed, and said aloud."""

from accounts.models import User
from signing.models import Request


def flags(*, request: Request, person: User) -> dict[str, object]:
    """Whether the signatory also wrote or sent the text, and for which other parties they sign the same version."""
    version = request.round.version
    agreement = version.agreement
    took_part = {agreement.created_by_id, version.frozen_by_id, request.round.opened_by_id}
    wrote = person.pk in took_part or agreement.pieces.filter(changed_by=person).exists()
    return {"also_drafted": wrote, "also_signs_for": also_for(request=request, person=person)}


def also_for(*, request: Request, person: User) -> list[str]:
    """Names of the other parties of the round for which the same person is asked, or has signed."""
    others = Request.objects.put_to(person).filter(round=request.round).exclude(pk=request.pk)
    others = others.exclude(party_key=request.party_key).select_related("organisation")
    return [one.organisation.legal_name for one in others.order_by("pk")]
