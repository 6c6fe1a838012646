"""What comes back from paper: told by its bytes, made anew, or refused in a sentence. Names count for nothing."""

import hashlib
from dataclasses import dataclass, replace

from signing.choices import Route
from signing.papers import pdf, redraw, tools
from signing.papers.pdf import NotTaken

LARGEST = 20 * 1024 * 1024
ACCEPT = ".pdf,.jpg,.jpeg,.png"
PDF, JPEG = "application/pdf", "image/jpeg"

EMPTY = "The selected file is empty"
TOO_BIG = "The selected file must be smaller than 20MB"
WRONG_TYPE = "The selected file must be a PDF, JPG or PNG"
ONLY_PDF = "The selected file must be a PDF"
VIRUS = "The selected file contains a virus"
PIXELS = "The selected picture must have 40 megapixels or fewer. Take it again with a lower setting"
NO_TOOLS = "PDFs cannot be checked at the moment. Select a JPG or PNG, or try again later"

SHARP, QUALITY = 4_000, 90
"""Longest side of what is kept: A4 at 340 dots an inch, enough to look at ink closely."""
ON_PAGES = 1_400
_PNG, _JPEG, _PDF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-"
_TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"


class Virus(NotTaken):
    """Something that must be told to the operators, too."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A file worth keeping."""

    media_type: str
    data: bytes
    pages: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        return "pdf" if self.media_type == PDF else "jpg"


def examine(data: bytes, route: Route) -> Scan:
    """Check what was brought and make it anew. Raises ``NotTaken``.

    A PDF that another system signed stays byte for byte as it is: its signatures would not survive being written
    again. Whatever could act in it is refused all the same.
    """
    _plausible(data)
    try:
        return _pdf(data, route) if data.startswith(_PDF) else _picture(data, route)
    except tools.Missing:
        raise NotTaken(NO_TOOLS) from None


def turned(scan: Scan, page: int) -> Scan:
    """With that page a quarter turn further, clockwise."""
    if scan.media_type == PDF:
        return replace(scan, data=pdf.turned(scan.data, page))
    return replace(scan, data=_redrawn(scan.data, turn=90))


def picture(scan: Scan, page: int) -> bytes:
    """One page as a JPEG, of a size to look at. Raises ``NotTaken``."""
    if scan.media_type == PDF:
        return pdf.picture(scan.data, page, ON_PAGES)
    return _redrawn(scan.data, longest=ON_PAGES, quality=80)


def _plausible(data: bytes) -> None:
    if not data:
        raise NotTaken(EMPTY)
    if len(data) > LARGEST:
        raise NotTaken(TOO_BIG)
    if _TEST_VIRUS in data:
        raise Virus(VIRUS)


def _pdf(data: bytes, route: Route) -> Scan:
    content, pages = (data, pdf.pages_of(data)) if route == Route.ELSEWHERE else pdf.cleaned(data)
    pdf.picture(content, 1, 200)  # what cannot be drawn cannot be checked by anybody
    return Scan(PDF, content, pages)


def _picture(data: bytes, route: Route) -> Scan:
    if route == Route.ELSEWHERE:
        raise NotTaken(ONLY_PDF)
    if not data.startswith((_PNG, _JPEG)):
        raise NotTaken(WRONG_TYPE)
    return Scan(JPEG, _redrawn(data), 1)


def _redrawn(data: bytes, *, turn: int = 0, longest: int = SHARP, quality: int = QUALITY) -> bytes:
    with tools.folder() as place:
        (place / "in").write_bytes(data)
        code, made = tools.redraw(place / "in", turn=turn, longest=longest, quality=quality)
    if code == redraw.TOO_MANY_PIXELS:
        raise NotTaken(PIXELS)
    if code:
        raise NotTaken(pdf.UNREADABLE)
    return made
