"""What is kept of a signature that somebody brought: the file, who brought it, who checked it, and what they saw."""

from typing import Any

from signing.evidence import FORMAT, instant
from signing.models import Paper, Signature


def record(signature: Signature, paper: Paper) -> dict[str, Any]:
    """The facts, in a shape that does not depend on our tables. It says of itself that the portal did not see the act.

    Named as in ``signing.evidence`` wherever it is the same fact.
    """
    version, organisation = signature.version, signature.organisation
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
        "slot": signature.request.slot,
        "attempt": signature.attempt,
        "organisation": {
            "slug": organisation.slug,
            "name": organisation.legal_name,
            "ico_reference": organisation.ico_reference,
        },
        "given_with": signature.given_with.reference if signature.given_with else "",
        "witnessed_by_portal": False,
        "person": {"name": paper.name, "office": paper.office, "rank": paper.rank},
        "capacity": {"kind": str(signature.capacity), "authority": signature.authority},
        "statements": signature.statements,
        "language": "en-GB",
        "paper": {
            "route": paper.route,
            "sha256": paper.sha256,
            "media_type": paper.media_type,
            "size": paper.size,
            "pages": paper.pages,
            "dated_on": paper.dated_on.isoformat(),
            "keeper": paper.keeper,
            "uploaded_by": _person(paper.uploaded_by),
            "uploaded_at": instant(paper.uploaded_at),
            "checked_by": _person(paper.checked_by),
            "checked_at": instant(paper.checked_at),
            "checks": paper.checks,
        },
        "signed_at": instant(signature.signed_at),
    }


def _person(person: Any) -> dict[str, Any]:
    return {"id": person.pk, "name": person.full_name, "email": person.email}
