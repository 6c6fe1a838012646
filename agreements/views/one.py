"""One agreement: where it stands, and its text."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import User
from agreements import (
    assembly,
    changing,
    circumstances,
    happened,
    places,
    policies,
    policies_changes,
    services,
    signers,
    succession_places,
    typesetting,
    workflow,
)
from agreements.choices import COMPLETE, Again, RenderingState, Status
from agreements.models import Agreement, Ending, Variation, Version
from agreements.services import renderings
from agreements.typesetting import tables
from agreements.views import shared
from dsaformat.document import AgreementDocument
from foundation.templatetags.ui import uk_datetime
from foundation.verdicts import Finding, Verdict

TIMELINE = 5
FINDINGS = 5


@require_GET
@login_required
def overview(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.find(request, reference)
    person = shared.person(request)
    document = assembly.assemble(agreement)
    findings = services.check(document=document, on=shared.today()) if agreement.is_writable else ()
    freeze = _may_freeze(agreement, person, findings)
    unanswered = [finding for finding in findings if not finding.waived]
    freezing = {"text": "Freeze the text", "href": reverse("agreements:freeze", args=[reference])}
    context = shared.frame(
        request,
        agreement,
        "agreements:overview",
        action=freezing if freeze else places.main_action(agreement, person),
        facts=_facts(agreement, document),
        findings=unanswered[:FINDINGS],
        more_findings=max(len(unanswered) - FINDINGS, 0),
        freeze=freeze,
        may_replace=bool(policies.can_revise(person, agreement)),
        may_unfreeze=bool(policies.can_unfreeze(person, agreement)),
        versions=_versions(agreement),
        links=places.links(agreement, person),
        **_standing(agreement, document, person),
    )
    context["events"] = _events(agreement, context["circumstances"].ending)
    return render(request, "agreements/agreement/overview.html", context)


def _may_freeze(agreement: Agreement, person: User, findings: tuple[Finding, ...]) -> Verdict:
    if not agreement.is_writable:
        return Verdict.no("Its text is fixed.")
    return policies.can_freeze(person, agreement, findings) & policies_changes.decided(agreement)


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
        **_signed(shown),
        **(_editions(agreement, shared.person(request)) if shown is not None and shown == newest else {}),
    )
    return render(request, "agreements/version/read.html", context)


def _signed(version: Version | None) -> dict[str, Any]:
    """Who signed it and when, as a table."""
    if version is None:
        return {}
    found = signers.of(version)
    rows = [
        [
            {"text": one.party, "hint": one.note},
            {"text": one.person, "hint": one.capacity},
            uk_datetime(one.at),
        ]
        for one in found.rows
    ]
    return {"signing": found, "signed_head": ["Party", "Signed by", "When"], "signed_rows": rows}


def _standing(agreement: Agreement, document: AgreementDocument, person: User) -> dict[str, Any]:
    """What becomes of it: by what it is replaced, what is paused or ends, who its parties are by now."""
    editions = _editions(agreement, person)
    became = succession_places.became(agreement)
    return editions | {
        "circumstances": circumstances.of(agreement, document, person, shared.today()),
        "next_words": _next_words(agreement, editions["replaces"]),
        "parties": _parties(document, editions["replaces"], editions["replaces_number"], became),
    }


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


def _next_words(agreement: Agreement, replaces: Variation | None) -> str:
    """What happens next; of a changed text that nobody signs, in words of its own."""
    status = Status(agreement.status)
    if replaces is not None and replaces.again == Again.NOBODY and status == Status.AGREED:
        return f"The text is frozen, and nobody has to sign it. {agreement.lead.name} puts it in force."
    if replaces is not None and replaces.again == Again.NOBODY and status == Status.SIGNED:
        return "It is adopted, since nobody had to sign it. It comes into force on its start date."
    return workflow.NEXT[status].format(lead=agreement.lead.name)


def _parties(
    document: AgreementDocument, replaces: Variation | None, number: int | None, became: dict[str, str]
) -> list[list[Any]]:
    signing = {wanted.party: wanted for wanted in document.signatories}
    again = changing.bound_by(document, replaces) if replaces else signing.keys()

    def signer(key: str) -> str:
        before = key in signing and key not in again
        return f"Bound by version {number}" if before else _signer(signing.get(key))

    return [
        [
            party.name,
            tables.roles(party),
            signer(party.key),
            party.organisation.ico_reference,
            became.get(party.key, ""),
        ]
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


def _editions(agreement: Agreement, person: User) -> dict[str, Any]:
    """What it replaces, what replaced it, and what is to; `seen` are those that the person may open."""
    before, after = services.variation_of(agreement), changing.replaced_by(agreement)
    next_ = services.open_for(agreement) if agreement.status in COMPLETE else None
    others = [one.replaces_id if one is before else one.agreement_id for one in (before, after, next_) if one]
    seen = set(Agreement.objects.visible_to(person).filter(pk__in=others).values_list("pk", flat=True))
    return {
        "replaces": before,
        "replaces_number": getattr(before, "replaces_number", None),
        "has_begun": changing.has_begun(agreement),
        "replaced_by": after,
        "replaced_by_number": after.agreement.versions.latest("number").number if after else None,
        "in_preparation": next_ if next_ and next_.agreement_id in seen else None,
        "seen": seen,
    }


def _events(agreement: Agreement, ending: Ending | None) -> list[dict[str, Any]]:
    moves = agreement.transitions.select_related("by").order_by("-at", "-pk")[:TIMELINE]
    events: list[dict[str, Any]] = [
        {"title": move.get_verb_display(), "at": move.at, "by": str(move.by or "the portal"), "text": move.reason}
        for move in moves
    ]
    events += [
        {"title": one.title, "at": one.at, "by": str(one.by or "the portal"), "text": one.text}
        for one in happened.beside(agreement, ending)
    ]
    events = sorted(events, key=lambda event: event["at"], reverse=True)[:TIMELINE]
    if len(events) < TIMELINE:
        by = str(agreement.created_by or "the people who run this portal")
        events.append({"title": "Agreement created", "at": agreement.created_at, "by": by, "text": ""})
    return events
