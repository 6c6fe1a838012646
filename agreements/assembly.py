"""Tables into a document, and a document into tables: the only place that knows both shapes.

The document stands in pieces, a row of a list or a single part each; the agreement's own columns repeat what lists
and searches ask for, and are written with the pieces.
"""

import datetime as dt
import json
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, NamedTuple

from agreements.models import Agreement, Piece
from dsaformat import canonical, parts, reading
from dsaformat.document import FORMAT_VERSION, AgreementDocument
from dsaformat.references import coded
from dsaformat.shape import Form, shapes
from dsaformat.values import by_key
from lawfulbasis.catalogue import Catalogue

_FIELDS = {field.name: field for field in shapes(AgreementDocument)}
_SORTED = frozenset(
    name
    for name, field in AgreementDocument.model_fields.items()
    if any(getattr(rule, "func", None) is by_key for rule in field.metadata)
)
"""Lists whose order carries no meaning: a row that comes in between moves none of the others."""


class Place(NamedTuple):
    """Where a piece belongs: which field of the document, and which of its rows."""

    part: str
    key: str


class Text(NamedTuple):
    position: int
    value: str


def assemble(agreement: Agreement) -> AgreementDocument:
    """The agreement as it is written now. One query, or none when this process has read the same text before."""
    known = _READ.get(agreement.working_digest)
    if known is None:
        known = together(agreement.pieces.all())
        _keep(agreement.working_digest, known)
    return known


_READ: OrderedDict[str, AgreementDocument] = OrderedDict()
"""Documents by fingerprint: a document never changes, so there is nothing to forget but the oldest."""
_AT_MOST = 64


def _keep(digest: str, document: AgreementDocument) -> None:
    if digest:
        _READ[digest] = document
        while len(_READ) > _AT_MOST:
            _READ.popitem(last=False)


def together(pieces: Any) -> AgreementDocument:
    """The document that the pieces make, in whatever order they come."""
    whole: dict[str, Any] = {"format_version": FORMAT_VERSION}
    for piece in sorted(pieces, key=lambda piece: piece.position):
        value = json.loads(piece.value)
        if _FIELDS[piece.part].several:
            whole.setdefault(piece.part, []).append(value)
        else:
            whole[piece.part] = value
    return reading.parse(whole)


def apart(document: AgreementDocument) -> dict[Place, Text]:
    """Every piece of the document. The format's own version is no piece."""
    found: dict[Place, Text] = {}
    for part, value in canonical.plain(document).items():
        if _FIELDS[part].form is not Form.PART:
            continue
        if not _FIELDS[part].several:
            found[Place(part, "")] = Text(0, _text(value))
            continue
        for position, row in enumerate(value):
            found[Place(part, row.get("key") or row["code"])] = Text(0 if part in _SORTED else position, _text(row))
    return found


def read(piece: Piece) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(piece.value)
    return value


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Use(NamedTuple):
    code: str
    party_key: str
    path: str


def uses(document: AgreementDocument) -> Iterator[Use]:
    """Each entry of the law that the document names, with the party it is named for."""
    for path, party, code in coded(document):
        yield Use(code, party, path[:400])


class Columns(NamedTuple):
    """What the agreement's own row says of a document."""

    kind: str
    title: str
    public_title: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    review_on: dt.date | None


def columns(document: AgreementDocument) -> Columns:
    identity, term = document.identity, document.term
    return Columns(
        kind=identity.kind.value,
        title=identity.title,
        public_title=identity.public_title,
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        review_on=first_review(term),
    )


def first_review(term: parts.Term) -> dt.date | None:
    """The day of the first review, where the document names one.

    An interval counts from the day the agreement comes into force, which may be long after the day it starts on.
    """
    return term.review.on if isinstance(term.review, parts.ReviewOn) else None


def with_reference(document: AgreementDocument, reference: str) -> AgreementDocument:
    """The document under this portal's reference; the one it came with is kept among its other references."""
    identity = document.identity
    others = identity.other_references
    if identity.reference and identity.reference not in (*others, reference):
        others = (*others, identity.reference)
    renamed = identity.model_copy(update={"reference": reference, "other_references": others})
    return document.model_copy(update={"identity": renamed})


def worded(document: AgreementDocument, catalogue: Catalogue, on: dt.date) -> AgreementDocument:
    """The document with the wording of all the law it names, as in force on the day: it explains itself from now on."""
    found = (catalogue.on(code, on) for code in document.codes)
    law = tuple(
        parts.LawWording(
            code=provision.code,
            label=provision.label,
            reference=provision.reference,
            wording_from=provision.wording_from,
        )
        for provision in sorted(filter(None, found), key=lambda provision: provision.code)
    )
    return document.model_copy(update={"law": law})


def numbered(document: AgreementDocument, version: int) -> AgreementDocument:
    """The document as the text of that version."""
    return document.model_copy(update={"identity": document.identity.model_copy(update={"version": version})})
