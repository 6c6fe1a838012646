"""Finished PDFs on disk, named by what they contain: the same bytes have one place, and a changed file is noticed."""

import hashlib
import re
from pathlib import Path

from django.conf import settings

from foundation import files as writing

_SHA256 = re.compile(r"[0-9a-f]{64}")


class FileLost(Exception):
    """The file is gone from the disk, or no longer contains what its name says."""


def keep(content: bytes) -> str:
    """Store the bytes so that a power cut leaves all of them or nothing; the answer is their SHA-256."""
    digest = hashlib.sha256(content).hexdigest()
    place = _place(digest)
    if place.exists():
        return digest
    writing.replace(place, content)
    return digest


def content_of(digest: str) -> bytes:
    """The bytes that were kept. Raises `FileLost` rather than hand out anything else."""
    try:
        content = _place(digest).read_bytes()
    except OSError as error:
        raise FileLost(digest) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise FileLost(digest)
    return content


def _place(digest: str) -> Path:
    if not _SHA256.fullmatch(digest):
        raise ValueError("not a SHA-256")
    return Path(settings.MEDIA_ROOT) / "pdf" / digest[:2] / f"{digest}.pdf"
