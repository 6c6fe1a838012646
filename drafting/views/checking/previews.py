"""The whole draft on one page, and as a PDF that is made in the background."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from agreements import services as agreements
from agreements import typesetting
from agreements.choices import RenderingState
from agreements.views import shared
from drafting.models.preview import Preview
from drafting.services import previews
from drafting.views import desk

_UNDERWAY = (RenderingState.WAITING, RenderingState.WORKING)


@require_GET
@login_required
def preview(request: HttpRequest, reference: str) -> HttpResponse:
    here = desk.sit_down(request, reference)
    document = agreements.final(here.document, on=here.on)
    made = _rows().filter(agreement=here.agreement).first()
    context = here.frame(
        sheet=typesetting.sheet(document),
        made=made,
        fresh=made is not None and made.digest == here.agreement.working_digest,
        on_screen=True,
    )
    return render(request, "drafting/checking/preview.html", context)


@require_POST
@login_required
def ask_preview(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.find(request, reference)
    row = previews.ask_preview(agreement=agreement, on=shared.today(), by=shared.person(request), at=shared.now())
    return redirect(row)


@require_GET
@login_required
def preview_progress(request: HttpRequest, reference: str, token: uuid.UUID) -> HttpResponse:
    """Looks again by itself while the PDF is being made; the link does the same."""
    here = desk.sit_down(request, reference)
    row = get_object_or_404(_rows(), agreement=here.agreement, token=token)
    waits = row.state in _UNDERWAY
    context = here.frame(
        row=row, waits=waits, failed=row.state == RenderingState.FAILED, old=row.digest != here.agreement.working_digest
    )
    response = render(request, "drafting/checking/preview_progress.html", context)
    if waits:
        response["Refresh"] = "4"
    return response


@require_GET
@login_required
def preview_pdf(request: HttpRequest, reference: str, token: uuid.UUID) -> HttpResponse:
    agreement = shared.find(request, reference)
    row = get_object_or_404(Preview, agreement=agreement, token=token)
    if row.state != RenderingState.DONE:
        messages.info(request, "The PDF is not ready yet.")
        return redirect(row)
    response = HttpResponse(bytes(row.content), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{reference}-draft.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _rows() -> QuerySet[Preview]:
    """Without the files themselves, which only the download needs."""
    rows: QuerySet[Preview] = Preview.objects.defer("content", "text").select_related("agreement")
    return rows
