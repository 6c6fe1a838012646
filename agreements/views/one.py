"""One agreement: where it stands, and its text."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from agreements import assembly, places, policies, services, typesetting, workflow
from agreements.choices import RenderingState, Status
from agreements.models import Agreement, Version
from agreements.services import renderings
from agreements.typesetting import tables
from agreements.views import shared
from dsaformat.document import AgreementDocument
from foundation.templatetags.ui import uk_datetime

TIMELINE = 5
FINDINGS = 5


@require_GET
@login_required
def overview(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.find(request, reference)
    person = shared.person(request)
    document = assembly.assemble(agreement)
    findings = services.check(document=document, on=shared.today()) if agreement.is_writable else ()
    freeze = policies.can_freeze(person, agreement, findings)
    freezing = {"text": "Freeze the text", "href": reverse("agreements:freeze", args=[reference])}
    context = shared.frame(
        request,
        agreement,
        "agreements:overview",
        action=freezing if freeze else places.main_action(agreement, person),
        next_words=workflow.NEXT[Status(agreement.status)].format(lead=agreement.lead.name),
        facts=_facts(agreement, document),
        parties=_parties(document),
        findings=findings[:FINDINGS],
        more_findings=max(len(findings) - FINDINGS, 0),
        freeze=freeze,
        may_replace=bool(policies.can_revise(person, agreement)),
        may_unfreeze=bool(policies.can_unfreeze(person, agreement)),
        versions=_versions(agreement),
        links=places.links(agreement, person),
        events=_events(agreement),
    )
    return render(request, "agreements/agreement/overview.html", context)


@require_GET
@login_required
def preview(request: HttpRequest, reference: str) -> HttpResponse:
    """The text as it is now: being written, or as frozen last."""
    agreement = shared.find(request, reference)
    document = services.final(assembly.assemble(agreement), on=shared.today())
    if not agreement.is_writable:
        document = services.current_version(agreement).document
    return _text(request, agreement, document, version=None)


@require_GET
@login_required
def version(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    found = shared.find_version(request, reference, number)
    return _text(request, found.agreement, found.document, version=found)


def _text(
    request: HttpRequest, agreement: Agreement, document: AgreementDocument, version: Version | None
) -> HttpResponse:
    newest = agreement.versions.order_by("-number").first()
    shown = version or (None if agreement.is_writable else newest)
    context = shared.frame(
        request,
        agreement,
        "agreements:preview",
        steps=[],
        sheet=typesetting.sheet(document),
        version=shown,
        pdf_failed=shown is not None and shown.rendering.state == RenderingState.FAILED,
        may_retry=shown is not None and bool(policies.can_retry_rendering(shared.person(request), shown.rendering)),
        may_publish=shown is not None and bool(renderings.can_publish(shared.person(request), shown)),
        newest=newest if version and newest and newest.number != version.number else None,
        is_draft=version is None and agreement.is_writable,
        on_screen=True,
    )
    return render(request, "agreements/version/read.html", context)


def _facts(agreement: Agreement, document: AgreementDocument) -> list[dict[str, Any]]:
    term = document.term
    rows: list[tuple[str, Any]] = [
        ("Kind", document.identity.kind.label),
        ("Lead", {"text": agreement.lead.legal_name, "href": agreement.lead.get_absolute_url()}),
        ("Purpose", {"lines": [purpose.title for purpose in document.purposes]} if document.purposes else ""),
        ("Data", {"lines": [dataset.title for dataset in document.datasets]} if document.datasets else "None stated"),
        ("Starts", tables.day(term.starts_on)),
        ("Ends", "Ongoing" if term.ongoing else tables.day(term.ends_on)),
        ("Review", tables.review_words(term)),
    ]
    if document.identity.other_references:
        rows.append(("Also known as", ", ".join(document.identity.other_references)))
    return [{"key": key, "value": value} for key, value in rows]


def _parties(document: AgreementDocument) -> list[list[Any]]:
    signing = {wanted.party: wanted for wanted in document.signatories}
    return [
        [party.name, tables.roles(party), _signer(signing.get(party.key)), party.organisation.ico_reference]
        for party in document.parties
    ]


def _signer(wanted: Any) -> str:
    if wanted is None:
        return "Does not sign"
    return ", ".join(filter(None, (wanted.name, wanted.office))) or "Signs"


def _versions(agreement: Agreement) -> list[dict[str, Any]]:
    rows = agreement.versions.select_related("rendering", "frozen_by").order_by("-number")
    return [
        {
            "version": version,
            "frozen": uk_datetime(version.frozen_at),
            "ready": version.rendering.state == RenderingState.DONE,
            "failed": version.rendering.state == RenderingState.FAILED,
        }
        for version in rows
    ]


def _events(agreement: Agreement) -> list[dict[str, Any]]:
    moves = agreement.transitions.select_related("by").order_by("-at", "-pk")[:TIMELINE]
    events = [
        {"title": move.get_verb_display(), "at": move.at, "by": str(move.by or "the portal"), "text": move.reason}
        for move in moves
    ]
    if len(events) < TIMELINE:
        by = str(agreement.created_by or "the people who run this portal")
        events.append({"title": "Agreement created", "at": agreement.created_at, "by": by, "text": ""})
    return events
