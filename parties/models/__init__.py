from parties.models.organisations import Organisation, OrganisationGrant, OrganisationHelperGrant, Succession
from parties.models.people import Membership, MembershipOffer, MembershipRole, Team
from parties.models.records import Assurance, Contact, Upload

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
    "Upload",
]
