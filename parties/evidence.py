"""What an uploaded evidence file really is: told by its bytes, never by what its name or sender says."""

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from foundation import text

LARGEST = 10 * 1024 * 1024
ACCEPT = ".pdf,.docx,.png,.jpg,.jpeg"
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
EMPTY = "The selected file is empty"
TOO_BIG = "The selected file must be smaller than 10MB"
WRONG_TYPE = "The selected file must be a PDF, DOCX, PNG or JPEG"

_SAME = {"jpeg": "jpg", "jpe": "jpg"}
_UNSAFE = re.compile(r'[\\/:*?"<>|%]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)


class NotEvidence(ValueError):
    """The file cannot be taken; the message says why, in words for the person who chose it."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file worth keeping: its cleaned name, what it is, its bytes."""

    name: str
    media_type: str
    data: bytes


def examine(name: str, data: bytes) -> Content:
    """Check the bytes and clean the name. Raises ``NotEvidence``."""
    if not data:
        raise NotEvidence(EMPTY)
    if len(data) > LARGEST:
        raise NotEvidence(TOO_BIG)
    kind = kind_of(data)
    claimed = PurePosixPath(name.replace("\\", "/")).suffix.lstrip(".").lower()
    if kind is None or _SAME.get(claimed, claimed) != kind:
        raise NotEvidence(WRONG_TYPE)
    return Content(name=clean_name(name, kind), media_type=TYPES[kind], data=data)


def kind_of(data: bytes) -> str | None:
    """pdf, png, jpg or docx; None for anything else."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return "docx" if data.startswith(b"PK\x03\x04") and _is_word(data) else None


def _is_word(data: bytes) -> bool:
    """Only the archive's directory is read, so a bomb stays folded. Macros make it something else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return {"[Content_Types].xml", "word/document.xml"} <= names and "word/vbaProject.bin" not in names


def clean_name(name: str, kind: str) -> str:
    """A short, harmless name to offer when the file is downloaded; it is never a path on our side."""
    last = re.split(r"[\\/]", text.single_line(name))[-1]
    stem = _UNSAFE.sub("", PurePosixPath(last).stem).strip(" .")[:100].strip()
    if not stem or not text.has_letters_or_digits(stem) or _RESERVED.fullmatch(stem):
        stem = "evidence"
    return f"{stem}.{kind}"
