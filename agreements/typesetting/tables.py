"""The tables of a document: one function for each structured block. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dsaformat import parts
from dsaformat.choices import Block, Role
from dsaformat.document import AgreementDocument
from dsaformat.parts import Dataset, Party
from lawfulbasis.catalogue import REGIMES

_REGIMES = tuple(REGIMES)


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    columns: tuple[tuple[str, int], ...]
    """Heading and width in per cent of each column, the last one taking what is left beside the gaps.

    A set table is laid out much faster than a guessed one.
    """
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    """Each cell is its lines."""
    note: str = ""
    bullets: bool = False
    """Cells of several lines are lists."""

    @property
    def short(self) -> bool:
        """Short enough to stay on one page without leaving a hole on the one before."""
        return sum(max(map(len, row)) for row in self.rows) <= 6


def table(
    caption: str,
    columns: tuple[tuple[str, int], ...],
    rows: Iterable[tuple[str, ...]],
    *,
    note: str = "",
    bullets: bool = False,
) -> Table:
    cells = tuple(tuple(tuple(filter(None, cell.split("\n"))) for cell in row) for row in rows)
    return Table(caption, columns, cells, note, bullets)


def day(value: dt.date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else "Not stated"


def review_words(term: parts.Term) -> str:
    match term.review:
        case parts.ReviewOn(on=on):
            return day(on)
        case parts.ReviewEvery(first_after_months=first, then_every_months=every):
            return f"After {first} months, then every {every} months"
        case _:
            return "Not stated"


def control(document: AgreementDocument) -> Table:
    identity = document.identity
    rows = [
        ("Kind", identity.kind.label),
        ("Version", f"{identity.version}{f' ({identity.version_label})' if identity.version_label else ''}"),
        ("Kept by", document.owner.name if document.owner else "Not stated"),
        ("Written by", ", ".join(identity.authors) or "Not stated"),
    ]
    if identity.endorsers:
        rows.append(("Endorsed by", ", ".join(identity.endorsers)))
    if identity.other_references:
        rows.append(("Also known as", ", ".join(identity.other_references)))
    return table("Document control", (("Detail", 28), ("Value", 72)), tuple(rows))


def summary(document: AgreementDocument) -> Table:
    rows = (
        (
            "\n".join((party.name, party.organisation.address)),
            roles(party),
            "\n".join(filter(None, (party.organisation.phone, party.organisation.email))) or "Not stated",
            party.organisation.ico_reference or "Not stated",
        )
        for party in document.parties
    )
    return table("Parties", (("Organisation", 23), ("Role", 18), ("Contact", 39), ("ICO number", 20)), rows)


def roles(party: Party) -> str:
    """In the order in which the roles are declared, as one phrase."""
    labels = [role.label for role in Role if role in party.roles]
    return ", ".join([*labels[:1], *(label[0].lower() + label[1:] for label in labels[1:])]) or "Not stated"


def _purposes(document: AgreementDocument) -> Iterator[Table]:
    rows = tuple((purpose.title, purpose.text, _names(document, purpose.parties)) for purpose in document.purposes)
    if rows:
        yield table("Purposes", (("Purpose", 28), ("What it means", 44), ("For", 28)), rows)


def _parties(document: AgreementDocument) -> Iterator[Table]:
    rows = tuple((party.name, roles(party), _processor_words(document, party)) for party in document.parties)
    yield table("Roles of the parties", (("Organisation", 30), ("Role", 30), ("Note", 40)), rows)


def _duties(document: AgreementDocument) -> Iterator[Table]:
    rows = tuple((party.name, "\n".join(party.duties)) for party in document.parties if party.duties)
    if rows:
        yield table("Duties", (("Organisation", 28), ("Duties", 72)), rows, bullets=True)


def _lawful_basis(document: AgreementDocument) -> Iterator[Table]:
    """Parties that rely on the same conditions share a table."""
    groups: dict[tuple[tuple[str, str, str], ...], list[str]] = {}
    for party in document.parties:
        mine = [row for row in document.lawful_basis if row.party == party.key]
        rows = tuple(_basis_cells(document, row) for row in sorted(mine, key=_regime_order))
        if rows:
            groups.setdefault(rows, []).append(party.name)
    several = len(document.purposes) > 1
    columns = (("Condition", 42), ("Purpose", 22), ("Reason", 36)) if several else (("Condition", 48), ("Reason", 52))
    for shared, names in groups.items():
        cells = shared if several else tuple((condition, reason) for condition, _, reason in shared)
        yield table(", ".join(names), columns, cells)


def _regime_order(row: parts.BasisRow) -> tuple[int, str]:
    return (_REGIMES.index(row.regime) if row.regime in _REGIMES else len(_REGIMES), row.key)


def _basis_cells(document: AgreementDocument, row: parts.BasisRow) -> tuple[str, str, str]:
    purpose = next((one.title for one in document.purposes if one.key == row.purpose), "Every purpose")
    contingent = "Only if such data turns up." if row.contingent else ""
    policy = f"Policy document: {row.policy_document}" if row.policy_document else ""
    return _condition(document, row), purpose, "\n".join(filter(None, (contingent, row.reason, policy)))


def _condition(document: AgreementDocument, row: parts.BasisRow) -> str:
    wording = document.wording(row.condition)
    law = f"{wording.reference}: {wording.label}" if wording else row.condition.replace("_", " ")
    return "\n".join(filter(None, (law, row.paragraph)))


def _data(document: AgreementDocument) -> Iterator[Table]:
    for dataset in document.datasets:
        rows = tuple(
            (
                item.name,
                item.value_kind.label if item.value_kind else "",
                ". ".join(filter(None, (item.values, *_marks(item), item.note))),
            )
            for item in dataset.items
        )
        caption = f"{dataset.title}, from {document.party(dataset.supplier).name}"
        yield table(caption, (("Item", 40), ("Kind", 18), ("Note", 42)), rows, note=_dataset_note(document, dataset))


def _marks(item: parts.DataItem) -> Iterator[str]:
    if item.matching_key:
        yield "Matching key"
    if item.excluded:
        yield "Not shared"


def _dataset_note(document: AgreementDocument, dataset: Dataset) -> str:
    state = dataset.identifiability.label if dataset.identifiability else ""
    keys = f"Keys stay with {_names(document, dataset.key_holders)}" if dataset.key_holders else ""
    people = ", ".join(_label(document, code) for code in dataset.data_subjects)
    told = f"About: {people}" if people else ""
    sentences = (dataset.description, state, keys, told, dataset.exclusions, dataset.quality)
    return " ".join(f"{sentence.rstrip('.')}." for sentence in sentences if sentence)


def _flows(document: AgreementDocument) -> Iterator[Table]:
    titles = {dataset.key: dataset.title for dataset in document.datasets}
    rows = tuple(
        (
            str(number),
            document.party(flow.sender).name,
            _names(document, flow.recipients),
            flow.what or ", ".join(titles[key] for key in flow.datasets),
            ". ".join(filter(None, (flow.format, flow.method, flow.frequency, flow.transformation))),
        )
        for number, flow in enumerate(document.flows, start=1)
    )
    if rows:
        columns = (("No", 4), ("From", 18), ("To", 20), ("What", 22), ("How", 36))
        yield table("How data moves", columns, rows)


def _retention(document: AgreementDocument) -> Iterator[Table]:
    titles = {dataset.key: dataset.title for dataset in document.datasets}
    rows = tuple(
        (
            document.party(rule.party).name,
            ", ".join(titles[key] for key in rule.datasets) or "Everything",
            _limit(rule),
            "\n".join(filter(None, (rule.method, rule.evidence, rule.text))),
        )
        for party in document.parties
        for rule in document.retention
        if rule.party == party.key
    )
    if rows:
        yield table("How long data is kept", (("Held by", 20), ("Data", 18), ("Kept", 28), ("Then", 34)), rows)


def _limit(rule: parts.RetentionRule) -> str:
    limit = ", or ".join(filter(None, (str(rule.period) if rule.period else "", rule.event))) or "Not stated"
    return f"{limit}, from {rule.starts_from}" if rule.starts_from else limit


def _dates(document: AgreementDocument) -> Iterator[Table]:
    term = document.term
    rows = [
        ("Starts", day(term.starts_on)),
        ("Ends", "Ongoing" if term.ongoing else day(term.ends_on)),
        ("Review", review_words(term)),
        ("Reviewed by", term.review_by or "Not stated"),
        ("Notice to leave", str(term.notice_to_leave) if term.notice_to_leave else "Not stated"),
    ]
    yield table("Dates", (("Date", 30), ("Value", 70)), tuple(rows))


def _names(document: AgreementDocument, keys: tuple[str, ...]) -> str:
    chosen = set(keys)
    return ", ".join(party.name for party in document.parties if party.key in chosen) or "Every party"


def _label(document: AgreementDocument, code: str) -> str:
    wording = document.wording(code)
    return wording.label.lower() if wording else code.replace("_", " ")


def _processor_words(document: AgreementDocument, party: Party) -> str:
    if not party.processor_for:
        return party.purpose
    contract = f", {party.contract}" if party.contract else ""
    return f"Acts for {_names(document, party.processor_for)} only{contract}"


BLOCKS = {
    Block.PARTIES: _parties,
    Block.PURPOSES: _purposes,
    Block.LAWFUL_BASIS: _lawful_basis,
    Block.DATA: _data,
    Block.FLOWS: _flows,
    Block.RETENTION: _retention,
    Block.DATES: _dates,
    Block.DUTIES: _duties,
}
