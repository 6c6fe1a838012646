"""Reading a table out of a file that people send: CSV or XLSX. The one door for reading workbooks; writes nothing.

A file comes from outside: its size unpacked is checked before it is opened, formulas are never run, and whatever
cannot be read is refused in a sentence that says what to do.
"""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
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


def lines(content: bytes, *, most_rows: int = MOST_ROWS) -> Iterator[list[str]]:
    """The cells of every line, the empty ones too, so that they can be counted; ``Refused`` says why there are none.

    Of a workbook it is the first sheet, and no more than ``most_rows`` and two lines: whoever asks for fewer sees that
    there are more.
    """
    if not content.strip():
        raise Refused([EMPTY])
    if len(content) > MOST_BYTES:
        raise Refused([TOO_BIG])
    return _xlsx(content, most_rows) if content.startswith(b"PK") else _csv(content)


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


def _xlsx(content: bytes, most_rows: int) -> Iterator[list[str]]:
    _check_package(content)
    from openpyxl import load_workbook

    try:
        # Cached values, never formulas; links to other files stay closed.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says about its own size is not to be believed
        lines = [
            [_clean(value) for value in line]
            for line in sheet.iter_rows(max_row=most_rows + 2, max_col=_MOST_COLUMNS, values_only=True)
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
