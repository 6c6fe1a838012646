"""Agreements from files: choose one, read what it would do, confirm."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements import policies, services
from agreements.forms import DocumentForm
from agreements.models import Agreement, Upload
from agreements.typesetting import tables
from agreements.views import shared
from foundation import doors


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def import_new(request: HttpRequest) -> HttpResponse:
    allowed = policies.can_import(shared.person(request))
    if not allowed:
        return render(request, "errors/403.html", {"reason": " ".join(allowed.reasons)}, status=403)
    form = _form(request)
    if (kept := _kept(request, form, None)) is not None:
        return redirect(kept)
    return render(request, "agreements/upload/new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def replace(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.find(request, reference)
    form = _form(request)
    if (kept := _kept(request, form, agreement)) is not None:
        return redirect(kept)
    verdict = policies.can_revise(shared.person(request), agreement)
    context = shared.frame(request, agreement, "agreements:overview", form=form, verdict=verdict)
    return render(request, "agreements/upload/replace.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def import_check(request: HttpRequest, reference: UUID) -> HttpResponse:
    person = shared.person(request)
    mine = Upload.objects.filter(uploaded_by=person).select_related("agreement__lead")
    upload = get_object_or_404(mine, reference=reference)
    if upload.agreement is not None:
        shared.find(request, upload.agreement.reference)
    if request.method == "POST":
        return _taken(request, upload)
    forecast = services.foresee(upload=upload, by=person, on=shared.today())
    context = {"upload": upload, "forecast": forecast, "rows": _rows(forecast), "cancel": _again(upload)}
    return render(request, "agreements/upload/check.html", context)


def _form(request: HttpRequest) -> DocumentForm:
    return DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()


def _kept(request: HttpRequest, form: DocumentForm, agreement: Agreement | None) -> Upload | None:
    if not form.is_bound or not form.is_valid():
        return None
    return doors.attempt(
        form,
        lambda: services.keep(
            document=form.document,
            file_name=form.cleaned_data["file"].name,
            agreement=agreement,
            by=shared.person(request),
            at=shared.now(),
        ),
        "file",
    )


def _taken(request: HttpRequest, upload: Upload) -> HttpResponse:
    made: list[Agreement] = []
    said = "The text is replaced. The earlier text stays in the record." if upload.agreement else "The draft is made."
    done = doors.perform(
        request,
        lambda: made.append(services.take(upload=upload, by=shared.person(request), at=shared.now())),
        said,
    )
    # Whoever hands the lead over, or takes their own organisation out, may no longer see the agreement.
    if done and not policies.can_view(shared.person(request), made[0]):
        return redirect("agreements:list")
    return redirect(made[0] if done else upload)


def _again(upload: Upload) -> str:
    if upload.agreement is None:
        return reverse("agreements:import")
    return reverse("agreements:replace", args=[upload.agreement.reference])


def _rows(forecast: services.Forecast) -> list[dict[str, Any]]:
    """What stands in the file, as its reader would ask."""
    document = forecast.document
    outside = [party.name for party in document.parties if party.key not in forecast.placed]
    rows: list[tuple[str, Any]] = [
        ("Title", document.identity.title),
        ("Kind", document.identity.kind.label),
        ("Lead", forecast.lead.name if forecast.lead else "Not known"),
        ("Parties", {"lines": [party.name for party in document.parties]} if document.parties else "None"),
        ("Purposes", {"lines": [item.title for item in document.purposes]} if document.purposes else "None"),
        ("Data", {"lines": [dataset.title for dataset in document.datasets]} if document.datasets else "None"),
        ("Starts", tables.day(document.term.starts_on)),
        ("Signatures wanted", str(len(document.signatories))),
    ]
    if forecast.placed and outside:
        rows.append(("Without an account here", {"lines": outside}))
    if forecast.leaving:
        rows.append(("No longer a party", {"lines": list(forecast.leaving)}))
    if document.identity.reference:
        rows.append(("Reference in the file", document.identity.reference))
    return [{"key": key, "value": value} for key, value in rows]
