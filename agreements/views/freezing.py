"""Freezing the text, and opening it again while nobody has been asked to sign."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements import assembly, policies, policies_changes, services
from agreements.models import Agreement
from agreements.typesetting import tables
from agreements.views import shared
from dsaformat.document import AgreementDocument
from foundation import doors
from foundation.verdicts import Severity


@require_http_methods(["GET", "POST"])
@login_required
def freeze(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.find(request, reference)
    person = shared.person(request)
    if request.method == "POST":
        doors.perform(
            request,
            lambda: services.freeze(agreement=agreement, by=person, at=shared.now()),
            "The text is frozen. Its PDF is being made.",
        )
        return redirect(agreement)
    document = assembly.assemble(agreement)
    findings = services.check(document=document, on=shared.today())
    context = shared.frame(
        request,
        agreement,
        "agreements:overview",
        rows=_affected(agreement, document),
        verdict=policies.can_freeze(person, agreement, findings) & policies_changes.decided(agreement),
        problems=[finding for finding in findings if finding.severity is Severity.PROBLEM],
        warnings=[finding for finding in findings if finding.severity is not Severity.PROBLEM],
        cancel=agreement.get_absolute_url(),
    )
    return render(request, "agreements/agreement/freeze.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def unfreeze(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.find(request, reference)
    person = shared.person(request)
    if request.method == "POST":
        return _opened(request, agreement)
    context = shared.frame(
        request,
        agreement,
        "agreements:overview",
        verdict=policies.can_unfreeze(person, agreement),
        rows=[{"key": "Agreement", "value": agreement.title}],
        cancel=agreement.get_absolute_url(),
    )
    return render(request, "agreements/agreement/unfreeze.html", context)


def _opened(request: HttpRequest, agreement: Agreement) -> HttpResponseRedirect:
    doors.perform(
        request,
        lambda: services.unfreeze(agreement=agreement, by=shared.person(request), at=shared.now()),
        "The text can be changed again. The frozen version stays in the record.",
    )
    return HttpResponseRedirect(agreement.get_absolute_url())


def _affected(agreement: Agreement, document: AgreementDocument) -> list[dict[str, Any]]:
    return [
        {"key": "Agreement", "value": agreement.title},
        {"key": "Parties", "value": {"lines": [party.name for party in document.parties]}},
        {"key": "Starts", "value": tables.day(document.term.starts_on)},
        {"key": "Signatures wanted", "value": str(len(document.signatories))},
    ]
