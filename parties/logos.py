"""An organisation's logo: what was chosen becomes a new, plain picture. The one door to Pillow.

Only the pixels are kept: whatever else a file carries (place, author, a second picture, a program) stays behind.
"""

import hashlib
import io
import re
import struct
import warnings
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageFile, ImageOps

from foundation import files

LARGEST = 1024 * 1024
MOST_PIXELS = 16_000_000
"""What unpacks to more than this is no logo; it is refused before it is unpacked."""
ROOM = (1200, 400)
"""Sharp enough for the top of a page, at 300 dots an inch."""
ON_PAGES = (240, 80)
ACCEPT = ".png,.jpg,.jpeg"
EMPTY = "The selected file is empty"
TOO_BIG = "The selected file must be smaller than 1MB"
WRONG_TYPE = "The selected file must be a PNG or JPEG"
TOO_MANY_PIXELS = "The selected picture must be smaller than 4,000 by 4,000 pixels"

_SHA256 = re.compile(r"[0-9a-f]{64}")


class NotALogo(ValueError):
    """The file cannot be taken; the message says why, in words for the person who chose it."""


def redrawn(data: bytes) -> bytes:
    """The picture as a new PNG on white, no larger than it is printed. Raises ``NotALogo``."""
    if not data:
        raise NotALogo(EMPTY)
    if len(data) > LARGEST:
        raise NotALogo(TOO_BIG)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redrawn(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotALogo(TOO_MANY_PIXELS) from None
    except (OSError, ValueError, SyntaxError, EOFError) as problem:
        if isinstance(problem, NotALogo):
            raise
        raise NotALogo(WRONG_TYPE) from None  # Pillow's own words name its plugins


def _redrawn(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as found:
        if found.width * found.height > MOST_PIXELS:
            raise NotALogo(TOO_MANY_PIXELS)
        _insist_on_the_whole(found)
        upright = ImageOps.exif_transpose(found).convert("RGBA")
    upright.thumbnail(ROOM)
    page = Image.new("RGB", upright.size, "white")
    page.paste(upright, mask=upright.getchannel("A"))
    made = io.BytesIO()
    page.save(made, "PNG", optimize=True)
    return made.getvalue()


def _insist_on_the_whole(found: Image.Image) -> None:
    """WeasyPrint tells Pillow, for the whole process, to fill up what is cut off; a logo must be all there."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        found.load()
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def size_on_pages(png: bytes) -> tuple[int, int]:
    """Width and height of a kept picture that fit ``ON_PAGES``: browsers are told before they load it."""
    width, height = struct.unpack(">II", png[16:24])
    scale = min(1, ON_PAGES[0] / width, ON_PAGES[1] / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def keep(png: bytes) -> str:
    """Store the picture under its SHA-256, which is the answer."""
    digest = hashlib.sha256(png).hexdigest()
    files.replace(_place(digest), png)
    return digest


def content_of(digest: str) -> bytes | None:
    """The picture; None when there is none, or not the one that was kept."""
    if not _SHA256.fullmatch(digest):
        return None
    try:
        content = _place(digest).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


def _place(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "logos" / f"{digest}.png"
