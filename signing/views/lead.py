"""Sending a version for signature, watching it, and taking home the signed PDF."""

import logging

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from agreements import policies as agreement_policies
from agreements import services as agreements
from agreements.choices import Status
from agreements.models import Agreement, Version
from agreements.views.shared import frame
from foundation import doors
from foundation.verdicts import Refused, Verdict
from signing import files, policies
from signing.choices import WAITING, RequestState
from signing.forms import AskForm
from signing.models import Request, Round, SealedFile, Sealing
from signing.services import rounds
from signing.views import shared

logger = logging.getLogger(__name__)

_HERE = "signing:progress"
_STOPPED = "You cannot ask for signatures now"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.agreement(request, reference)
    round_ = Round.objects.latest_of(agreement)
    if round_ is not None and agreement.status == Status.SIGNING:
        return _change(request, agreement, round_)
    person, today = shared.person(request), timezone.localdate()
    allowed = agreement_policies.can_ask_for_signatures(person, agreement)
    if not allowed:
        return shared.stopped(request, agreement, allowed, _STOPPED)
    version = agreements.current_version(agreement)
    try:
        policies.can_be_collected(version.document).enforce()
        places = rounds.organisations_of(version)
    except Refused as refused:
        return shared.stopped(request, agreement, Verdict(refused.reasons), _STOPPED)
    eligible = policies.eligible(version, places, today)
    form = AskForm(request.POST or None, places=places, eligible=eligible, today=today)
    if request.method == "POST" and form.is_valid() and _opened(request, form, version):
        return redirect("signing:progress", reference)
    lacking = [organisation.name for key, organisation in places.items() if not eligible[key]]
    context = shared.frame(request, agreement, version=version, form=form, lacking=lacking)
    return render(request, "signing/ask.html", context, status=422 if form.errors else 200)


def _change(request: HttpRequest, agreement: Agreement, round_: Round) -> HttpResponse:
    """While signatures are outstanding the same page asks somebody else, or gives more time."""
    allowed = policies.can_amend(shared.person(request), round_)
    if not allowed:
        return shared.stopped(request, agreement, allowed, _STOPPED)
    waiting = list(round_.requests.filter(state__in=WAITING).select_related("organisation"))
    places = {one.party_key: one.organisation for one in waiting}
    eligible = policies.eligible(round_.version, places, timezone.localdate())
    initial = {AskForm.name_of(one.party_key): one.signatory_id for one in waiting}
    form = AskForm(
        request.POST or None,
        places=places,
        eligible=eligible,
        today=timezone.localdate(),
        initial=initial | {"sign_by": round_.sign_by_on},
    )
    if request.method == "POST" and form.is_valid() and _amended(request, form, round_):
        return redirect("signing:progress", agreement.reference)
    lacking = [organisation.name for key, organisation in places.items() if not eligible[key]]
    context = shared.frame(request, agreement, version=round_.version, form=form, lacking=lacking, round=round_)
    return render(request, "signing/ask.html", context, status=422 if form.errors else 200)


def _amended(request: HttpRequest, form: AskForm, round_: Round) -> bool:
    amended = doors.attempt(
        form,
        lambda: rounds.amend(
            round_=round_,
            signatories=form.signatories(),
            sign_by=form.cleaned_data["sign_by"],
            by=shared.person(request),
            at=timezone.now(),
        ),
    )
    return amended is not None


def _opened(request: HttpRequest, form: AskForm, version: Version) -> bool:
    opened = doors.attempt(
        form,
        lambda: rounds.open_round(
            version=version,
            signatories=form.signatories(),
            sign_by=form.cleaned_data["sign_by"],
            by=shared.person(request),
            at=timezone.now(),
        ),
    )
    return opened is not None


@require_GET
@login_required
def progress(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody in the agreement sees who has signed and who has not."""
    agreement = shared.agreement(request, reference)
    round_ = Round.objects.latest_of(agreement)
    if round_ is None:
        may_ask = bool(agreement_policies.can_ask_for_signatures(shared.person(request), agreement))
        return render(request, "signing/progress.html", frame(request, agreement, _HERE, may_ask=may_ask))
    requests = list(round_.requests.select_related("organisation", "signatory"))
    signed = sum(one.state == RequestState.SIGNED for one in requests)
    sealing = Sealing.objects.filter(version=round_.version).first()
    context = frame(
        request,
        agreement,
        _HERE,
        round=round_,
        today=timezone.localdate(),
        signed=signed,
        total=len(requests),
        head=["Organisation", "Signatory", "State", "Since"],
        label=f"{signed} of {len(requests)} signed",
        rows=[_row(one) for one in requests],
        complete=policies.is_signed_by_all(round_),
        may_change=bool(policies.can_amend(shared.person(request), round_)),
        sealed=sealing is not None and not sealing.is_behind,
    )
    return render(request, "signing/progress.html", context)


def _row(one: Request) -> list[object]:
    when = one.signed_at or one.opened_at or one.asked_at
    local = timezone.localtime(when)
    return [
        one.organisation.legal_name,
        str(one.signatory),
        {"text": one.get_state_display(), "tag": ""},
        f"{local.day} {local:%B %Y}",
    ]


@require_GET
@login_required
def pdf(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The signed PDF. Nothing half-signed is ever handed out as signed."""
    version = shared.text_to_sign(request, reference, number)
    agreement = version.agreement
    round_ = Round.objects.filter(version=version).order_by("-opened_at").first()
    if round_ is None or not policies.is_signed_by_all(round_):
        raise Http404
    sealing = get_object_or_404(Sealing, version=version)
    state = SealedFile.objects.newest_of(version)
    if sealing.is_behind or state is None:
        return render(request, "signing/sealing.html", shared.frame(request, agreement, version=version))
    try:
        content = files.content(state)
    except files.FileLost:
        logger.critical("the signed file of %s is not what the register says", version)
        return render(
            request, "signing/sealing.html", shared.frame(request, agreement, version=version, lost=True), status=503
        )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{reference}-v{number}-signed.pdf"'
    return response
