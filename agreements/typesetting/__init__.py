"""From a document to what its pages show: plain values that the templates of page and PDF walk alike. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.typesetting import tables
from agreements.typesetting.tables import Table
from dsaformat import canonical, parts, prose
from dsaformat.choices import Role, SignatureRoute
from dsaformat.document import AgreementDocument


@dataclass(frozen=True, slots=True)
class Chapter:
    key: str
    number: str
    heading: str
    prose: tuple[prose.Block, ...]
    tables: tuple[Table, ...]
    not_needed: str


@dataclass(frozen=True, slots=True)
class SignatureBox:
    field: str
    """Name of the field in the PDF."""
    organisation: str
    person: str
    binds: tuple[str, ...]
    on_paper: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a reader of one agreement sees."""

    title: str
    kind: str
    author: str
    reference: str
    version: str
    facts: tuple[tuple[str, str], ...]
    control: Table
    parties: Table
    context: tuple[prose.Block, ...]
    chapters: tuple[Chapter, ...]
    signatures: tuple[SignatureBox, ...]
    fingerprint: str


SEAL_FIELD = "Signature-PORTAL"


def field_name(wanted: parts.SignatureWanted) -> str:
    """The PDF's name for the field of one signature."""
    return f"Signature-{wanted.party}"


def sheet(document: AgreementDocument) -> Sheet:
    identity = document.identity
    version = f"version {identity.version}"
    return Sheet(
        title=identity.title,
        kind=identity.kind.label,
        author=document.owner.name if document.owner else "",
        reference=identity.reference or "No reference yet",
        version=version,
        facts=tuple(_facts(document)),
        control=tables.control(document),
        parties=tables.summary(document),
        context=prose.blocks(identity.context),
        chapters=tuple(_chapter(document, section) for section in document.sections),
        signatures=tuple(_signature(document, wanted) for wanted in document.signatories),
        fingerprint=canonical.grouped(canonical.fingerprint(document)),
    )


def _facts(document: AgreementDocument) -> Iterator[tuple[str, str]]:
    identity, term = document.identity, document.term
    label = f" ({identity.version_label})" if identity.version_label else ""
    yield "Reference", f"{identity.reference or 'Not given yet'}, version {identity.version}{label}"
    if document.owner:
        yield "Kept by", document.owner.name
    yield "Between", " · ".join(party.name for party in document.parties if Role.PROCESSOR not in party.roles)
    yield "Starts", tables.day(term.starts_on)
    yield "Ends", "Ongoing" if term.ongoing else tables.day(term.ends_on)
    yield "Review", tables.review_words(term)


def _chapter(document: AgreementDocument, section: parts.Section) -> Chapter:
    shown = tuple(tables.BLOCKS[section.block](document)) if section.block and not section.not_needed else ()
    return Chapter(section.key, section.number, section.heading, prose.blocks(section.text), shown, section.not_needed)


def _signature(document: AgreementDocument, wanted: parts.SignatureWanted) -> SignatureBox:
    party = document.party(wanted.party)
    return SignatureBox(
        field=field_name(wanted),
        organisation=party.name,
        person=", ".join(filter(None, (wanted.name, wanted.office))),
        binds=tuple(document.party(key).name for key in wanted.for_parties),
        on_paper=wanted.route is SignatureRoute.PAPER,
    )
