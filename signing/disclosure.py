"""Who may see which evidence of an agreement. It names people, so seeing the agreement is not enough."""

from typing import TYPE_CHECKING

from accounts import access
from accounts.roles import OrgPermission
from agreements.choices import COMPLETE
from agreements.models import Agreement
from foundation.verdicts import Verdict
from signing.models import Signature

if TYPE_CHECKING:
    from accounts.models import User

_LOOK_AFTER = (OrgPermission.DRAFT, OrgPermission.REVIEW, OrgPermission.MANAGE_PEOPLE)


def can_see_records(person: "User", agreement: Agreement) -> Verdict:
    """All records: those who draft, review or administer for a party; everybody of a party who signs for it once the
    agreement is complete."""
    parties = set(agreement.parties.values_list("organisation", flat=True))
    looks_after = any(parties & access.organisation_ids(person, permission) for permission in _LOOK_AFTER)
    signs = bool(parties & access.organisation_ids(person, OrgPermission.SIGN))
    return Verdict.unless(
        looks_after or (signs and agreement.status in COMPLETE),
        "Officers, reviewers and administrators of the parties see the records. "
        "Signatories see their own, and all of them when the agreement is complete.",
    )


def can_see_record(person: "User", signature: Signature, *, of_all: bool) -> bool:
    return of_all or signature.person_id == person.pk
