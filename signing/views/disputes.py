"""Saying that it was wrong to sign for one's organisation."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.models import Agreement
from foundation import doors
from foundation.fields import LongTextField
from signing import objecting
from signing.choices import Capacity
from signing.models import Signature
from signing.services import objections
from signing.views import shared


class DisputeForm(forms.Form):
    reason = LongTextField(
        noun="why it was wrong to sign for you",
        label="Why was it wrong to sign for you?",
        help_text="The organisation that leads the agreement and the person who signed read this.",
        max_length=500,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def dispute(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    agreement = shared.agreement(request, reference)
    signature, person = _signature(agreement, party), shared.person(request)
    if not objecting.may_object(person, signature):
        raise Http404
    allowed = objecting.can_object(person, signature, timezone.now())
    if not allowed:
        return shared.stopped(request, agreement, allowed, "You cannot object to this signature now")
    form = DisputeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = {"signature": signature, "reason": form.cleaned_data["reason"], "by": person, "at": timezone.now()}
        if doors.attempt(form, lambda: objections.dispute(**act)) is not None:
            return redirect("signing:proofs", reference)
    until = objecting.last_day(timezone.localdate(signature.signed_at), signature.organisation.nation)
    context = shared.frame(request, agreement, signature=signature, form=form, until=until, rows=_rows(signature))
    return render(request, "signing/object.html", context, status=422 if form.errors else 200)


def _signature(agreement: Agreement, party: str) -> Signature:
    rows = Signature.objects.filter(version__agreement=agreement, party_key=party, capacity=Capacity.MANDATE)
    found: Signature | None = (
        rows.select_related("version__agreement", "organisation", "person").order_by("-number").first()
    )
    if found is None:
        raise Http404
    return found


def _rows(signature: Signature) -> list[dict[str, object]]:
    local = timezone.localtime(signature.signed_at)
    return [
        {"key": "Signed for", "value": signature.organisation.legal_name},
        {"key": "Signed by", "value": f"{signature.typed_name}, {signature.capacity_words}"},
        {"key": "Mandate", "value": signature.authority},
        {"key": "Signed on", "value": f"{local.day} {local:%B %Y}"},
    ]
