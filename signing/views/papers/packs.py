"""The signing pack: asked for, made in the background, taken home."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agreements import files as renderings
from agreements.choices import RenderingState
from foundation import doors
from signing.files import FileLost
from signing.models import Pack
from signing.services import packs
from signing.views import shared
from signing.views.papers import desk, files

_UNDERWAY = (RenderingState.WAITING, RenderingState.WORKING)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pack(request: HttpRequest, reference: str, slot: str) -> HttpResponse:
    """Looks again by itself while the pack is being made; the link does the same. The page can be left."""
    asked = desk.find(request, reference, slot)
    if request.method == "POST":
        person, at = shared.person(request), timezone.now()
        done = doors.perform(request, lambda: packs.ask(request=asked, by=person, at=at))
        return redirect("signing:paper_pack" if done else "signing:paper", reference, slot)
    row = Pack.objects.filter(request=asked).first()
    if row is None:
        return redirect("signing:paper", reference, slot)
    waits = row.state in _UNDERWAY
    context = desk.frame(request, asked, row=row, waits=waits, failed=row.state == RenderingState.FAILED)
    response = render(request, "signing/papers/pack.html", context)
    if waits:
        response["Refresh"] = "4"
    return response


@require_GET
@login_required
def pack_pdf(request: HttpRequest, reference: str, slot: str) -> HttpResponse:
    asked = desk.find(request, reference, slot)
    row = get_object_or_404(Pack, request=asked)
    if row.state != RenderingState.DONE:
        messages.info(request, "The signing pack is not ready yet.")
        return redirect("signing:paper_pack", reference, slot)
    try:
        content = renderings.content_of(row.sha256)
    except renderings.FileLost as lost:
        return files.lost(request, FileLost(str(lost)), desk.frame(request, asked))
    version = asked.round.version
    name = files.name_of(reference, f"v{version.number}", asked.party_key, "signing-pack", suffix="pdf")
    return files.saved(content, "application/pdf", name)
