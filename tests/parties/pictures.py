"""Pictures for tests of logos."""

import io

from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 90), mode: str = "RGB", **options: object) -> bytes:
    """A black picture as a file."""
    file = io.BytesIO()
    Image.new(mode, size, 0).save(file, kind, **options)
    return file.getvalue()
