"""Reading a spreadsheet of organisations. The one door to openpyxl; nothing here writes anything.

A file comes from outside: its size unpacked is checked before it is opened, formulas are never run, and whatever
cannot be read is refused in a sentence that says what to do.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from foundation import text
from foundation.verdicts import Refused

MOST_ROWS = 5_000
MOST_BYTES = 5_000_000
MOST_UNPACKED = 50_000_000
_MOST_COLUMNS = 60
_MOST_MEMBERS = 1_000
_LONGEST_CELL = 32_767

EMPTY = "The selected file is empty"
TOO_BIG = "The selected file must be smaller than 5MB"
WRONG_KIND = "The selected file must be a CSV or XLSX"
UNREADABLE = "The selected file could not be read"
UNPACKS = "The selected file unpacks to more than 50MB"
PROTECTED = "The selected file is password protected"
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
    if not content.strip():
        raise Refused([EMPTY])
    if len(content) > MOST_BYTES:
        raise Refused([TOO_BIG])
    return _sheet(_xlsx(content) if content.startswith(b"PK") else _csv(content))


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


def _clean(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return text.long_text(str(value)[:_LONGEST_CELL])


def _csv(content: bytes) -> Iterator[list[str]]:
    typed = _decoded(content)
    if "\0" in typed:
        raise Refused([WRONG_KIND])
    first = typed.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(_LONGEST_CELL * 4)
    try:
        for line in csv.reader(io.StringIO(typed, newline=""), delimiter=delimiter):
            yield [_clean(cell) for cell in line[:_MOST_COLUMNS]]
    except csv.Error:
        raise Refused([UNREADABLE]) from None


def _decoded(content: bytes) -> str:
    """UTF-8 if it can be, with or without a mark; otherwise what Excel writes on Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise Refused([UNREADABLE]) from None
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise Refused([PROTECTED if "EncryptedPackage".encode("utf-16-le") in content else WRONG_KIND])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _xlsx(content: bytes) -> Iterator[list[str]]:
    _check_package(content)
    from openpyxl import load_workbook

    try:
        # Cached values, never formulas; links to other files stay closed.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says about its own size is not to be believed
        lines = [
            [_clean(value) for value in line]
            for line in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=_MOST_COLUMNS, values_only=True)
        ]
        book.close()
    except Exception:
        # openpyxl raises whatever its parsers raise; every one of them means the same to the person.
        raise Refused([UNREADABLE]) from None
    yield from lines


def _check_package(content: bytes) -> None:
    """Look at the zip's directory, and at the XML for entities, before anything is parsed."""
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        members = package.infolist()
        if sum(member.file_size for member in members) > MOST_UNPACKED or len(members) > _MOST_MEMBERS:
            raise Refused([UNPACKS])
        if any(member.flag_bits & 1 for member in members):
            raise Refused([PROTECTED])
        names = {member.filename for member in members}
        if "xl/workbook.xml" not in names or any("vbaProject" in name for name in names):
            raise Refused([WRONG_KIND])
        for member in members:
            with package.open(member) as opened:
                if member.filename.endswith((".xml", ".rels")) and _declares_entities(opened.read(2_000)):
                    raise Refused([UNREADABLE])
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise Refused([UNREADABLE]) from None


def _declares_entities(start: bytes) -> bool:
    # A document type can only stand before the first element; in UTF-16 every other byte is zero.
    return b"<!DOCTYPE" in start.replace(b"\0", b"").upper()


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
