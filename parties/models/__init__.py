from parties.models.organisations import (
    Assurance,
    Contact,
    Organisation,
    OrganisationGrant,
    OrganisationHelperGrant,
    Succession,
)
from parties.models.people import Membership, MembershipOffer, MembershipRole, Team

__all__ = [
    "Assurance",
    "Contact",
    "Membership",
    "MembershipOffer",
    "MembershipRole",
    "Organisation",
    "OrganisationGrant",
    "OrganisationHelperGrant",
    "Succession",
    "Team",
]
