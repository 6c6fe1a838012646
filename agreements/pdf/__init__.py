"""The one door to WeasyPrint: a document becomes an accessible, archivable PDF with empty signature fields.

The same document, moment and program versions give the same bytes. WeasyPrint is imported when the first
PDF is made: it needs libraries of the system, and no page waits for them.
"""

import datetime as dt
import gc
import hashlib
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from agreements import publication, typesetting
from agreements.pdf import assets, letters
from dsaformat import canonical
from dsaformat.document import AgreementDocument

ATTACHMENT = "agreement.json"
EXTRACT = "agreement-extract.json"
_VARIANT = "pdf/a-3a"
_TRAILING = re.compile(r"\s+(?=</(?:p|li|td|th)>)")
"""Space before the end of a paragraph: WeasyPrint would break the lines before it too early."""
_WHOLE = "The agreement as data: its SHA-256 is the fingerprint"
_EXTRACT = "An extract for publication as data, not the text that is signed. The whole text has the fingerprint {of}"


class RenderingFailed(Exception):
    """The PDF could not be made; the message says why, in words for the people who run the portal."""


@dataclass(frozen=True, slots=True)
class Made:
    content: bytes
    pages: int
    undrawn: frozenset[str] = frozenset()
    """Letters that no font of this machine has: they are missing from the pages."""


def markup(
    document: AgreementDocument,
    *,
    at: dt.datetime,
    draft: bool,
    extract_of: str = "",
    undrawn: frozenset[str] = frozenset(),
) -> str:
    """The whole document as one HTML text: what the PDF is made from.

    An extract says of which fingerprint it is one. Neither it nor a draft can be signed. Letters that cannot be drawn
    stand as their numbers, and the cover says so.
    """
    context = {
        "sheet": typesetting.sheet(document, extract_of=extract_of),
        "created": at.isoformat(timespec="seconds"),
        "draft": draft,
        "on_screen": False,
        "seal_field": typesetting.SEAL_FIELD,
        "signable": not draft and not extract_of,
        "undrawn": undrawn,
    }
    html = _TRAILING.sub("", render_to_string("document/agreement.html", context))
    return letters.spelled(html, undrawn)


def render(
    document: AgreementDocument,
    *,
    at: dt.datetime,
    draft: bool = False,
    redacted: Iterable[publication.Withheld] | None = None,
) -> Made:
    """PDF/A-3a and PDF/UA-1, with the canonical JSON inside.

    A draft is watermarked and has no fields to sign. `at` is the moment that the file says it was made. With
    `redacted`, even an empty one, the PDF holds what may be published and nothing else, in its text and in its data.
    """
    of = ""
    if redacted is not None:
        found = publication.extract(document, redacted)
        document, of = found.document, found.of
    made = Made(b"", 0)
    for _ in range(2):  # again only when letters were missing: then their numbers take their place
        html = markup(document, at=at, draft=draft, extract_of=of, undrawn=made.undrawn)
        made = render_markup(html, document=document, at=at, draft=draft, extract_of=of)
        if not made.undrawn:
            return made
    raise RenderingFailed(f"No font can draw these letters: {' '.join(sorted(made.undrawn))}")


def render_markup(
    html: str, *, document: AgreementDocument, at: dt.datetime, draft: bool, extract_of: str = ""
) -> Made:
    """The PDF of that HTML text. Only the bundled stylesheet, fonts and pictures can be loaded by it."""
    missing = assets.missing()
    if missing:
        raise RenderingFailed(f"Fonts are missing ({', '.join(missing)}). Run: make assets")
    try:
        from weasyprint.urls import FatalURLFetchingError
    except OSError as error:
        raise RenderingFailed(f"WeasyPrint cannot load the system's libraries (pango, fontconfig): {error}") from error
    try:
        with _undisturbed(), letters.undrawn() as undrawn:
            pages = _laid_out(html, draft)
            content = _written(pages, document, at, draft, extract_of)
        return Made(content, len(pages.pages), frozenset(undrawn))
    except FatalURLFetchingError as error:  # no Exception: nothing else would catch it, and the worker would die
        raise RenderingFailed(f"The document asked for something outside the bundled files: {error}") from None
    except Exception as error:
        raise RenderingFailed(f"{type(error).__name__}: {error}") from error


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Millions of boxes live until the file is written: looking for garbage among them takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _laid_out(html: str, draft: bool) -> Any:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), assets.fetcher()
    sheet = weasyprint.CSS(
        string=assets.stylesheet(draft), font_config=fonts, base_url=assets.BASE, url_fetcher=fetcher
    )
    whole = weasyprint.HTML(string=html, base_url=assets.BASE, url_fetcher=fetcher)
    return whole.render(font_config=fonts, stylesheets=[sheet], pdf_variant=_VARIANT)


def _written(pages: Any, document: AgreementDocument, at: dt.datetime, draft: bool, extract_of: str) -> bytes:
    import weasyprint

    from agreements.pdf import finish

    text = canonical.dump(document)
    finish.declare_accessible(pages.metadata)
    attachment = weasyprint.Attachment(
        file_obj=io.BytesIO(text.encode()),
        name=EXTRACT if extract_of else ATTACHMENT,
        description=_EXTRACT.format(of=extract_of) if extract_of else _WHOLE,
        relationship="Source",
        created=at,
        modified=at,
    )
    with warnings.catch_warnings():
        # WeasyPrint forgets to close the colour profile that it reads for every file.
        warnings.filterwarnings("ignore", "unclosed file", ResourceWarning)
        content: bytes = pages.write_pdf(
            finisher=finish.finish,
            pdf_variant=_VARIANT,
            pdf_tags=True,
            pdf_identifier=hashlib.sha256(f"{text}{at.isoformat()}{draft}{extract_of}".encode()).digest()[:16],
            attachments=[attachment],
        )
    return content
