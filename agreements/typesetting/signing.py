"""Who signs where: one field of the PDF for every signature that is wanted. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from agreements.typesetting.shown import SignatureBox
from agreements.typesetting.tables import leaves, pieces
from agreements.typesetting.words import Words
from dsaformat import parts
from dsaformat.document import AgreementDocument

SEAL_FIELD = "Signature-PORTAL"
_IN_THE_HEAD = frozenset({"party", "for_parties", "name", "office"})


@dataclass(frozen=True, slots=True)
class SignatureField:
    """The empty field that the layout leaves for one row of the signatures wanted."""

    row: str
    """Key of the row."""
    name: str
    """What the PDF calls the field."""
    party: str
    for_parties: tuple[str, ...]


def field_names(document: AgreementDocument) -> tuple[SignatureField, ...]:
    """In the document's order. A party's first row has the plain name; its further rows are counted from two."""
    seen: Counter[str] = Counter()
    found: list[SignatureField] = []
    for wanted in document.signatories:
        seen[wanted.party] += 1
        # Two hyphens cannot be mistaken for a party whose key ends in a number after one.
        again = f"--{seen[wanted.party]}" if seen[wanted.party] > 1 else ""
        found.append(
            SignatureField(wanted.key, f"Signature-{wanted.party}{again}", wanted.party, tuple(wanted.for_parties))
        )
    return tuple(found)


def boxes(words: Words) -> Iterator[SignatureBox]:
    fields = field_names(words.document)
    for wanted, field in zip(words.document.signatories, fields, strict=True):
        yield _box(words, wanted, field)


def _box(words: Words, wanted: parts.SignatureWanted, field: SignatureField) -> SignatureBox:
    rest = [leaf for leaf in leaves(type(wanted)) if leaf.path not in _IN_THE_HEAD]
    return SignatureBox(
        field=field.name,
        organisation=words.name(wanted.party),
        person=", ".join(filter(None, (wanted.name, wanted.office))),
        binds=words.each("parties", field.for_parties),
        facts=tuple(
            (piece.label, " ".join(line for block in piece.blocks for line in block.lines))
            for piece in pieces(words, wanted, rest)
        ),
    )
