"""What the lead confirms: more time, a reminder, going on without a party, taking it back, withdrawing."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from agreements import policies as agreement_policies
from agreements.models import Agreement
from agreements.views.shared import frame
from foundation import doors
from foundation.templatetags.ui import uk_date
from foundation.verdicts import Verdict
from signing import board, policies
from signing.choices import OUTSTANDING, RoundState
from signing.forms import ExtendForm, ReasonForm
from signing.models import Request, Round
from signing.services import rounds
from signing.views import shared
from signing.views.leading.following import HERE

_PAGE = "signing/progress_confirm.html"
_TOLD = "Everybody who was asked gets it in an email. It stays with the agreement."


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _round(agreement: Agreement) -> Round:
    found: Round | None = Round.objects.latest_of(agreement)
    if found is None:
        raise Http404
    return found


def _request(agreement: Agreement, slot: str) -> tuple[board.Board, Request]:
    now = board.of(_round(agreement))
    found = now.find(slot)
    if found is None:
        raise Http404
    return now, found


def _page(
    request: HttpRequest,
    agreement: Agreement,
    verdict: Verdict,
    form: Form,
    act: Callable[[], object],
    words: dict[str, Any],
) -> HttpResponse:
    """Ask once more, with the consequence and a reason; or say why it cannot be done."""
    if request.method == "POST" and form.is_valid() and doors.attempt(form, lambda: _done(act)):
        return redirect("signing:progress", agreement.reference)
    context = frame(request, agreement, HERE, form=form, verdict=verdict, **words)
    return render(request, _PAGE, context, status=422 if form.errors else 200)


def _done(act: Callable[[], object]) -> bool:
    act()
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.agreement(request, reference)
    round_, person = _round(agreement), shared.person(request)
    form = ExtendForm(_data(request), earliest=max(timezone.localdate(), round_.sign_by_on))

    def act() -> object:
        said = form.cleaned_data
        return rounds.extend(
            round_=round_, sign_by=said["sign_by"], reason=said["reason"], by=person, at=timezone.now()
        )

    words = {
        "heading": "Give more time to sign",
        "rows": [{"key": "Last day to sign now", "value": uk_date(round_.sign_by_on)}],
        "button": "Give more time",
        "kind": "primary",
    }
    return _page(request, agreement, policies.can_lead(person, round_), form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def recall(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.agreement(request, reference)
    round_, person = _round(agreement), shared.person(request)
    form = ReasonForm(_data(request), label="Why do you take it back?", hint=_TOLD)

    def act() -> object:
        return rounds.recall(round_=round_, by=person, at=timezone.now(), reason=form.cleaned_data["reason"])

    words = {
        "heading": "Take it back from signature",
        "warning": "Nobody can sign it then. You can send it again, or open the text and change it.",
        "button": "Take it back",
    }
    return _page(request, agreement, policies.can_recall(person, round_), form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.agreement(request, reference)
    person, form = shared.person(request), ReasonForm(_data(request), label="Why do you withdraw it?", hint=_TOLD)
    round_ = Round.objects.latest_of(agreement)
    signed = len(board.of(round_).standing.signed) if round_ and round_.state == RoundState.OPEN else 0

    def act() -> object:
        return rounds.withdraw(agreement=agreement, by=person, at=timezone.now(), reason=form.cleaned_data["reason"])

    words = {
        "heading": "Withdraw this agreement",
        "rows": [{"key": "Signatures given", "value": f"{signed}. They stay on record and bind nobody."}]
        if signed
        else [],
        "warning": "This ends the agreement for good. It stays on record. To change the text, take it back instead.",
        "button": "Withdraw the agreement",
    }
    return _page(request, agreement, agreement_policies.can_withdraw(person, agreement), form, act, words)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, reference: str, slot: str) -> HttpResponse:
    agreement, person = shared.agreement(request, reference), shared.person(request)
    now, asked = _request(agreement, slot)
    hint = "Whoever was asked gets it in an email. It stays with the agreement."
    form = ReasonForm(_data(request), label="Why do you go on without it?", hint=hint)

    def act() -> object:
        return rounds.remove(request=asked, by=person, at=timezone.now(), reason=form.cleaned_data["reason"])

    name = asked.organisation.name
    words = {
        "heading": f"Go on without {name}",
        "rows": [{"key": "When it comes into force", "value": now.rule}],
        "warning": f"{name} cannot sign this version then. It stays named in the text.",
        "button": f"Go on without {name}",
    }
    return _page(request, agreement, policies.can_remove(person, asked, now.requests), form, act, words)


@require_POST
@login_required
def remind(request: HttpRequest, reference: str, slot: str) -> HttpResponse:
    agreement = shared.agreement(request, reference)
    _, asked = _request(agreement, slot)
    doors.perform(
        request,
        lambda: rounds.remind(request=asked, by=shared.person(request), at=timezone.now()),
        f"{asked.signatory or asked.organisation.name} is reminded.",
    )
    back = "signing:one" if asked.state in OUTSTANDING else HERE
    return redirect(back, agreement.reference, *([slot] if back == "signing:one" else []))
