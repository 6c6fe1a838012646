"""A copy for those who cannot wait for the last signature: marked on every page, so that it passes for nothing else."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from agreements.files import FileLost
from signing import partial
from signing.models import Round
from signing.views import shared

logger = logging.getLogger(__name__)


@require_GET
@login_required
def pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """404 where nobody was asked, and once everybody has signed: then there is the signed PDF."""
    version = shared.text_to_sign(request, reference, number)
    round_ = Round.objects.filter(version=version).order_by("-opened_at", "-pk").first()
    if round_ is None or not partial.is_useful(round_):
        raise Http404
    try:
        content = partial.copy(version, at=timezone.now())
    except partial.NotReady:
        messages.info(request, "The PDF is not made yet. Try again in a few seconds.")
        return redirect("signing:text", reference, number)
    except FileLost:
        logger.critical("the PDF of %s is not what the register says", version)
        messages.error(request, "The stored PDF is damaged, so we do not hand it out. The text on this page is whole.")
        return redirect("signing:text", reference, number)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{reference}-v{number}-partial.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
