"""Every structured block of a document, and what shows it. Pure."""

from collections.abc import Callable, Iterator
from typing import Any

from agreements.typesetting import what, when, where, who, why
from agreements.typesetting.shown import Prose, Shown
from agreements.typesetting.tables import facts
from agreements.typesetting.words import Words
from dsaformat.choices import Block
from dsaformat.document import AgreementDocument
from dsaformat.shape import Shape, shapes

Maker = Callable[[Words], Iterator[Shown]]

BLOCKS: dict[Block, Maker] = {
    Block.PARTIES: who.parties,
    Block.LOCAL_PARTNERS: who.local_partners,
    Block.DUTIES: who.duties,
    Block.GOVERNANCE: who.governance,
    Block.RELATED: who.related,
    Block.DATES: when.dates,
    Block.PURPOSES: why.purposes,
    Block.BENEFITS: why.benefits,
    Block.DPIA: who.assessments,
    Block.LAWFUL_BASIS: why.lawful_basis,
    Block.LAW_ENFORCEMENT: who.law_enforcement,
    Block.CONSENT: why.consent,
    Block.LEGISLATION: why.legislation,
    Block.SERIOUS_VIOLENCE: why.serious_violence,
    Block.DIGITAL_ECONOMY: why.digital_economy,
    Block.PROPORTIONALITY: why.proportionality,
    Block.CONFIDENTIALITY: why.confidentiality,
    Block.RIGHTS: what.rights,
    Block.PRIVACY_NOTICES: what.privacy_notices,
    Block.COMPLAINTS: what.complaints,
    Block.PEOPLE: what.people,
    Block.DATA: what.data,
    Block.AUTOMATED: what.automated,
    Block.FLOWS: where.flows,
    Block.STORAGE: where.storage,
    Block.ACCESS: where.access,
    Block.SECURITY: where.security,
    Block.SHARING_RULES: where.sharing_rules,
    Block.TRANSFERS: where.transfers,
    Block.QUALITY: what.quality,
    Block.INCIDENTS: what.incidents,
    Block.FREEDOM_OF_INFORMATION: what.freedom_of_information,
    Block.RETENTION: when.retention,
    Block.END_OF_SHARING: when.end_of_sharing,
    Block.OBLIGATIONS: when.obligations,
    Block.SCENARIOS: what.scenarios,
    Block.CHECKLISTS: what.checklists,
    Block.DEFINITIONS: what.definitions,
    Block.ADVICE: why.advice,
    Block.ATTACHMENTS: what.attachments,
    Block.JOINT_ARRANGEMENT: who.joint,
    Block.WAIVERS: why.waivers,
}

_SHOWN = frozenset(
    {
        "format_version", "identity", "template", "versions", "sections", "signatures", "law",
        "related", "parties", "responsibilities", "joint", "governance", "purposes", "benefits", "assessment",
        "lawful_basis", "consent", "legislation", "confidentiality", "human_rights", "proportionality",
        "serious_violence", "digital_economy", "advice", "people", "datasets", "automated", "flows", "storage",
        "access", "security", "prohibitions", "sharing_rules", "transfers", "abroad", "handling", "quality", "rights",
        "privacy_notices", "complaints", "incidents", "freedom_of_information", "publication", "retention",
        "end_of_sharing", "obligations", "term", "scenarios", "checklists", "definitions", "attachments", "waivers",
    }
)  # fmt: skip
"""Fields of a document that the summary sheet, the chapters, the signature pages or a block above show."""


def unknown(words: Words, shown: frozenset[str] = _SHOWN) -> Iterator[Shown]:
    """Fields of the document that nothing above knows of yet: what is signed never stays unseen."""
    for field in shapes(AgreementDocument):
        if field.name not in shown:
            yield from _plainly(words, field, getattr(words.document, field.name))


def _plainly(words: Words, field: Shape, value: Any) -> Iterator[Shown]:
    if field.models:
        for row in value if isinstance(value, tuple) else (value,):
            yield from facts(words, field.title, row)
    elif found := words.blocks(field, value):
        yield Prose(field.title, found)
