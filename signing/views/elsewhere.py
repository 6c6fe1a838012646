"""An agreement that was signed before the portal knew it: recording it, and the file that is kept of it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agreements import policies as agreement_policies
from agreements import services as agreements
from agreements.models import Agreement, Version
from agreements.views.shared import frame
from foundation import doors
from foundation.templatetags.ui import uk_date, uk_datetime
from signing.files import FileLost
from signing.forms.papers import ElsewhereForm
from signing.models import Elsewhere
from signing.papers import keeping, words
from signing.services import elsewhere as services
from signing.views import shared
from signing.views.papers import files

_HERE = "signing:elsewhere"
_HEAD = ("Organisation", "Signed by", "On")


@require_GET
@login_required
def elsewhere(request: HttpRequest, reference: str) -> HttpResponse:
    """What was recorded, for everybody who sees the agreement."""
    agreement = shared.agreement(request, reference)
    row = services.of_agreement(agreement)
    if row is None:
        return redirect("signing:elsewhere_record", reference)
    return _recorded(request, agreement, row)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def record(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.agreement(request, reference)
    if services.of_agreement(agreement) is not None:
        return redirect(_HERE, reference)
    allowed = agreement_policies.can_record_signed_elsewhere(shared.person(request), agreement)
    if not allowed:
        return shared.stopped(request, agreement, allowed, "This cannot be recorded now")
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ElsewhereForm(*data, today=timezone.localdate())
    if form.is_valid() and _record(request, agreement, form):
        messages.success(request, "Recorded. The portal keeps the file, and everybody in the agreement sees it.")
        return redirect(_HERE, reference)
    version = agreements.current_version(agreement)
    context = frame(
        request,
        agreement,
        "signing:elsewhere_record",
        form=form,
        version=version,
        parties=_parties(version),
        parties_head=_HEAD,
        again=bool(form.errors) and "file" not in form.errors,
    )
    return render(request, "signing/elsewhere/record.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def file(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.agreement(request, reference)
    row = services.of_agreement(agreement)
    if row is None:
        raise Http404(reference)
    try:
        content = keeping.content(row.path, row.sha256)
    except FileLost as error:
        return files.lost(request, error, shared.frame(request, agreement, own_link=agreement.get_absolute_url()))
    return files.saved(content, "application/pdf", files.name_of(reference, "signed-elsewhere", suffix="pdf"))


def _recorded(request: HttpRequest, agreement: Agreement, row: Elsewhere) -> HttpResponse:
    facts = [
        {"key": "Signed on", "value": uk_date(row.signed_on)},
        {"key": "Original kept by", "value": row.keeper},
        {"key": "Note", "value": row.note},
        {"key": "Recorded by", "value": f"{row.recorded_by}, {uk_datetime(row.recorded_at)}"},
        {"key": "SHA-256 of the file", "value": words.grouped(row.sha256)},
    ]
    context = frame(
        request,
        agreement,
        _HERE,
        row=row,
        said=words.outside(row),
        facts=[fact for fact in facts if fact["value"]],
        parties=_parties(row.version),
        parties_head=_HEAD,
        file=reverse("signing:elsewhere_file", args=[agreement.reference]),
    )
    return render(request, "signing/elsewhere/recorded.html", context)


def _record(request: HttpRequest, agreement: Agreement, form: ElsewhereForm) -> bool:
    recorded = doors.attempt(
        form,
        lambda: services.record(
            agreement=agreement, scan=form.scan, said=form.said(), by=shared.person(request), at=timezone.now()
        ),
    )
    return recorded is not None


def _parties(version: Version) -> list[list[Any]]:
    """Who signed for whom, and when, as the text itself has it."""
    document = version.document
    return [
        [
            document.party(wanted.party).name,
            ", ".join(part for part in (wanted.name, wanted.office) if part) or "Not named in the text",
            uk_date(wanted.signed_on) if wanted.signed_on else "No date in the text",
        ]
        for wanted in document.signatories
    ]
