"""What is kept of the withdrawal of a signature: who, which, when, why, and how they were known."""

from typing import Any

from accounts.models import Confirmation
from signing.evidence import Circumstances, instant
from signing.models import Retraction

FORMAT = 1


def record(retraction: Retraction, confirmation: Confirmation, circumstances: Circumstances) -> dict[str, Any]:
    """The facts of the act, in a shape that does not depend on our tables."""
    signature, person = retraction.signature, retraction.person
    together = signature.given_together.order_by("number").values_list("number", flat=True)
    return {
        "format": FORMAT,
        "kind": "retraction",
        "number": retraction.number,
        "previous_hash": retraction.previous_hash,
        "signature": signature.reference,
        "signature_hash": signature.hash,
        "given_with_it": [f"SIG-{number:06d}" for number in together],
        "agreement": signature.version.agreement.reference,
        "version": signature.version.number,
        "fingerprint": signature.fingerprint,
        "party": signature.party_key,
        "person": {"id": person.pk, "name": person.full_name, "email": person.email},
        "reason": retraction.reason,
        "identity": {
            "signed_in_at": instant(person.last_login),
            "method": confirmation.method,
            "credential": confirmation.credential,
            "confirmed_at": instant(confirmation.confirmed_at),
            "purpose": confirmation.purpose,
            "proof": confirmation.proof,
        },
        "withdrawn_at": instant(retraction.at),
        "from": {
            "address": circumstances.address,
            "browser": circumstances.browser[:500],
            "language": circumstances.language[:200],
        },
    }
