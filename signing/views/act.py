"""The act: declare, confirm, signed. What is confirmed is one text, kept from the page that showed it to the act."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts import freshness
from agreements.models import Agreement, Version
from foundation.verdicts import Refused
from signing import binding, closeness, offices, policies, policies_answers, since
from signing.choices import RequestState
from signing.declared import Declaration
from signing.forms import DeclareForm
from signing.models import Request, Signature
from signing.services import acts, takeaways
from signing.views import shared

_GET_POST = ["GET", "HEAD", "POST"]


@require_http_methods(_GET_POST)
@login_required
def declare(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.to_sign(request, reference)
    asked, person = shared.asked(request, agreement), shared.person(request)
    if asked is None or not policies.can_sign(person, asked, timezone.now()):
        return _elsewhere(request, agreement, asked)
    authority, rank = shared.chosen(request, asked)
    bindings = binding.of(asked, person, timezone.localdate(), chosen=authority)
    form = DeclareForm(
        request.POST if request.method == "POST" else None,
        asked=asked,
        person=person,
        sentences=acts.wanted(asked, bindings),
        bodies=bindings.keys,
        rank=rank,
    )
    if request.method == "POST" and form.is_stale:
        return _changed(request, agreement, asked, seen=form.data.get("fingerprint", ""))
    if request.method == "POST" and form.is_valid() and _declared(request, asked, form, authority):
        return _confirm_it_is_you(request, asked)
    also = closeness.also_for(request=asked, person=person)
    context = shared.frame(request, agreement, asked=asked, form=form, bindings=bindings, also=also)
    held = bindings.leading.capacity
    context["office"] = offices.of(held) if held else ""
    return render(request, "signing/declare.html", context, status=422 if form.is_bound else 200)


def _declared(request: HttpRequest, asked: Request, form: DeclareForm, authority: str) -> bool:
    try:
        made = acts.declare(
            request=asked, said=form.said(), chosen=authority, by=shared.person(request), at=timezone.now()
        )
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return False
    shared.keep(request, asked, made)
    return True


def _confirm_it_is_you(request: HttpRequest, asked: Request) -> HttpResponse:
    """A proof for exactly this declaration: whatever was proved before fits no other."""
    declaration = shared.declared(request, asked)
    assert declaration is not None
    then = reverse("signing:confirm", args=[asked.round.version.agreement.reference])
    version, more = asked.round.version, len(declaration.record["bodies"]) - 1
    saying = (
        f"You are about to sign version {version.number} of {version.agreement.reference} "
        f"for {asked.organisation.legal_name}{f' and {more} more' if more else ''}."
    )
    return freshness.bind(request, declaration.purpose(asked), then=then, digest=declaration.digest, saying=saying)


@require_http_methods(_GET_POST)
@login_required
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """The last look: what was confirmed is shown once more, and one button signs it."""
    agreement = shared.to_sign(request, reference)
    pressed = _signed_before(request, agreement)
    if pressed is not None:
        return redirect("signing:done", reference, pressed.party_key)  # a second press, or Back
    asked = shared.asked(request, agreement)
    if asked is None or not policies.can_sign(shared.person(request), asked, timezone.now()):
        return _elsewhere(request, agreement, asked)
    declaration = shared.declared(request, asked)
    if declaration is None:
        return redirect("signing:declare", reference)
    proof = freshness.fresh_evidence(request, purpose=declaration.purpose(asked))
    if proof is None:
        return _confirm_it_is_you(request, asked)
    if request.method == "POST":
        return _sign(request, agreement, asked, declaration, proof)
    return _last_look(request, agreement, asked, declaration, proof)


def _last_look(
    request: HttpRequest, agreement: Agreement, asked: Request, declaration: Declaration, proof: freshness.Evidence
) -> HttpResponse:
    also = closeness.also_for(request=asked, person=shared.person(request))
    record = declaration.record
    office = offices.of_record(record["bodies"][0]["capacity"])
    context = shared.frame(request, agreement, asked=asked, declaration=record, office=office, proof=proof, also=also)
    return render(request, "signing/confirm.html", context)


def _sign(
    request: HttpRequest, agreement: Agreement, asked: Request, declaration: Declaration, proof: freshness.Evidence
) -> HttpResponse:
    try:
        signature = acts.sign(
            request=asked,
            declaration=declaration,
            proof=proof,
            circumstances=shared.circumstances(request),
            by=shared.person(request),
            at=timezone.now(),
        )
    except acts.Stale as stale:
        request.session.pop(shared.DECLARED, None)
        return _changed(request, agreement, asked, seen=declaration.said.fingerprint, reasons=stale.reasons)
    except Refused as refused:
        return _refused(request, agreement, asked, declaration, proof, refused)
    request.session.pop(shared.DECLARED, None)
    request.session.pop(shared.CHOSEN, None)
    return redirect("signing:done", agreement.reference, signature.party_key)


def _refused(
    request: HttpRequest,
    agreement: Agreement,
    asked: Request,
    declaration: Declaration,
    proof: freshness.Evidence,
    refused: Refused,
) -> HttpResponse:
    """Somebody was quicker: what happened stands on a page of its own, anything else above what is to be signed."""
    now = shared.asked(request, agreement)
    if now is None or not policies.can_sign(shared.person(request), now, timezone.now()):
        return shared.not_open(request, agreement, now)
    for reason in refused.reasons:
        messages.error(request, reason)
    return _last_look(request, agreement, asked, declaration, proof)


def _changed(
    request: HttpRequest, agreement: Agreement, asked: Request, *, seen: str, reasons: tuple[str, ...] = ()
) -> HttpResponse:
    """What was sent belongs to something else than what would be signed now."""
    version = asked.round.version
    # Compared here: what a browser sends may hold what no database takes as a text.
    others = Version.objects.filter(agreement=agreement).exclude(pk=version.pk)
    older = others.filter(pk=dict(others.values_list("fingerprint", "pk")).get(seen)).first()
    context = shared.frame(
        request,
        agreement,
        asked=asked,
        older=older,
        reasons=reasons or ("The text has changed since you opened it. Read it again.",),
        changes=since.between(older, version) if older is not None and older.number < version.number else (),
    )
    return render(request, "signing/changed.html", context, status=409)


def _elsewhere(request: HttpRequest, agreement: Agreement, asked: Request | None) -> HttpResponse:
    if asked is not None and shared.is_own(request, asked):
        return redirect("signing:done", agreement.reference, asked.party_key)
    return shared.not_open(request, agreement, asked)


def _signed_before(request: HttpRequest, agreement: Agreement) -> Request | None:
    """The request whose button was pressed, if the person has signed it: somebody may be asked for two parties."""
    slot = request.POST.get("slot", "")
    rows = Request.objects.filter(round__version__agreement=agreement, live__person=shared.person(request), slot=slot)
    found: Request | None = rows.order_by("-signed_at").first() if slot else None
    return found


@require_GET
@login_required
def done(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    """The receipt. A bookmark, a refresh and a second press of the button all lead here."""
    agreement = shared.to_sign(request, reference)
    signature = shared.signature_of(request, agreement, party)
    return render(request, "signing/done.html", shared.frame(request, agreement, **_receipt(request, signature)))


def _receipt(request: HttpRequest, signature: Signature) -> dict[str, Any]:
    # A signature to the same text may have been handed on to a later round.
    asked = getattr(signature, "live_for", signature.request)
    states = list(asked.round.requests.values_list("state", flat=True))
    return {
        "signature": signature,
        "together": signature.given_together.select_related("organisation"),
        "counts": asked.live_id == signature.pk,
        "signed": states.count(RequestState.SIGNED),
        "total": len(states),
        "complete": policies.is_signed_by_all(asked.round),
        "others": shared.others_waiting(request, asked),
        "may_retract": bool(policies_answers.can_retract(shared.person(request), asked)),
        "receipt_ready": takeaways.content(takeaways.receipt(signature)) is not None,
    }


@require_GET
@login_required
def evidence(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    """The record as it was stored, byte for byte: ``sha256sum`` on it gives the hash in the chain."""
    signature = shared.signature_of(request, shared.to_sign(request, reference), party)
    response = HttpResponse(signature.evidence, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{signature.reference}.json"'
    return response


@require_GET
@login_required
def receipt(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    """As a PDF, from the worker. Asked for too early, it is asked for again."""
    signature = shared.signature_of(request, shared.to_sign(request, reference), party)
    wanted = takeaways.receipt(signature)
    content = takeaways.content(wanted)
    if content is None:
        takeaways.want(wanted)
        messages.info(request, "We are making your receipt. It takes a few seconds: try again then.")
        return redirect("signing:done", reference, party)
    return shared.download(content, f"{signature.reference}.pdf", "application/pdf")
