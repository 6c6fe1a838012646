"""The one door to WeasyPrint: a document becomes an accessible, archivable PDF with empty signature fields.

The same document, moment and program versions give the same bytes. WeasyPrint is imported when the first
PDF is made: it needs libraries of the system, and no page waits for them.
"""

import datetime as dt
import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from agreements import typesetting
from agreements.pdf import assets
from dsaformat import canonical
from dsaformat.document import AgreementDocument

ATTACHMENT = "agreement.json"
_VARIANT = "pdf/a-3a"


class RenderingFailed(Exception):
    """The PDF could not be made; the message says why, in words for the people who run the portal."""


@dataclass(frozen=True, slots=True)
class Made:
    content: bytes
    pages: int


def markup(document: AgreementDocument, *, at: dt.datetime, draft: bool) -> str:
    """The whole document as one HTML text: what the PDF is made from."""
    context = {
        "sheet": typesetting.sheet(document),
        "created": at.isoformat(timespec="seconds"),
        "draft": draft,
        "on_screen": False,
    }
    return render_to_string(
        "document/agreement.html", {**context, "seal_field": typesetting.SEAL_FIELD, "signable": not draft}
    )


def render(document: AgreementDocument, *, at: dt.datetime, draft: bool = False) -> Made:
    """PDF/A-3a and PDF/UA-1, with the canonical JSON inside.

    A draft is watermarked and has no fields to sign. `at` is the moment that the file says it was made.
    """
    return render_markup(markup(document, at=at, draft=draft), document=document, at=at, draft=draft)


def render_markup(html: str, *, document: AgreementDocument, at: dt.datetime, draft: bool) -> Made:
    """The PDF of that HTML text. Only the bundled stylesheet, fonts and pictures can be loaded by it."""
    missing = assets.missing()
    if missing:
        raise RenderingFailed(f"Fonts are missing ({', '.join(missing)}). Run: make assets")
    try:
        from weasyprint.urls import FatalURLFetchingError
    except OSError as error:
        raise RenderingFailed(f"WeasyPrint cannot load the system's libraries (pango, fontconfig): {error}") from error
    try:
        pages = _laid_out(html, draft)
        return Made(content=_written(pages, document, at, draft), pages=len(pages.pages))
    except FatalURLFetchingError as error:  # no Exception: nothing else would catch it, and the worker would die
        raise RenderingFailed(f"The document asked for something outside the bundled files: {error}") from None
    except Exception as error:
        raise RenderingFailed(f"{type(error).__name__}: {error}") from error


def _laid_out(html: str, draft: bool) -> Any:
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts, fetcher = FontConfiguration(), assets.fetcher()
    sheet = weasyprint.CSS(
        string=assets.stylesheet(draft), font_config=fonts, base_url=assets.BASE, url_fetcher=fetcher
    )
    whole = weasyprint.HTML(string=html, base_url=assets.BASE, url_fetcher=fetcher)
    return whole.render(font_config=fonts, stylesheets=[sheet], pdf_variant=_VARIANT)


def _written(pages: Any, document: AgreementDocument, at: dt.datetime, draft: bool) -> bytes:
    import weasyprint

    from agreements.pdf import finish

    text = canonical.dump(document)
    finish.declare_accessible(pages.metadata)
    attachment = weasyprint.Attachment(
        file_obj=io.BytesIO(text.encode()),
        name=ATTACHMENT,
        description="The agreement as data: its SHA-256 is the fingerprint",
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
            pdf_identifier=hashlib.sha256(f"{text}{at.isoformat()}{draft}".encode()).digest()[:16],
            attachments=[attachment],
        )
    return content
