"""How a round ends before everybody has signed, and how it goes on without somebody."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from agreements import services as agreements
from agreements.choices import Status
from agreements.models import Agreement, Transition
from agreements.workflow import Verb
from foundation.verdicts import Verdict
from signing import policies
from signing.choices import OUTSTANDING, OnDecline, RequestState, RoundKind, RoundState
from signing.models import Request, Round
from signing.services import letters_rounds
from signing.services.rounds import changing, settling

_WHY = "Say why. Everybody who was asked is told."


@transaction.atomic
def withdraw(*, agreement: Agreement, by: User | None, at: dt.datetime, reason: str) -> Agreement:
    """Withdraw an agreement, and with it every request to sign it that is still open."""
    agreement = agreements.withdraw(agreement=agreement, by=by, at=at, reason=reason)
    for round_ in Round.objects.filter(version__agreement=agreement, state=RoundState.OPEN).select_related("version"):
        close_withdrawn(round_=round_, at=at)
    return agreement


@transaction.atomic
def close_withdrawn(*, round_: Round, at: dt.datetime) -> bool:
    """Close the round if its agreement was withdrawn. Signatures that were given stay. False when it was done.

    Everybody who was asked is told once, whichever way the agreement was withdrawn.
    """
    round_ = changing.held_round(round_)
    agreement = round_.version.agreement
    if round_.state != RoundState.OPEN or agreement.status != Status.WITHDRAWN:
        return False
    moves = Transition.objects.filter(agreement=agreement, verb=Verb.WITHDRAW).order_by("-at", "-pk")
    reason = moves.values_list("reason", flat=True).first() or ""
    _end(round_, RoundState.WITHDRAWN, by=agreement.status_by, at=at, reason=reason)
    letters_rounds.withdrawn(round_=round_, at=at)
    return True


@transaction.atomic
def recall(*, round_: Round, by: User | None, at: dt.datetime, reason: str) -> Agreement:
    """Take the version back while nobody has signed it. It can be sent again, or its text opened."""
    round_ = changing.held_round(round_)
    (policies.can_recall(by, round_) & Verdict.unless(reason.strip(), _WHY)).enforce()
    return _stop(round_, RoundState.RECALLED, by=by, at=at, reason=reason.strip())


@transaction.atomic
def take_back(*, round_: Round, by: User | None, at: dt.datetime, reason: str) -> Agreement:
    """As ``recall``, also when some have signed: their party was right, and the text must change."""
    round_ = changing.held_round(round_)
    (policies.can_take_back(by, round_) & Verdict.unless(reason.strip(), _WHY)).enforce()
    return _stop(round_, RoundState.RECALLED, by=by, at=at, reason=reason.strip())


def after_decline(*, request: Request, by: User | None, at: dt.datetime) -> None:
    """A party has declined, under the agreement's lock: the round goes on without it, or stops.

    It stops when the lead said so beforehand, or when the text does not let the agreement come into force without
    that party. What is in force already goes on.
    """
    round_ = request.round
    if round_.state != RoundState.OPEN:
        return
    now = policies.standing_of(round_, settling.requests_of(round_))
    if round_.met_at is not None or (round_.on_decline == OnDecline.CONTINUES and now.can_be_met):
        settling.settle(round_=round_, by=by, at=at)
        return
    reason = f"{request.organisation.name} declined to sign."
    if round_.kind == RoundKind.JOINING:
        # What the others have signed stands, whoever does not join it, and is no longer theirs to read.
        _end(round_, RoundState.DECLINED, by=by, at=at, reason=reason)
        agreements.dismiss(agreement=round_.version.agreement, organisation=request.organisation, at=at)
        return
    _stop(round_, RoundState.DECLINED, by=by, at=at, reason=reason)


@transaction.atomic
def remove(*, request: Request, by: User | None, at: dt.datetime, reason: str) -> Request:
    """Go on without a party that has not signed. It stays in the text; it is just not waited for."""
    request = changing.held(request)
    requests = settling.requests_of(request.round)
    (
        policies.can_remove(by, request, requests) & Verdict.unless(reason.strip(), "Say why. The party is told.")
    ).enforce()
    request.state, request.paused_at = RequestState.REMOVED, None
    request._change_reason = reason.strip()  # type: ignore[attr-defined]
    request.save(update_fields=["state", "paused_at"])
    letters_rounds.removed(request=request, reason=reason.strip(), at=at)
    settling.settle(round_=request.round, by=by, at=at)
    return request


def _stop(round_: Round, state: RoundState, *, by: User | None, at: dt.datetime, reason: str) -> Agreement:
    """End the round, and put the agreement back to where it can be sent again."""
    _end(round_, state, by=by, at=at, reason=reason)
    letters_rounds.taken_back(round_=round_, at=at)
    return agreements.recall(agreement=round_.version.agreement, by=by, at=at, reason=reason)


def _end(round_: Round, state: RoundState, *, by: User | None, at: dt.datetime, reason: str) -> None:
    for request in round_.requests.select_for_update(of=("self",)).filter(state__in=OUTSTANDING):
        request.state, request.paused_at = RequestState.WITHDRAWN, None
        request.save(update_fields=["state", "paused_at"])
    round_.state, round_.closed_at, round_.closed_by, round_.closed_reason = state, at, by, reason
    round_.save(update_fields=["state", "closed_at", "closed_by", "closed_reason"])
