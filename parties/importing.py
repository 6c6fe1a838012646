"""What a spreadsheet of organisations says, row by row. Nothing here writes anything."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

from foundation import sheets, text
from foundation.sheets import EMPTY, MOST_BYTES, MOST_ROWS, PROTECTED, TOO_BIG, UNPACKS, UNREADABLE, WRONG_KIND
from foundation.verdicts import Refused

__all__ = ["EMPTY", "MOST_BYTES", "MOST_ROWS", "PROTECTED", "TOO_BIG", "UNPACKS", "UNREADABLE", "WRONG_KIND"]

TOO_MANY = f"The selected file must have {MOST_ROWS:,} rows or fewer"
NO_ROWS = "The selected file names no organisations"

COLUMNS: dict[str, str] = {
    "legal_name": "Legal name",
    "short_name": "Short name",
    "kind": "Kind",
    "nation": "Nation",
    "address": "Address",
    "phone": "Phone",
    "email": "Email",
    "email_domain": "Email domain",
    "ico_reference": "ICO number",
    "ico_expires_on": "ICO runs out on",
    "ico_reason": "Why no ICO number",
    "is_public_authority": "Public authority",
    "is_competent_authority": "Competent authority",
    "competent_authority_paragraph": "Schedule 7 paragraph",
    "serious_violence_class": "Serious Violence Duty",
}
_OTHER_NAMES = {
    "name": "legal_name",
    "organisation": "legal_name",
    "organisationname": "legal_name",
    "type": "kind",
    "headoffice": "address",
    "headofficeaddress": "address",
    "telephone": "phone",
    "emailaddress": "email",
    "icoregistration": "ico_reference",
    "icoregistrationnumber": "ico_reference",
    "icoregistrationreference": "ico_reference",
    "icoexpires": "ico_expires_on",
    "icoexpirydate": "ico_expires_on",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: its number as a spreadsheet program shows it, and its cells by fact."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    rows: tuple[Row, ...]
    ignored: tuple[str, ...]
    """Headings that name no column of ours."""


def read(content: bytes) -> Sheet:
    """The file's rows. ``Refused`` says why it cannot be used."""
    return _sheet(sheets.lines(content))


def _sheet(lines: Iterable[list[str]]) -> Sheet:
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if any(line))
    _first, heading = next(numbered, (0, []))
    names = [_fact(cell) for cell in heading]
    if "legal_name" not in names:
        raise Refused(["The first row must name the columns, one of them Legal name – start from the template"])
    twice = sorted({COLUMNS[name] for name in names if name and names.count(name) > 1})
    if twice:
        raise Refused([f"The column {twice[0]} is there more than once"])
    rows: list[Row] = []
    for number, line in numbered:
        if len(rows) == MOST_ROWS:
            raise Refused([TOO_MANY])
        rows.append(Row(number, {name: cell for name, cell in zip(names, line, strict=False) if name and cell}))
    if not rows:
        raise Refused([NO_ROWS])
    ignored = tuple(cell[:80] for cell, name in zip(heading, names, strict=True) if cell and not name)
    return Sheet(tuple(rows), ignored)


def _fact(heading: str) -> str:
    bare = re.sub(r"[^a-z0-9]", "", text.skeleton(heading))
    ours = {re.sub(r"[^a-z0-9]", "", label.lower()): name for name, label in COLUMNS.items()}
    return ours.get(bare) or _OTHER_NAMES.get(bare, "")


def template_rows() -> list[list[str]]:
    """The headings, and one row that shows what goes under each."""
    example = {
        "legal_name": "London Borough of Example",
        "short_name": "Example",
        "kind": "Local authority",
        "nation": "England",
        "address": "1 High Street, London E1 1AA",
        "phone": "020 7946 0000",
        "email": "ig@example.gov.uk",
        "email_domain": "example.gov.uk",
        "ico_reference": "Z1234567",
        "ico_expires_on": "27/3/2027",
        "is_public_authority": "yes",
        "is_competent_authority": "no",
        "serious_violence_class": "Specified authority",
    }
    return [list(COLUMNS.values()), [example.get(name, "") for name in COLUMNS]]


def template_xlsx() -> bytes:
    """The template as a workbook; every cell is text, so that no program turns a date round."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Organisations")
    for row in template_rows():
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
