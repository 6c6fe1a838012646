"""What a PDF may load: a stylesheet, a mark, a watermark and the bundled fonts. Everything else is refused aloud."""

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

BASE = "https://assets.invalid/"
"""An address that cannot exist: whatever is not in the table below is never looked for anywhere."""

_FONTS = (
    "atkinson-hyperlegible-next-latin-400-normal",
    "atkinson-hyperlegible-next-latin-700-normal",
    "atkinson-hyperlegible-next-latin-ext-400-normal",
    "atkinson-hyperlegible-next-latin-ext-700-normal",
    "source-serif-4-latin-400-normal",
    "source-serif-4-latin-600-normal",
    "source-serif-4-latin-400-italic",
    "source-serif-4-latin-ext-400-normal",
    "source-serif-4-latin-ext-600-normal",
    "source-serif-4-latin-ext-400-italic",
)


def _fonts_folder() -> Path:
    return Path(settings.BASE_DIR) / "static" / "built" / "fonts"


def _templates() -> Path:
    return Path(settings.BASE_DIR) / "templates" / "document"


def _table() -> dict[str, tuple[Path, str]]:
    """Address to file and media type."""
    fonts = {f"{BASE}fonts/{name}.woff2": (_fonts_folder() / f"{name}.woff2", "font/ttf") for name in _FONTS}
    pictures = {f"{BASE}{name}": (_templates() / name, "image/svg+xml") for name in ("mark.svg", "watermark.svg")}
    return {**fonts, **pictures}


def missing() -> tuple[str, ...]:
    return tuple(path.name for path, _ in _table().values() if not path.is_file())


def stylesheet(draft: bool) -> str:
    sheets = ["print.css", "draft.css"] if draft else ["print.css"]
    return "\n".join((_templates() / name).read_text(encoding="utf-8") for name in sheets)


@cache
def _unpacked(path: Path) -> bytes:
    """WeasyPrint would unpack each font for each document, which takes longer than setting a short one."""
    from fontTools.ttLib import woff2

    font = io.BytesIO()
    woff2.decompress(io.BytesIO(path.read_bytes()), font)
    return font.getvalue()


def fetcher() -> "URLFetcher":
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    table = _table()

    class BundledOnly(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> object:
            if url not in table:
                raise FatalURLFetchingError(url[:200])
            path, media_type = table[url]
            body = _unpacked(path) if path.suffix == ".woff2" else path.read_bytes()
            return URLFetcherResponse(url, body, {"Content-Type": media_type})

    return BundledOnly(allowed_protocols=["https"])
