"""Files of an agreement: the PDF, and the document as data."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from agreements import assembly, files, services
from agreements.choices import RenderingState
from agreements.forms_publication import PublicationForm, filled
from agreements.models import PublishedRendering, Version
from agreements.services import renderings
from agreements.views import shared
from dsaformat import canonical
from foundation import doors


@require_GET
@login_required
def version_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The PDF before any signature; a plain message while it is being made, or when it is lost."""
    version = shared.find_version(request, reference, number)
    if version.rendering.state == RenderingState.FAILED:
        messages.error(request, "We could not make the PDF. Your text is safe. The people who run this portal know.")
        return redirect(version)
    if version.rendering.state != RenderingState.DONE:
        messages.info(request, "The PDF is being made. It takes a few seconds; try again then.")
        return redirect(version)
    try:
        content = files.content_of(version.rendering.sha256)
    except files.FileLost:
        messages.error(
            request, "The stored PDF is damaged, so we do not hand it out. Tell the people who run this portal."
        )
        return redirect(version)
    return _download(content, f"{reference}-v{number}.pdf", "application/pdf")


@require_POST
@login_required
def retry_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    version = shared.find_version(request, reference, number)
    doors.perform(
        request,
        lambda: services.retry_rendering(version=version, by=shared.person(request), at=shared.now()),
        "The PDF is being made again.",
    )
    return redirect(version)


@require_http_methods(["GET", "POST"])
@login_required
def publication(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What is left out of the PDF for publication, and how far it is. Looks again by itself while it is being made."""
    version = shared.find_version(request, reference, number)
    row = _published(version)
    allowed = renderings.can_publish(shared.person(request), version)
    first = filled(row.left_out) if row else None
    form = PublicationForm(request.POST or None, document=version.document, initial=first)
    if request.method == "POST" and allowed and form.is_valid() and _ask_published(request, version, form):
        return redirect("agreements:publication", reference, number)
    # The page that loads itself again has no form: nothing that somebody types there is lost.
    waits = request.method == "GET" and row is not None and row.waits
    found = {"version": version, "row": row, "form": form, "allowed": allowed, "waits": waits}
    context = shared.frame(request, version.agreement, "agreements:preview", **found)
    status = 403 if request.method == "POST" and not allowed else 200
    response = render(request, "agreements/version/publication.html", context, status=status)
    if waits:
        response["Refresh"] = "4"
    return response


def _ask_published(request: HttpRequest, version: Version, form: PublicationForm) -> bool:
    asked = doors.attempt(
        form,
        lambda: renderings.ask_published(
            version=version, withheld=form.withheld, by=shared.person(request), at=shared.now()
        ),
    )
    return asked is not None


@require_GET
@login_required
def publication_pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    version = shared.find_version(request, reference, number)
    row = _published(version)
    page = reverse("agreements:publication", args=[reference, number])
    if row is None or row.state != RenderingState.DONE:
        messages.info(request, "The PDF for publication is not ready yet.")
        return redirect(page)
    try:
        content = files.content_of(row.sha256)
    except files.FileLost:
        messages.error(request, "The stored PDF is damaged, so we do not hand it out. Have it made again.")
        return redirect(page)
    return _download(content, f"{reference}-v{number}-for-publication.pdf", "application/pdf")


def _published(version: Version) -> PublishedRendering | None:
    found: PublishedRendering | None = PublishedRendering.objects.filter(version=version).first()
    return found


@require_GET
@login_required
def version_json(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The canonical text itself: its SHA-256 is the fingerprint."""
    version = shared.find_version(request, reference, number)
    return _download(version.text.encode(), f"{reference}-v{number}.json", "application/json")


@require_GET
@login_required
def export(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.find(request, reference)
    text = canonical.pretty(assembly.assemble(agreement))
    return _download(text.encode(), f"{reference}.json", "application/json")


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )
