"""The signatory's way: asked, read, declare, confirm, signed. Nothing changes until something is posted."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import freshness
from foundation.doors import perform
from foundation.verdicts import Verdict
from signing import brief, policies
from signing.choices import RequestState
from signing.forms import DeclareForm
from signing.models import Request
from signing.services import acts, rounds
from signing.views import shared

_GET_POST = ["GET", "HEAD", "POST"]
_STOPPED = "You cannot sign this agreement now"
_NOT_ASKED = Verdict.no("You have not been asked to sign this agreement.")


@require_GET
@login_required
def landing(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.to_sign(request, reference)
    asked = shared.asked(request, agreement)
    if asked is None:
        return shared.stopped(request, agreement, _NOT_ASKED, _STOPPED)
    if asked.state == RequestState.SIGNED:
        return redirect("signing:done", reference, asked.party_key)
    allowed = policies.can_sign(shared.person(request), asked, timezone.now())
    if not allowed:
        return shared.stopped(request, agreement, allowed, _STOPPED)
    capacity = acts.capacity_of(asked, shared.person(request), timezone.localdate())
    return render(request, "signing/landing.html", shared.frame(request, agreement, asked=asked, capacity=capacity))


@require_POST
@login_required
def start(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.to_sign(request, reference)
    asked = shared.asked(request, agreement)
    if asked is None or asked.state == RequestState.SIGNED:
        return redirect("signing:landing", reference)
    begun = perform(request, lambda: rounds.begin(request=asked, by=shared.person(request), at=timezone.now()))
    return redirect("signing:read" if begun else "signing:landing", reference)


@require_GET
@login_required
def read(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.to_sign(request, reference)
    asked = _open(request, shared.asked(request, agreement))
    if asked is None:
        return redirect("signing:landing", reference)
    document = asked.round.version.document
    context = shared.frame(
        request,
        agreement,
        asked=asked,
        summary=[{"key": line.about, "value": {"lines": line.says}} for line in brief.lines(document, asked.party_key)],
    )
    return render(request, "signing/read.html", context)


@require_http_methods(_GET_POST)
@login_required
def declare(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.to_sign(request, reference)
    asked = _open(request, shared.asked(request, agreement))
    if asked is None:
        return redirect("signing:landing", reference)
    person = shared.person(request)
    form = DeclareForm(request.POST or None, asked=asked, person=person)
    if request.method == "POST" and form.is_valid():
        shared.keep(request, asked, form.cleaned_data)
        then = reverse("signing:confirm", args=[reference])
        if freshness.fresh_evidence(request, purpose=asked.purpose):
            return redirect(then)
        return freshness.bind(request, asked.purpose, then=then)
    status = 422 if form.is_bound else 200
    return render(
        request, "signing/declare.html", shared.frame(request, agreement, asked=asked, form=form), status=status
    )


@require_http_methods(_GET_POST)
@login_required
def confirm(request: HttpRequest, reference: str) -> HttpResponse:
    """The last look: what was confirmed is shown once more, and one button signs it."""
    agreement = shared.to_sign(request, reference)
    asked = shared.asked(request, agreement)
    if asked is not None and asked.state == RequestState.SIGNED:
        return redirect("signing:done", reference, asked.party_key)  # a second press, or Back
    asked = _open(request, asked)
    declaration = shared.declared(request, asked) if asked else None
    if asked is None or declaration is None:
        return redirect("signing:declare", reference)
    proof = freshness.fresh_evidence(request, purpose=asked.purpose)
    if proof is None:
        return freshness.bind(request, asked.purpose, then=request.path)
    if request.method == "POST" and _sign(request, asked, declaration, proof):
        return redirect("signing:done", reference, asked.party_key)
    context = shared.frame(request, agreement, asked=asked, declaration=declaration, proof=proof)
    return render(request, "signing/confirm.html", context)


@require_GET
@login_required
def done(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    """The receipt. A bookmark, a refresh and a second press of the button all lead here."""
    agreement = shared.to_sign(request, reference)
    signature = shared.signature_of(request, agreement, party)
    round_ = signature.request.round
    states = list(round_.requests.values_list("state", flat=True))
    signed = states.count(RequestState.SIGNED)
    context = shared.frame(
        request,
        agreement,
        signature=signature,
        signed=signed,
        total=len(states),
        complete=policies.is_signed_by_all(round_),
        next_request=Request.objects.waiting_for(shared.person(request), timezone.localdate())
        .select_related("organisation")
        .first(),
    )
    return render(request, "signing/done.html", context)


@require_GET
@login_required
def evidence(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    """The record as it was stored, byte for byte: ``sha256sum`` on it gives the hash in the chain."""
    signature = shared.signature_of(request, shared.to_sign(request, reference), party)
    response = HttpResponse(signature.evidence, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{signature.reference}.json"'
    return response


def _open(request: HttpRequest, asked: Request | None) -> Request | None:
    """The request, if it can be signed now; otherwise the landing page will say why not."""
    if asked is None or not policies.can_sign(shared.person(request), asked, timezone.now()):
        return None
    return asked


def _sign(request: HttpRequest, asked: Request, declaration: acts.Declaration, proof: freshness.Evidence) -> bool:
    signed = perform(
        request,
        lambda: acts.sign(
            request=asked,
            declaration=declaration,
            proof=proof,
            circumstances=shared.circumstances(request),
            by=shared.person(request),
            at=timezone.now(),
        ),
    )
    if signed:
        request.session.pop(shared.DECLARED, None)
    return signed
