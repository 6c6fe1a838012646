"""The signing pack: the frozen text as it is printed everywhere, and one more page to sign by hand."""

import datetime as dt
from dataclasses import dataclass

import qrcode
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from agreements import files as renderings
from agreements import pdf as printing
from agreements.choices import RenderingState
from dsaformat.document import AgreementDocument
from signing.models import Request
from signing.papers import pdf


class NotReady(Exception):
    """The PDF of the text itself has not been made yet."""


@dataclass(frozen=True, slots=True)
class Made:
    content: bytes
    pages: int


def make(request: Request, *, at: dt.datetime) -> Made:
    """The pack for one signature. The text's pages are those of the version's PDF, so their number is known."""
    version = request.round.version
    rendering = version.rendering
    if rendering.state != RenderingState.DONE:
        raise NotReady(f"the PDF of {version} is not made yet")
    text, document = renderings.content_of(rendering.sha256), version.document
    pages = rendering.pages + 1
    sheet = printing.render_markup(_markup(request, document, pages, at), document=document, at=at, draft=False)
    return Made(pdf.joined(text, sheet.content), rendering.pages + sheet.pages)


def squares(address: str) -> tuple[int, str]:
    """A QR code as one path, and how many squares it is wide, with the quiet zone that readers need."""
    code = qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_Q)
    code.add_data(address)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return len(rows), "".join(dark)


def check_address(reference: str) -> str:
    """Where anybody can look whether a paper is what it says."""
    return f"{settings.SITE_URL}/verify/{reference}/"


def _markup(request: Request, document: AgreementDocument, pages: int, at: dt.datetime) -> str:
    version = request.round.version
    reference = version.agreement.reference
    width, path = squares(check_address(reference))
    names = [document.party(body.party_key).name for body in request.bodies.all()]
    own = document.party(request.party_key).name
    return render_to_string(
        "document/signature_sheet.html",
        {
            "reference": reference,
            "number": version.number,
            "title": document.identity.title,
            "fingerprint": version.grouped_fingerprint,
            "pages": pages,
            "organisation": own,
            "also": [name for name in names if name != own],
            "qr": {"width": width, "path": path},
            "check_address": check_address(reference),
            "back_address": f"{settings.SITE_URL}{reverse('signing:paper', args=[reference, request.slot])}",
            "created": at.isoformat(timespec="seconds"),
        },
    )
