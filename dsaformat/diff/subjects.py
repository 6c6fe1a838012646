"""What a change is about, and whom a change of that place binds: two tables over the places of a document."""

from enum import Enum
from functools import lru_cache

from dsaformat.choices import Block, Labelled
from dsaformat.document import AgreementDocument
from dsaformat.shape import Shape, shape
from dsaformat.values import Part


class Subject(Labelled):
    PARTIES = "parties", "Parties"
    DATA = "data", "Data"
    PURPOSE = "purpose", "Purpose"
    LAW = "law", "Law"
    RETENTION = "retention", "Retention"
    SECURITY = "security", "Security"
    DATES = "dates", "Dates"
    WORDING = "wording", "Wording only"


class Binds(Enum):
    """Who would have to sign again when the place changes."""

    EVERYONE = "everyone"
    OWN = "own"
    """The parties whose row it is; everyone where the row is everybody’s."""
    NOBODY = "nobody"
    """Everyone is told, and nobody has to sign."""


_PARTIES, _DATA, _PURPOSE, _LAW = Subject.PARTIES, Subject.DATA, Subject.PURPOSE, Subject.LAW
_RETENTION, _SECURITY, _DATES, _WORDING = Subject.RETENTION, Subject.SECURITY, Subject.DATES, Subject.WORDING
_ALL, _OWN, _TOLD = Binds.EVERYONE, Binds.OWN, Binds.NOBODY

# The longest entry that a place starts with counts.
TABLE: dict[str, tuple[Subject, Binds]] = {
    "format_version": (_WORDING, _ALL),
    "identity": (_WORDING, _TOLD),
    "identity.kind": (_LAW, _ALL),
    "identity.legal_effect": (_LAW, _ALL),
    "identity.title": (_WORDING, _ALL),
    "identity.owner": (_PARTIES, _ALL),
    "identity.facilitator": (_PARTIES, _TOLD),
    "identity.endorsers": (_PARTIES, _TOLD),
    "identity.context": (_WORDING, _ALL),
    "identity.drivers": (_WORDING, _ALL),
    "identity.audience": (_WORDING, _ALL),
    "identity.scope": (_PURPOSE, _ALL),
    "identity.out_of_scope": (_PURPOSE, _ALL),
    "template": (_WORDING, _TOLD),
    "versions": (_WORDING, _TOLD),
    "related": (_LAW, _ALL),
    "related.reference": (_WORDING, _TOLD),
    "related.url": (_WORDING, _TOLD),
    "related.state": (_WORDING, _TOLD),
    "related.starts_on": (_DATES, _TOLD),
    "related.ends_on": (_DATES, _TOLD),
    "related.term": (_DATES, _TOLD),
    "parties": (_PARTIES, _ALL),
    "parties.organisation": (_PARTIES, _TOLD),
    "parties.organisation.public_authority": (_LAW, _OWN),
    "parties.organisation.competent_authority": (_LAW, _OWN),
    "parties.members": (_PARTIES, _OWN),
    "parties.processor_for": (_PARTIES, _OWN),
    "parties.contract": (_PARTIES, _OWN),
    "parties.processing": (_PARTIES, _OWN),
    "parties.processing.contract_ends_on": (_DATES, _OWN),
    "parties.standing": (_LAW, _OWN),
    "parties.purpose": (_PURPOSE, _ALL),
    "parties.duties": (_PARTIES, _OWN),
    "parties.contacts": (_PARTIES, _TOLD),
    "parties.vetting": (_SECURITY, _ALL),
    "parties.policies": (_PARTIES, _TOLD),
    "parties.policy_document": (_LAW, _OWN),
    "parties.law_enforcement": (_LAW, _OWN),
    "parties.assessment": (_LAW, _OWN),
    "parties.has_local_partners": (_PARTIES, _OWN),
    "parties.local_partners": (_PARTIES, _OWN),
    "parties.joined_on": (_DATES, _OWN),
    "parties.left_on": (_DATES, _OWN),
    "responsibilities": (_PARTIES, _ALL),
    "responsibilities.vetting": (_SECURITY, _ALL),
    "joint": (_LAW, _ALL),
    "joint.contact_point": (_PARTIES, _TOLD),
    "governance": (_PARTIES, _ALL),
    "governance.contact": (_PARTIES, _TOLD),
    "purposes": (_PURPOSE, _ALL),
    "benefits": (_PURPOSE, _ALL),
    "assessment": (_LAW, _ALL),
    "assessment.status": (_LAW, _TOLD),
    "assessment.reference": (_LAW, _TOLD),
    "assessment.approved_on": (_DATES, _TOLD),
    "assessment.changed_on": (_DATES, _TOLD),
    "lawful_basis": (_LAW, _OWN),
    "consent": (_LAW, _OWN),
    "legislation": (_LAW, _OWN),
    "legislation.url": (_WORDING, _TOLD),
    "confidentiality": (_LAW, _OWN),
    "human_rights": (_LAW, _ALL),
    "proportionality": (_LAW, _ALL),
    "serious_violence": (_LAW, _ALL),
    "digital_economy": (_LAW, _ALL),
    "advice": (_LAW, _TOLD),
    "people": (_DATA, _ALL),
    "datasets": (_DATA, _ALL),
    "automated": (_DATA, _ALL),
    "flows": (_DATA, _ALL),
    "flows.channel": (_SECURITY, _ALL),
    "flows.method": (_SECURITY, _ALL),
    "flows.encrypted": (_SECURITY, _ALL),
    "flows.encryption": (_SECURITY, _ALL),
    "flows.outside_uk": (_SECURITY, _ALL),
    "storage": (_SECURITY, _OWN),
    "access": (_SECURITY, _ALL),
    "security": (_SECURITY, _ALL),
    "prohibitions": (_SECURITY, _ALL),
    "sharing_rules": (_DATA, _ALL),
    "transfers": (_SECURITY, _ALL),
    "abroad": (_SECURITY, _ALL),
    "handling": (_SECURITY, _ALL),
    "quality": (_DATA, _ALL),
    "rights": (_LAW, _OWN),
    "privacy_notices": (_LAW, _OWN),
    "privacy_notices.url": (_WORDING, _TOLD),
    "complaints": (_LAW, _ALL),
    "incidents": (_SECURITY, _ALL),
    "freedom_of_information": (_LAW, _ALL),
    "publication": (_WORDING, _ALL),
    "publication.where": (_WORDING, _TOLD),
    "publication.on": (_DATES, _TOLD),
    "retention": (_RETENTION, _OWN),
    "end_of_sharing": (_RETENTION, _OWN),
    "obligations": (_PARTIES, _OWN),
    "term": (_DATES, _ALL),
    "term.publish_on": (_DATES, _TOLD),
    "term.review": (_DATES, _TOLD),
    "term.review_by": (_DATES, _TOLD),
    "term.last_reviewed_on": (_DATES, _TOLD),
    "scenarios": (_DATA, _ALL),
    "checklists": (_WORDING, _ALL),
    "definitions": (_WORDING, _ALL),
    "attachments": (_WORDING, _TOLD),
    "sections": (_WORDING, _ALL),
    "sections.number": (_WORDING, _TOLD),
    "sections.blocks": (_WORDING, _TOLD),
    "waivers": (_LAW, _TOLD),
    "signatures": (_PARTIES, _OWN),
    "signatures.name": (_PARTIES, _TOLD),
    "signatures.office": (_PARTIES, _TOLD),
    "signatures.rank": (_PARTIES, _TOLD),
    "signatures.route": (_PARTIES, _TOLD),
    "signatures.signed_on": (_DATES, _TOLD),
    "signatures.note": (_PARTIES, _TOLD),
    "law": (_LAW, _TOLD),
}

