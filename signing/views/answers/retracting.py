"""Withdrawing a signature: the reason, the proof that it is they, one last look, and the button."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import freshness
from foundation import doors
from foundation.templatetags.ui import uk_datetime
from signing import policies as signing
from signing import policies_answers as policies
from signing.forms.answering import RetractForm
from signing.models import Request, Signature
from signing.services import answers
from signing.views import shared
from signing.views.answers import seat

KEPT = "withdrawing"
_STOPPED = "You cannot withdraw your signature"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def retract(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    asked, person = seat.own(request, reference, party), shared.person(request)
    allowed, signature = policies.can_retract(person, asked), asked.live
    if not allowed or signature is None:
        return _stopped(request, asked)
    form = RetractForm(
        request.POST if request.method == "POST" else None, initial={"reason": _kept(request, signature)}
    )
    if request.method == "POST" and form.is_valid():
        request.session[KEPT] = {"signature": signature.pk, "reason": form.cleaned_data["reason"]}
        then = reverse("signing:retract_confirm", args=[reference, party])
        purpose = policies.purpose_of_retraction(signature)
        if freshness.fresh_evidence(request, purpose=purpose):
            return redirect(then)
        return freshness.bind(request, purpose, then=then)
    context = _frame(request, asked, signature, form=form)
    return render(request, "signing/answers/retract.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def retract_confirm(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    asked, person = seat.own(request, reference, party), shared.person(request)
    allowed, signature = policies.can_retract(person, asked), asked.live
    if not allowed or signature is None:
        return _stopped(request, asked)
    reason = _kept(request, signature)
    if not reason:
        return redirect("signing:retract", reference, party)
    purpose = policies.purpose_of_retraction(signature)
    proof = freshness.fresh_evidence(request, purpose=purpose)
    if proof is None:
        return freshness.bind(request, purpose, then=request.path)
    if request.method == "POST" and _withdrawn(request, asked, reason, proof):
        return redirect("signing:answered", reference, party)
    context = _frame(request, asked, signature, reason=reason, proof=proof)
    return render(request, "signing/answers/retract_confirm.html", context)


def _withdrawn(request: HttpRequest, asked: Request, reason: str, proof: freshness.Evidence) -> bool:
    done = doors.perform(
        request,
        lambda: answers.retract(
            request=asked,
            reason=reason,
            proof=proof,
            circumstances=shared.circumstances(request),
            by=shared.person(request),
            at=timezone.now(),
        ),
    )
    if done:
        request.session.pop(KEPT, None)
    return done


def _kept(request: HttpRequest, signature: Signature) -> str:
    kept = request.session.get(KEPT) or {}
    return str(kept["reason"]) if kept.get("signature") == signature.pk else ""


def _stopped(request: HttpRequest, asked: Request) -> HttpResponse:
    """Once the agreement is complete, a party leaves it by notice: how, is what the text says."""
    term = asked.round.version.document.term
    context = seat.frame(
        request,
        asked,
        reasons=policies.can_retract(shared.person(request), asked).reasons,
        title=_STOPPED,
        complete=asked.live is not None and signing.is_signed_by_all(asked.round),
        notice=term.notice_to_leave,
        leaving=term.leaving,
    )
    return render(request, "signing/answers/cannot_retract.html", context, status=409)


def _frame(request: HttpRequest, asked: Request, signature: Signature, **more: object) -> seat.Row:
    bodies = [one.organisation.legal_name for one in asked.bodies.select_related("organisation")]
    rows = [
        {"key": "Agreement", "value": seat.agreement_of(asked).title},
        {"key": "Signed for", "value": {"lines": bodies or [asked.organisation.legal_name]}},
        {"key": "Signed on", "value": f"{uk_datetime(signature.signed_at)}, UK time"},
        {"key": "Signature", "value": signature.reference},
    ]
    cancel = reverse("signing:done", args=[seat.agreement_of(asked).reference, asked.party_key])
    return seat.frame(request, asked, signature=signature, **({"rows": rows, "cancel": cancel} | more))
