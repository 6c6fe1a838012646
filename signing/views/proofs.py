"""The evidence of an agreement: every signature, what was said of it later, and all of it to take home."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from agreements.models import Agreement
from agreements.views.shared import frame
from foundation.templatetags.ui import uk_date, uk_time
from signing import bundle as bundles
from signing import disclosure
from signing.models import Objection, Sealing, Signature
from signing.services import takeaways
from signing.views import shared

_HERE = "signing:proofs"


@require_GET
@login_required
def proofs(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.agreement(request, reference)
    allowed = disclosure.can_see_records(shared.person(request), agreement)
    signatures = list(_signatures(agreement))
    wanted = _bundle(agreement) if allowed and signatures else None
    context = frame(
        request,
        agreement,
        _HERE,
        rows=[_row(request, one, bool(allowed)) for one in signatures],
        head=["Signed for", "By", "State", "When, UK time", "Record"],
        reasons=allowed.reasons,
        bundle=wanted,
        ready=wanted is not None and takeaways.content(wanted) is not None,
        waiting=wanted is not None and takeaways.is_wanted(wanted),
        objections_head=["Organisation", "Said by", "Why"],
        objections=[_objection(one.objection) for one in signatures if allowed and hasattr(one, "objection")],
        stuck=Sealing.objects.filter(version__agreement=agreement).exclude(error="").exists(),
    )
    return render(request, "signing/proofs.html", context)


def _signatures(agreement: Agreement) -> Any:
    rows = Signature.objects.filter(version__agreement=agreement).order_by("number")
    return rows.select_related(
        "version__agreement",
        "organisation",
        "retraction",
        "objection__person",
        "objection__signature__organisation",
        "given_with__retraction",
        "request",
    )


def _row(request: HttpRequest, one: Signature, of_all: bool) -> list[object]:
    seen = disclosure.can_see_record(shared.person(request), one, of_all=of_all)
    link = reverse("signing:record", args=[one.version.agreement.reference, one.number])
    state = _state(one)
    return [
        {"text": one.organisation.legal_name, "hint": f"Version {one.version.number}"},
        {"text": one.typed_name, "hint": " · ".join(filter(None, (one.capacity_words, _by_right_of(one))))},
        {"text": state, "tag": "red" if state == "Disputed" else "grey" if state == "Withdrawn" else ""},
        {"text": uk_date(one.signed_at), "hint": uk_time(one.signed_at)},
        {"text": one.reference, "whole": True} | ({"href": link} if seen else {}),
    ]


def _by_right_of(one: Signature) -> str:
    """How they could bind the organisation, with the reference of a mandate or delegation."""
    words = one.get_capacity_display()
    return f"{words} {one.authority}" if one.authority and one.capacity in {"mandate", "delegate"} else str(words)


def _objection(one: Objection) -> list[object]:
    signature = one.signature
    return [
        {"text": signature.organisation.legal_name, "hint": signature.reference},
        {"text": str(one.person), "hint": f"{uk_date(one.at)}, {uk_time(one.at)}"},
        one.reason,
    ]


def _state(one: Signature) -> str:
    leading = one.given_with or one
    if hasattr(leading, "retraction"):
        return "Withdrawn"
    return "Disputed" if hasattr(one, "objection") else "Signed"


@require_GET
@login_required
def record(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One record, byte for byte as it stands in the chain."""
    agreement = shared.agreement(request, reference)
    signature = get_object_or_404(Signature, version__agreement=agreement, number=number)
    person = shared.person(request)
    of_all = bool(disclosure.can_see_records(person, agreement))
    if not disclosure.can_see_record(person, signature, of_all=of_all):
        raise Http404
    return shared.download(
        signature.evidence.encode(), f"{signature.reference}.json", "application/json; charset=utf-8"
    )


@require_POST
@login_required
def want_bundle(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = _disclosed(request, reference)
    wanted = _bundle(agreement)
    if takeaways.content(wanted) is None:
        takeaways.want(wanted)
        messages.info(request, "We are putting the evidence together. It takes a few seconds.")
    return redirect(_HERE, reference)


@require_GET
@login_required
def bundle(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = _disclosed(request, reference)
    content = takeaways.content(_bundle(agreement))
    if content is None:
        messages.info(request, "Something was signed since, so the evidence is put together again when you ask for it.")
        return redirect(_HERE, reference)
    return shared.download(content, f"{agreement.reference}-evidence.zip", "application/zip")


def _disclosed(request: HttpRequest, reference: str) -> Agreement:
    """404 for whoever may not see the records, and while there are none."""
    agreement = shared.agreement(request, reference)
    allowed = disclosure.can_see_records(shared.person(request), agreement)
    if not allowed or not Signature.objects.filter(version__agreement=agreement).exists():
        raise Http404
    return agreement


def _bundle(agreement: Agreement) -> takeaways.Takeaway:
    return takeaways.bundle(agreement, bundles.state_of(agreement))
