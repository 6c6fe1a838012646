"""The whole agreement as one value, whose rows only point at rows that exist."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from dsaformat import parts
from dsaformat.choices import Role
from dsaformat.references import BrokenReferences, Problem, codes, dangling, repeated
from dsaformat.values import ROWS, Part, by_key, many, must

__all__ = ["FORMAT_VERSION", "PARTIES", "AgreementDocument", "BrokenReferences", "Problem"]

FORMAT_VERSION = 1
PARTIES = 500


def _by_code(wordings: tuple[parts.LawWording, ...]) -> tuple[parts.LawWording, ...]:
    return tuple(sorted(wordings, key=lambda wording: wording.code))


class AgreementDocument(Part):
    """Equal documents have equal canonical text and equal fingerprints, and the other way round."""

    format_version: Literal[1] = must("Format")
    identity: parts.Identity = must("Name and owner")
    template: parts.TemplateUsed = must("Template", default=parts.TemplateUsed())
    versions: tuple[parts.HistoryEntry, ...] = many("History of the document", limit=200)
    related: tuple[parts.RelatedAgreement, ...] = many("Related agreements", limit=200)

    parties: tuple[parts.Party, ...] = many("Parties", limit=PARTIES)
    responsibilities: parts.Responsibilities = must("Responsibilities", default=parts.Responsibilities())
    joint: parts.JointArrangement = must("Joint controllers", default=parts.JointArrangement())
    governance: parts.Governance = must("Oversight", default=parts.Governance())

    purposes: tuple[parts.Purpose, ...] = many("Purposes")
    benefits: tuple[parts.Benefit, ...] = many("Benefits")

    assessment: parts.Assessment = must("Impact assessment", default=parts.Assessment())
    lawful_basis: Annotated[tuple[parts.BasisRow, ...], AfterValidator(by_key)] = many("Lawful basis", limit=20_000)
    consent: Annotated[tuple[parts.Consent, ...], AfterValidator(by_key)] = many("Consent")
    legislation: tuple[parts.Legislation, ...] = many("Legislation")
    confidentiality: Annotated[tuple[parts.Confidentiality, ...], AfterValidator(by_key)] = many("Duty of confidence")
    human_rights: parts.HumanRights = must("Human rights and confidence", default=parts.HumanRights())
    proportionality: parts.Proportionality = must("Proportionality", default=parts.Proportionality())
    serious_violence: parts.SeriousViolence = must("Serious Violence Duty", default=parts.SeriousViolence())
    digital_economy: parts.DigitalEconomy = must("Digital Economy Act", default=parts.DigitalEconomy())
    advice: tuple[parts.Advice, ...] = many("Advice")

    people: parts.People = must("People", default=parts.People())
    datasets: tuple[parts.Dataset, ...] = many("Data")
    automated: parts.Automated = must("Matching and automated decisions", default=parts.Automated())

    flows: tuple[parts.Flow, ...] = many("Data flows")
    storage: Annotated[tuple[parts.Storage, ...], AfterValidator(by_key)] = many("Storage")
    access: tuple[parts.AccessRole, ...] = many("Access")
    security: tuple[parts.SecurityMeasure, ...] = many("Security")
    prohibitions: tuple[parts.Prohibition, ...] = many("What nobody may do", limit=200)
    sharing_rules: tuple[parts.SharingRule, ...] = many("Sharing further")
    transfers: Annotated[tuple[parts.Transfer, ...], AfterValidator(by_key)] = many("Transfers abroad")
    abroad: parts.Abroad = must("Outside the United Kingdom", default=parts.Abroad())
    handling: parts.Handling = must("Handling in words", default=parts.Handling())
    quality: parts.Quality = must("Quality", default=parts.Quality())

    rights: tuple[parts.RightRow, ...] = many("Rights")
    privacy_notices: tuple[parts.PrivacyNotice, ...] = many("Privacy notices")
    complaints: parts.Complaints = must("Complaints", default=parts.Complaints())
    incidents: parts.Incidents = must("Incidents", default=parts.Incidents())
    freedom_of_information: parts.FreedomOfInformation = must(
        "Freedom of information", default=parts.FreedomOfInformation()
    )
    publication: parts.PublicationPlan = must("Publication", default=parts.PublicationPlan())

    retention: Annotated[tuple[parts.RetentionRule, ...], AfterValidator(by_key)] = many("Retention")
    end_of_sharing: Annotated[tuple[parts.EndRule, ...], AfterValidator(by_key)] = many("When sharing ends")
    obligations: tuple[parts.Obligation, ...] = many("Obligations")
    term: parts.Term = must("Dates and review", default=parts.Term())

    scenarios: tuple[parts.Scenario, ...] = many("Scenarios", limit=200)
    checklists: tuple[parts.Checklist, ...] = many("Checklists", limit=50)
    definitions: tuple[parts.Definition, ...] = many("Definitions", limit=500)
    attachments: tuple[parts.Attachment, ...] = many("Attachments", limit=200)
    sections: tuple[parts.Section, ...] = many("Sections", limit=500)
    waivers: Annotated[tuple[parts.Waiver, ...], AfterValidator(by_key)] = many("Checks answered with a reason")
    signatures: tuple[parts.SignatureWanted, ...] = many("Signatures", limit=PARTIES)
    law: Annotated[tuple[parts.LawWording, ...], Field(max_length=ROWS), AfterValidator(_by_code)] = many("The law")
    """The wording of every code that the document names; filled in when the text is frozen."""

    @model_validator(mode="after")
    def _rows_exist(self) -> Self:
        problems = (*repeated(self), *dangling(self))
        if problems:
            raise BrokenReferences(problems)
        return self

    def party(self, key: str) -> parts.Party:
        return next(party for party in self.parties if party.key == key)

    def dataset(self, key: str) -> parts.Dataset:
        return next(dataset for dataset in self.datasets if dataset.key == key)

    @property
    def signatories(self) -> tuple[parts.SignatureWanted, ...]:
        """Who signs: as the document says, else every party that is bound in its own right."""
        if self.signatures:
            return self.signatures
        aside = {Role.PROCESSOR, Role.OBSERVER}
        return tuple(
            parts.SignatureWanted(key=party.key, party=party.key)
            for party in self.parties
            if not party.roles or not aside.issuperset(party.roles)
        )

    @property
    def codes(self) -> frozenset[str]:
        """Every entry of the law’s catalogue that the document names."""
        return codes(self)

    def wording(self, code: str) -> parts.LawWording | None:
        return next((wording for wording in self.law if wording.code == code), None)

    @property
    def owner(self) -> parts.Party | None:
        return self.party(self.identity.owner) if self.identity.owner else None

    @property
    def has_personal_data(self) -> bool:
        """Data whose identifiability nobody has stated counts as personal: the law is checked until it is known."""
        return any(dataset.identifiability is None or dataset.identifiability.personal for dataset in self.datasets)
