"""Bringing a signature: the file, a look at it, what is written there. It is handed in by the last step alone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from foundation import doors
from signing import policies_papers as policies
from signing.choices import Route
from signing.forms.papers import UploadForm, WrittenForm
from signing.models import Request
from signing.papers import scan as scans
from signing.services import letters_papers as letters
from signing.services import papers
from signing.views import shared
from signing.views.papers import desk, files

_GET_POST = ["GET", "HEAD", "POST"]
_STOPPED = "You cannot bring a signature now"
_GONE = "The file you selected is not kept any more. Select it again."


@require_http_methods(_GET_POST)
@login_required
def upload(request: HttpRequest, reference: str, slot: str) -> HttpResponse:
    asked = desk.find(request, reference, slot)
    allowed = policies.can_bring(shared.person(request), asked, timezone.now())
    if not allowed:
        return desk.stopped(request, asked, allowed, _STOPPED)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*data, asked=asked)
    if form.is_valid():
        desk.put_down(request, asked, form.route_chosen, form.scan)
        return redirect("signing:paper_look", reference, slot)
    if form.has_virus:
        letters.report_virus(request=asked, by=shared.person(request), at=timezone.now())
    context = desk.frame(request, asked, form=form, whole=policies.pages_of_pack(asked.round.version))
    return render(request, "signing/papers/upload.html", context, status=422 if form.errors else 200)


@require_http_methods(_GET_POST)
@login_required
def look(request: HttpRequest, reference: str, slot: str) -> HttpResponse:
    """The file as it would be kept. Turned page by page until it stands upright."""
    asked = desk.find(request, reference, slot)
    held = _held(request, asked)
    if held is None:
        return redirect("signing:paper_upload", reference, slot)
    draft, scan = held
    page = files.page_number(request.GET.get("page"), draft.pages)
    here = reverse("signing:paper_look", args=[reference, slot])
    if request.method == "POST" and request.POST.get("do") == "turn":
        if draft.route == Route.PAPER:
            desk.put_down(request, asked, Route.PAPER, scans.turned(scan, page))
        return redirect(f"{here}?page={page}")
    if request.method == "POST":
        return redirect("signing:paper_written", reference, slot)
    picture = reverse("signing:paper_draft", args=[reference, slot, page])
    context = desk.frame(
        request,
        asked,
        draft=draft,
        may_turn=draft.route == Route.PAPER,
        picture=f"{picture}?{draft.token[:8]}",  # another address after each turn, so that no old picture is shown
        page=page,
        pages=files.neighbours(here, page, draft.pages),
    )
    return render(request, "signing/papers/look.html", context)


@require_http_methods(_GET_POST)
@login_required
def written(request: HttpRequest, reference: str, slot: str) -> HttpResponse:
    asked = desk.find(request, reference, slot)
    held = _held(request, asked)
    if held is None:
        return redirect("signing:paper_upload", reference, slot)
    form = WrittenForm(request.POST or None, asked=asked, route=Route(held[0].route), today=timezone.localdate())
    if request.method == "POST" and form.is_valid() and _brought(request, asked, held, form):
        desk.take_away(request, asked)
        messages.success(request, "Handed in. It counts when a second person has checked it. We have asked them.")
        return redirect("signing:paper", reference, slot)
    context = desk.frame(request, asked, form=form, draft=held[0])
    return render(request, "signing/papers/written.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def draft_picture(request: HttpRequest, reference: str, slot: str, page: int) -> HttpResponse:
    asked = desk.find(request, reference, slot)
    draft = desk.draft_of(request, asked)
    scan = desk.scan_of(draft) if draft else None
    if scan is None:
        raise Http404(slot)
    return files.picture_of(scan, page)


def _held(request: HttpRequest, asked: Request) -> tuple[desk.Draft, scans.Scan] | None:
    draft = desk.draft_of(request, asked)
    scan = desk.scan_of(draft) if draft else None
    if draft is None or scan is None:
        if draft is not None:
            messages.error(request, _GONE)
            desk.take_away(request, asked)
        return None
    return draft, scan


def _brought(request: HttpRequest, asked: Request, held: tuple[desk.Draft, scans.Scan], form: WrittenForm) -> bool:
    draft, scan = held
    brought = doors.attempt(
        form,
        lambda: papers.bring(
            request=asked,
            route=Route(draft.route),
            scan=scan,
            written=form.said(),
            by=shared.person(request),
            at=timezone.now(),
        ),
    )
    return brought is not None
