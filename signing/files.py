"""The signed PDFs on disk: one file for each edition of a version, which only ever grows, state upon state."""

import hashlib
from pathlib import Path

from django.conf import settings

from agreements.models import Version
from foundation import files as writing
from signing.models import SealedFile


class FileLost(Exception):
    """The file is gone, or does not start with what the register says it must."""


def path_of(version: Version, edition: int = 0) -> str:
    again = f"-{edition + 1}" if edition else ""
    return f"signed/{version.agreement.reference}-v{version.number}{again}.pdf"


def content(state: SealedFile) -> bytes:
    """The bytes of one state. Raises ``FileLost`` rather than hand out anything else.

    The file may be longer: a worker that stops between writing it and recording it leaves a tail nobody counts.
    """
    try:
        with _place(state.path).open("rb") as file:
            found = file.read(state.size)
    except OSError as trouble:
        raise FileLost(state.path) from trouble
    if hashlib.sha256(found).hexdigest() != state.sha256:
        raise FileLost(state.path)
    return found


def keep(path: str, pdf: bytes) -> None:
    """Replace the file so that a power cut leaves the old one or the new one, never half of it."""
    writing.replace(_place(path), pdf)


def _place(path: str) -> Path:
    return Path(settings.MEDIA_ROOT) / path
