"""Tables into a document, and a document into tables: the only place that knows both shapes.

What the columns hold (reference, titles, kind, the owner) wins over the working text, so that there is one
truth for each thing.
"""

import datetime as dt
from typing import NamedTuple

from agreements.models import Agreement
from dsaformat import parts, reading
from dsaformat.choices import Kind
from dsaformat.document import AgreementDocument
from lawfulbasis.catalogue import Catalogue


def assemble(agreement: Agreement) -> AgreementDocument:
    """The agreement as it is written now. Reads one row and its party rows."""
    document = reading.load(agreement.working_text)
    owner = next((row.key for row in agreement.parties.all() if row.organisation_id == agreement.lead_id), None)
    identity = document.identity.model_copy(
        update={
            "reference": agreement.reference,
            "kind": Kind(agreement.kind),
            "title": agreement.title,
            "public_title": agreement.public_title,
            "owner": owner,
        }
    )
    return document.model_copy(update={"identity": identity})


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
