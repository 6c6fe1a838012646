"""What is kept of one act of signing: everything that has to be shown if somebody says 'I never signed that'."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from accounts.models import Confirmation
from signing.binding import Binding
from signing.declared import LANGUAGE, Declaration, capacity, instant
from signing.models import Objection, Signature
from signing.timekeeping import Clock

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["FORMAT", "Circumstances", "instant", "objection", "record"]

FORMAT = 2
"""1 had no declaration and no clock; records of 1 stay as they are and keep their hashes."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How the person reached the portal, as far as a server can know."""

    address: str = ""
    browser: str = ""
    language: str = ""
    forwarded: str = ""
    """What proxies said of where the request came from, as it arrived."""
    proxies: int = 0
    """How many of them are ours, and believed."""
    signed_in_with: tuple[str, ...] = ()
    clock: Clock = field(default_factory=Clock)


def record(
    signature: Signature,
    binding: Binding,
    declaration: Declaration,
    circumstances: Circumstances,
    facts: dict[str, Any],
) -> dict[str, Any]:
    """The facts of the act, in a shape that does not depend on our tables.

    Of several signatures given at once, each names its own body, and the leading one holds the declaration for all.
    """
    request, version = signature.request, signature.version
    leading = signature.given_with
    return {
        "format": FORMAT,
        "kind": "signature",
        "signature": signature.reference,
        "number": signature.number,
        "previous_hash": signature.previous_hash,
        "agreement": version.agreement.reference,
        "version": version.number,
        "fingerprint": signature.fingerprint,
        "party": signature.party_key,
        "slot": request.slot,
        "attempt": signature.attempt,
        "given_with": leading.reference if leading else "",
        "organisation": _organisation(signature),
        "person": _person(signature),
        "capacity": capacity(binding),
        "statements": signature.statements,
        "language": LANGUAGE,
        "declaration": None if leading else declaration.record,
        "declaration_digest": declaration.digest,
        "identity": _identity(signature, circumstances),
        "asked": {"by": str(request.round.opened_by or ""), "at": instant(request.asked_at)},
        "opened_at": instant(request.opened_at),
        "signed_at": instant(signature.signed_at),
        "clock": circumstances.clock.record,
        "from": _origin(circumstances),
    } | facts


def objection(link: Objection) -> dict[str, Any]:
    """What is kept when a body says that it was wrong to sign for it."""
    signature, person = link.signature, link.person
    return {
        "format": FORMAT,
        "kind": "objection",
        "number": link.number,
        "previous_hash": link.previous_hash,
        "signature": signature.reference,
        "signature_hash": signature.hash,
        "agreement": signature.version.agreement.reference,
        "version": signature.version.number,
        "fingerprint": signature.fingerprint,
        "party": signature.party_key,
        "organisation": _organisation(signature),
        "person": {"id": person.pk, "name": person.full_name, "email": person.email},
        "reason": link.reason,
        "at": instant(link.at),
    }


def _organisation(signature: Signature) -> dict[str, Any]:
    organisation = signature.organisation
    return {
        "slug": organisation.slug,
        "name": organisation.legal_name,
        "ico_reference": organisation.ico_reference,
    }


def _signer(signature: Signature) -> "User":
    assert signature.person is not None, "given on paper: its record is made elsewhere"
    return signature.person


def _person(signature: Signature) -> dict[str, Any]:
    person = _signer(signature)
    return {
        "id": person.pk,
        "name": person.full_name,
        "typed_name": signature.typed_name,
        "email": person.email,
        "job_title": person.job_title,
        "office": signature.office,
        "rank": signature.rank,
    }


def _identity(signature: Signature, circumstances: Circumstances) -> dict[str, Any]:
    confirmation = signature.confirmation
    assert isinstance(confirmation, Confirmation)
    return {
        "signed_in_at": instant(_signer(signature).last_login),
        "signed_in_with": list(circumstances.signed_in_with),
        "method": confirmation.method,
        "credential": confirmation.credential,
        "confirmed_at": instant(confirmation.confirmed_at),
        "purpose": confirmation.purpose,
        "proof": confirmation.proof,
    }


def _origin(circumstances: Circumstances) -> dict[str, Any]:
    return {
        "address": circumstances.address,
        "forwarded": circumstances.forwarded[:300],
        "trusted_proxies": circumstances.proxies,
        "browser": circumstances.browser[:500],
        "language": circumstances.language[:200],
    }
