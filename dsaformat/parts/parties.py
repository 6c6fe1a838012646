"""Who shares: organisations, their roles, people and promises."""

from typing import Annotated

from dsaformat.choices import ContactRole, DpiaDecision, Handling, Role, SignatureRoute, Standing, Vetting
from dsaformat.values import (
    Chosen,
    Code,
    Codes,
    Day,
    Flag,
    FromLaw,
    Line,
    Part,
    PartyKey,
    PartyKeys,
    RequiredLine,
    Row,
    Text,
    blank,
    many,
    maybe,
    must,
    no,
)


class Contact(Part):
    role: ContactRole = must("Role", default=ContactRole.GENERAL)
    name: Line = blank("Name")
    office: Line = blank("Office or job title")
    email: Line = blank("Email address")
    phone: Line = blank("Phone number")


class OrganisationSnapshot(Part):
    """The organisation as it was when the text was written: it may move or merge, the agreement must not."""

    name: RequiredLine = must("Name")
    short_name: Line = blank("Short name")
    slug: Line = blank("Address in the directory")
    kind: Line = blank("Kind of organisation")
    nation: Line = blank("Nation")
    address: Text = blank("Head office")
    phone: Line = blank("Phone number")
    email: Line = blank("Email address")
    ico_reference: Line = blank("ICO number")
    ico_expires_on: Day | None = maybe("ICO registration runs out on")
    ico_exempt: Flag = no("Need not register with the regulator")
    dspt: Line = blank("Data Security and Protection Toolkit", "Status and year.")
    public_authority: Flag | None = maybe("Public authority")
    competent_authority: Line = blank(
        "Competent authority", "The paragraph or function that makes it one; blank when it is none."
    )


class Member(Row):
    """One body of a class that is a party as a whole."""

    name: RequiredLine = must("Name")
    slug: Line = blank("Address in the directory")
    joined_on: Day | None = maybe("From")
    left_on: Day | None = maybe("Until")
    note: Line = blank("Note")


class LocalPartner(Row):
    """A body that works with a party and is bound through it, not by signing."""

    name: RequiredLine = must("Name")
    role: Line = blank("What it does")
    document: Line = blank("How its agreement is documented")
    agreed_on: Day | None = maybe("Agreed on")
    until_on: Day | None = maybe("Until")
    note: Text = blank("Note")


class PolicyLink(Row):
    title: RequiredLine = must("Policy")
    url: Line = blank("Address")
    about: Line = blank("What it governs here")


class PolicyDocument(Part):
    """The appropriate policy document that some conditions of the law ask for."""

    reference: Line = blank("Appropriate policy document", "Its name or address.")
    reviewed_on: Day | None = maybe("Last reviewed on")
    procedures: Flag | None = maybe("It explains how the principles are kept")
    retention: Flag | None = maybe("It covers retention and erasure")


class LawEnforcement(Part):
    """What makes the party a competent authority for this agreement."""

    competent: Flag | None = maybe("Competent authority for this agreement")
    schedule_7: Annotated[Code, FromLaw(("competent_authority",))] | None = maybe("Entry of Schedule 7")
    functions: Text = blank(
        "Statutory functions", "Where no entry of Schedule 7 fits: the enforcement function and its law."
    )
    purposes: Annotated[Codes, FromLaw(("law_enforcement",))] = many("Law enforcement purposes")
    strict_necessity: Text = blank("Why the processing is strictly necessary")
    logs: Text = blank("Logs of automated systems")


class PartyAssessment(Part):
    """What the party does about an impact assessment."""

    decision: DpiaDecision | None = maybe("Impact assessment")
    reference: Line = blank("Reference of its own assessment")
    approved_on: Day | None = maybe("Approved on")
    reason: Text = blank("Reason", "With the screening that shows why none is needed, where it makes none.")


class Processing(Part):
    """The bounds of what a processor does for others."""

    contract_ends_on: Day | None = maybe("Contract ends on")
    extension: Line = blank("How the contract may be extended")
    limits: Text = blank("What it may and may not do")


class Party(Row):
    organisation: OrganisationSnapshot = must("Organisation")
    roles: Chosen[Role] = many("Roles")
    whole_class: Flag = no("Stands for a class of bodies", "Such as all schools of a county.")
    membership: Text = blank("Who belongs to the class")
    members: tuple[Member, ...] = many("Members", limit=500)
    processor_for: PartyKeys = many("Processor for")
    contract: Line = blank("Contract", "The written contract under which a processor acts.")
    processing: Processing = must("Processing for others", default=Processing())
    standing: Chosen[Standing] = many("Standing", "Facts on which some conditions of the law turn.")
    purpose: Text = blank("Purpose", "What this party needs the data for.")
    duties: tuple[Text, ...] = many("Duties", limit=100)
    contacts: tuple[Contact, ...] = many("Contacts", limit=50)
    vetting: Chosen[Vetting] = many("Vetting of staff")
    policies: tuple[PolicyLink, ...] = many("Its own policies", limit=50)
    policy_document: PolicyDocument = must("Appropriate policy document", default=PolicyDocument())
    law_enforcement: LawEnforcement = must("Law enforcement", default=LawEnforcement())
    assessment: PartyAssessment = must("Impact assessment", default=PartyAssessment())
    has_local_partners: Flag | None = maybe("Works with local partners")
    local_partners: tuple[LocalPartner, ...] = many("Local partners", limit=200)
    joined_on: Day | None = maybe("Bound from", "Where it differs from the agreement’s own start.")
    left_on: Day | None = maybe("Bound until")

    @property
    def name(self) -> str:
        return self.organisation.name

    def contact(self, role: ContactRole) -> Contact | None:
        return next((contact for contact in self.contacts if contact.role is role), None)


class SignatureWanted(Row):
    """One signature: who gives it, and for whom."""

    party: PartyKey = must("Signs")
    for_parties: PartyKeys = many(
        "Also binds", "Others that the same signature binds, when one person may sign for many."
    )
    name: Line = blank("Name")
    office: Line = blank("Office or job title")
    rank: Line = blank("Rank")
    capacity: Line = blank("On what authority", "Such as chair of an association of the bodies bound.")
    route: SignatureRoute = must("How", default=SignatureRoute.PORTAL)
    signed_on: Day | None = maybe("Signed on", "For agreements that were signed elsewhere.")
    note: Line = blank("Note")


class Responsibility(Row):
    """One duty that joint controllers share out between them."""

    duty: RequiredLine = must("Duty")
    parties: PartyKeys = many("Who does it")
    text: Text = blank("How")


class JointArrangement(Part):
    """What joint controllers agree between them and tell the public."""

    reference: Line = blank("Where the arrangement is written down")
    contact_point: Text = blank("One contact point for individuals")
    essence: Text = blank("What the public is told of it")
    responsibilities: tuple[Responsibility, ...] = many("Who does what", limit=100)


class Governance(Part):
    """Who watches over the agreement, and where disagreements go."""

    body: Line = blank("Who oversees it")
    contact: Line = blank("Contact")
    issues: Text = blank("How issues are logged")
    escalation: Text = blank("Where they go when they are not settled")
    audits: Text = blank("Checks on each other", "Who may ask whom for proof, and what may be shown.")
    audit_handling: Handling | None = maybe("How checks are made")


class Responsibilities(Part):
    """What every party promises."""

    text: Text = blank("What every party does")
    extra: Text = blank("Extra responsibilities")
    vetting: Chosen[Vetting] = many("Vetting that everyone asks for")
    partners: Text = blank("How local partners are covered")
    undertaking: Text = blank("What the parties promise each other")
