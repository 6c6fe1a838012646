"""What an attached file really is: told by its bytes, never by its name. Nothing is unpacked or drawn here."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from parties import evidence

LARGEST = evidence.LARGEST
UNPACKED = 50 * 1024 * 1024
ACCEPT = ".pdf,.docx,.xlsx,.png,.jpg,.jpeg"
TYPES = evidence.TYPES | {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
EMPTY, TOO_BIG = evidence.EMPTY, evidence.TOO_BIG
WRONG_TYPE = "The selected file must be a PDF, DOCX, XLSX, PNG or JPEG"
PASSWORD = "The selected file is password protected"  # noqa: S105 - a message
UNPACKS = "The selected file unpacks to more than 50MB"
MACROS = "The selected file contains macros. Save it without them, then select it again"

_SAME = {"jpeg": "jpg", "jpe": "jpg"}
_OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""An encrypted DOCX or XLSX is wrapped in this older kind of file."""
_LOCKED_PDF = re.compile(rb"/Encrypt\s*(<<|\d+\s+\d+\s+R)")


class NotTaken(ValueError):
    """The file cannot be taken; the message says why, in words for the person who chose it."""


@dataclass(frozen=True, slots=True)
class File:
    """A file worth keeping: its cleaned name, what it is, its bytes."""

    name: str
    media_type: str
    data: bytes


def examine(name: str, data: bytes) -> File:
    """Check the bytes and clean the name. Raises `NotTaken`."""
    if not data:
        raise NotTaken(EMPTY)
    if len(data) > LARGEST:
        raise NotTaken(TOO_BIG)
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lstrip(".").lower()
    claimed = _SAME.get(suffix, suffix)
    if claimed in _OFFICE:
        _examine_office(claimed, data)
    elif claimed not in TYPES or evidence.kind_of(data) != claimed:
        raise NotTaken(WRONG_TYPE)
    if claimed == "pdf" and _LOCKED_PDF.search(data):
        raise NotTaken(PASSWORD)
    return File(evidence.clean_name(name, claimed), TYPES[claimed], data)


def _examine_office(kind: str, data: bytes) -> None:
    """Only the archive's directory is read, so a bomb stays folded."""
    if data.startswith(_COMPOUND):
        raise NotTaken(PASSWORD)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise NotTaken(WRONG_TYPE) from None
    names = {member.filename for member in members}
    if not data.startswith(b"PK\x03\x04") or not {"[Content_Types].xml", _OFFICE[kind]} <= names:
        raise NotTaken(WRONG_TYPE)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotTaken(MACROS)
    if any(member.flag_bits & 1 for member in members):
        raise NotTaken(PASSWORD)
    if sum(member.file_size for member in members) > UNPACKED:
        raise NotTaken(UNPACKS)