_NOTES = {"note", "notes"}

# Which places a section shows, where its table is not called like the list of the document.
_SHOWN = {
    Block.LOCAL_PARTNERS: ("parties.local_partners",),
    Block.DUTIES: ("parties.duties", "responsibilities"),
    Block.DATES: ("term",),
    Block.DPIA: ("assessment", "parties.assessment"),
    Block.LAW_ENFORCEMENT: ("parties.law_enforcement",),
    Block.CONFIDENTIALITY: ("confidentiality", "human_rights"),
    Block.DATA: ("datasets",),
    Block.STORAGE: ("storage", "handling.storage"),
    Block.ACCESS: ("access", "handling.access"),
    Block.SECURITY: ("security", "handling.security"),
    Block.FLOWS: ("flows", "handling.flows"),
    Block.SHARING_RULES: ("sharing_rules", "handling.sharing", "prohibitions"),
    Block.TRANSFERS: ("transfers", "abroad"),
    Block.FREEDOM_OF_INFORMATION: ("freedom_of_information", "publication"),
    Block.JOINT_ARRANGEMENT: ("joint",),
}


def shown(block: Block) -> tuple[str, ...]:
    """The places that a section with this table shows."""
    return _SHOWN.get(block, (block.value,))


@lru_cache(maxsize=10_000)
def trail(path: str) -> tuple[Shape, ...]:
    """The fields that a path leads through, without the keys of rows."""
    model: type[Part] = AgreementDocument
    found: list[Shape] = []
    names = iter(path.split("/"))
    for name in names:
        found.append(shape(model, name))
        if found[-1].models:
            model = found[-1].models[0]
        if found[-1].several:
            next(names, None)
    return tuple(found)


def place(path: str) -> str:
    """A path without the keys of rows: `retention.period`."""
    return ".".join(field.name for field in trail(path))


def entry(dotted: str) -> tuple[Subject, Binds]:
    """What the table says of a place; `KeyError` for one that nobody has classified."""
    while dotted not in TABLE:
        dotted, dot, _ = dotted.rpartition(".")
        if not dot:
            raise KeyError(dotted)
    return TABLE[dotted]


def binds(path: str) -> Binds:
    return entry(place(path))[1]


def subject(path: str, *sides: AgreementDocument) -> Subject:
    """What a change there is about. The prose beside a table is about what the table shows."""
    names = place(path).split(".")
    if names[-1] in _NOTES:
        return Subject.WORDING
    if names[0] == "sections" and names[-1] in {"fixed", "text", "answers", "not_needed"}:
        return _of_section(path.split("/")[1], sides)
    return entry(".".join(names))[0]


def _of_section(key: str, sides: tuple[AgreementDocument, ...]) -> Subject:
    blocks = [block for side in sides for section in side.sections if section.key == key for block in section.blocks]
    return entry(shown(blocks[0])[0])[0] if blocks else Subject.WORDING
