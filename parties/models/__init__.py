from parties.models.authority import Authority, Delegation, EvidenceFile, Mandate, MandateAnswer, MandateBody
from parties.models.collectives import Collective, CollectiveMember
from parties.models.organisations import Organisation, OrganisationGrant, OrganisationHelperGrant, Succession
from parties.models.people import Membership, MembershipOffer, MembershipRole, Team
from parties.models.records import Assurance, Contact, Upload
from parties.models.settings import OrganisationSettings

__all__ = [
    "Assurance",
    "Authority",
    "Collective",
    "CollectiveMember",
    "Contact",
    "Delegation",
    "EvidenceFile",
    "Mandate",
    "MandateAnswer",
    "MandateBody",
    "Membership",
    "MembershipOffer",
    "MembershipRole",
    "Organisation",
    "OrganisationGrant",
    "OrganisationHelperGrant",
    "OrganisationSettings",
    "Succession",
    "Team",
    "Upload",
]
