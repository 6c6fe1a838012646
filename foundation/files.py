"""Writing a file so that a power cut leaves the old one or the new one, never half of it."""

import os
import tempfile
from pathlib import Path


def replace(place: Path, content: bytes) -> None:
    """Put the content there, whole or not at all. Folders are made; what was there before goes."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
