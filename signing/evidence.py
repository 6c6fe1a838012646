"""What is kept of one act of signing: everything that has to be shown if somebody says 'I never signed that'."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from parties.capacities import Capacity
from signing.models import Signature

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How the person reached the portal, as far as a server can know."""

    address: str = ""
    browser: str = ""
    language: str = ""


def record(signature: Signature, capacity: Capacity, circumstances: Circumstances) -> dict[str, Any]:
    """The facts of the act, in a shape that does not depend on our tables."""
    request, version = signature.request, signature.version
    return {
        "format": FORMAT,
        "signature": signature.reference,
        "number": signature.number,
        "previous_hash": signature.previous_hash,
        "agreement": version.agreement.reference,
        "version": version.number,
        "fingerprint": signature.fingerprint,
        "party": signature.party_key,
        "organisation": _organisation(signature),
        "person": _person(signature),
        "capacity": {
            "kind": str(capacity.kind),
            "authority": capacity.reference,
            "acting_for": capacity.acting_for,
            "evidence_sha256": capacity.evidence_sha256,
        },
        "statements": signature.statements,
        "language": "en-GB",
        "identity": _identity(signature),
        "asked": {"by": str(request.round.opened_by or ""), "at": instant(request.asked_at)},
        "opened_at": instant(request.opened_at),
        "signed_at": instant(signature.signed_at),
        "from": {
            "address": circumstances.address,
            "browser": circumstances.browser[:500],
            "language": circumstances.language[:200],
        },
    }


def instant(at: dt.datetime | None) -> str:
    """UTC, to the millisecond; empty when it did not happen."""
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else ""


def _organisation(signature: Signature) -> dict[str, Any]:
    organisation = signature.organisation
    return {
        "slug": organisation.slug,
        "name": organisation.legal_name,
        "ico_reference": organisation.ico_reference,
    }


def _person(signature: Signature) -> dict[str, Any]:
    person = signature.person
    assert person is not None, "nobody of this portal gave it"
    return {
        "id": person.pk,
        "name": person.full_name,
        "typed_name": signature.typed_name,
        "email": person.email,
        "office": signature.office,
        "rank": signature.rank,
    }


def _identity(signature: Signature) -> dict[str, Any]:
    person, confirmation = signature.person, signature.confirmation
    assert person is not None, "nobody of this portal gave it"
    assert confirmation is not None, "a constraint pairs it with its person"
    return {
        "signed_in_at": instant(person.last_login),
        "method": confirmation.method,
        "credential": confirmation.credential,
        "confirmed_at": instant(confirmation.confirmed_at),
        "purpose": confirmation.purpose,
        "proof": confirmation.proof,
    }
