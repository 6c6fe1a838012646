"""The exact text that is signed, for whoever signs it, whether or not they see the agreement's other pages."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from agreements import files, typesetting
from agreements.choices import RenderingState
from signing.views import shared

logger = logging.getLogger(__name__)


@require_GET
@login_required
def read(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    version = shared.text_to_sign(request, reference, number)
    sheet = typesetting.sheet(version.document)
    context = shared.frame(request, version.agreement, version=version, sheet=sheet, on_screen=True)
    return render(request, "signing/text.html", context)


@require_GET
@login_required
def pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The PDF before any signature; a plain message while it is being made, or when it is lost."""
    version = shared.text_to_sign(request, reference, number)
    if version.rendering.state != RenderingState.DONE:
        messages.info(request, "The PDF is not made yet. The text on this page is the same; try again later.")
        return redirect("signing:text", reference, number)
    try:
        content = files.content_of(version.rendering.sha256)
    except files.FileLost:
        logger.critical("the PDF of %s is not what the register says", version)
        messages.error(request, "The stored PDF is damaged, so we do not hand it out. The text on this page is whole.")
        return redirect("signing:text", reference, number)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{reference}-v{number}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )
