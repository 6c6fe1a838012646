"""The signatures that a frozen text asks for, as a round takes them over. Pure."""

from dataclasses import dataclass

from agreements.typesetting import field_names
from dsaformat.document import AgreementDocument
from signing.choices import Route

FIELD = "Signature-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One row of the document's signatures."""

    name: str
    """Its field in the PDF without what all fields begin with: the party's key, and “--2” for its second row."""
    party: str
    others: tuple[str, ...]
    """Parties that the same signature binds, where the person may sign for them."""
    route: Route
    person: str
    """Whom the text names, with office; empty when it leaves that open."""
    note: str


def wanted(document: AgreementDocument) -> tuple[Wanted, ...]:
    """In the document's order."""
    return tuple(
        Wanted(
            name=field.name.removeprefix(FIELD),
            party=row.party,
            others=tuple(key for key in dict.fromkeys(row.for_parties) if key != row.party),
            route=Route(row.route),
            person=", ".join(filter(None, (row.name, row.rank, row.office))),
            note=row.note,
        )
        for row, field in zip(document.signatories, field_names(document), strict=True)
    )


def signing_parties(document: AgreementDocument) -> list[str]:
    """The keys of the parties that sign or are bound with one that signs, each once, as the document names them."""
    return list(dict.fromkeys(key for row in wanted(document) for key in (row.party, *row.others)))
