"""Handing out what was brought: the file to be saved, never opened as part of this site; and pictures of pages."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from signing.files import FileLost
from signing.models import Paper
from signing.papers import keeping
from signing.papers import scan as scans
from signing.papers.pdf import NotTaken
from signing.papers.scan import Scan

logger = logging.getLogger(__name__)

_ALONE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


def scan_of(paper: Paper) -> Scan:
    """What was kept, to the byte. Raises ``FileLost``."""
    return Scan(paper.media_type, keeping.content(paper.path, paper.sha256), paper.pages)


def picture_of(scan: Scan, page: int) -> HttpResponse:
    """One page, drawn by us: nothing that somebody brought reaches the browser by this."""
    if not 1 <= page <= scan.pages:
        raise Http404(str(page))
    try:
        drawn = scans.picture(scan, page)
    except NotTaken:
        raise Http404(str(page)) from None
    return HttpResponse(drawn, content_type="image/jpeg", headers=_ALONE)


def saved(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=_ALONE | disposition)


def name_of(*parts: object, suffix: str) -> str:
    """A name for the download, of letters, digits and hyphens: whoever brought the file had no say in it."""
    return f"{slugify(' '.join(str(part) for part in parts))}.{suffix}"


def lost(request: HttpRequest, error: FileLost, context: dict[str, Any]) -> HttpResponse:
    logger.critical("a kept file is not what the register says: %s", error)
    return render(request, "signing/papers/lost.html", context, status=503)


def page_number(typed: str | None, pages: int) -> int:
    number = int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    return min(max(number, 1), pages)


def neighbours(address: str, page: int, pages: int) -> dict[str, Any]:
    """Where the pages before and after are; empty addresses at the ends."""
    return {
        "number": page,
        "total": pages,
        "previous": f"{address}?page={page - 1}" if page > 1 else "",
        "next": f"{address}?page={page + 1}" if page < pages else "",
    }
