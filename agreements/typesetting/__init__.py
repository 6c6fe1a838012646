"""From a document to what its pages show: plain values that the templates of page and PDF walk alike. Pure.

Whatever the format can say is shown: fields that no table names are named beside those that are, and blocks that no
section shows stand among the further details.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.typesetting import chapters, signing, tables, when, who
from agreements.typesetting.shown import Chapter, Prose, SignatureBox, Table
from agreements.typesetting.signing import SEAL_FIELD, SignatureField, field_names
from agreements.typesetting.words import Words, day, paragraph, review_words
from dsaformat import canonical, prose
from dsaformat.choices import Role
from dsaformat.document import AgreementDocument

__all__ = [
    "SEAL_FIELD",
    "Chapter",
    "Sheet",
    "SignatureBox",
    "SignatureField",
    "Table",
    "field_names",
    "sheet",
    "tables",
]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a reader of one agreement sees."""

    title: str
    kind: str
    author: str
    reference: str
    version: str
    facts: tuple[tuple[str, str], ...]
    parties: Table | None
    control: Table
    history: Table | None
    background: tuple[Prose, ...]
    chapters: tuple[Chapter, ...]
    signatures: tuple[SignatureBox, ...]
    fingerprint: str
    extract_of: str
    """Fingerprint of the whole text, when this is what may be published of it."""

    @property
    def many_chapters(self) -> bool:
        """So many that the table of contents is set closer."""
        return len(self.chapters) > 22


_IN_PROSE = ("context", "drivers", "audience", "scope", "out_of_scope")


def sheet(document: AgreementDocument, *, extract_of: str = "") -> Sheet:
    identity, words = document.identity, Words(document)
    return Sheet(
        title=identity.title,
        kind=identity.kind.label,
        author=document.owner.name if document.owner else "",
        reference=identity.reference or "No reference yet",
        version=f"version {identity.version}",
        facts=tuple(_facts(document)),
        parties=next(who.summary(words), None),
        control=_control(words),
        history=next(when.history(words), None),
        background=tuple(_background(words)),
        chapters=chapters.in_order(words),
        signatures=tuple(signing.boxes(words)),
        fingerprint=canonical.grouped(canonical.fingerprint(document)),
        extract_of=canonical.grouped(extract_of) if extract_of else "",
    )


def _facts(document: AgreementDocument) -> Iterator[tuple[str, str]]:
    identity, term = document.identity, document.term
    label = f" ({identity.version_label})" if identity.version_label else ""
    yield "Reference", f"{identity.reference or 'Not given yet'}, version {identity.version}{label}"
    if document.owner:
        yield "Kept by", document.owner.name
    yield "Between", _between(document)
    yield "Starts", day(term.starts_on)
    yield "Ends", "Ongoing" if term.ongoing else day(term.ends_on)
    yield "Review", review_words(term)


_ON_THE_COVER = 12


def _between(document: AgreementDocument) -> str:
    names = [party.name for party in document.parties if Role.PROCESSOR not in party.roles]
    if len(names) <= _ON_THE_COVER:
        return " · ".join(names) or "Nobody yet"
    return f"{names[0]} and {len(names) - 1} others, named on the summary sheet"


def _control(words: Words) -> Table:
    """Everything that the document says of itself, its template and its format."""
    document = words.document
    rows = [
        (leaf.shape.title, words.blocks(leaf.shape, leaf.of(part)))
        for part in (document.identity, document.template)
        for leaf in tables.leaves(type(part))
        if leaf.path not in _IN_PROSE
    ]
    rows.append(("Format", paragraph(str(document.format_version))))
    return tables.listed("Document control", ((name, blocks) for name, blocks in rows if blocks))


def _background(words: Words) -> Iterator[Prose]:
    identity = words.document.identity
    for leaf in tables.leaves(type(identity)):
        if leaf.path in _IN_PROSE and (text := leaf.of(identity)):
            yield Prose(leaf.shape.title, prose.blocks(text))
