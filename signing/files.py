"""The signed PDFs on disk: one file for each version, which only ever grows. Every state is a prefix of it."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from agreements.models import Version
from signing.models import SealedFile


class FileLost(Exception):
    """The file is gone, or does not start with what the register says it must."""


def path_of(version: Version) -> str:
    return f"signed/{version.agreement.reference}-v{version.number}.pdf"


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
    place = _place(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _place(path: str) -> Path:
    return Path(settings.MEDIA_ROOT) / path
