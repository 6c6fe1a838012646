"""What follows from a change of one request: whose turn comes, whether enough have signed, whether the round ends."""

import datetime as dt
from collections.abc import Iterable

from accounts.models import User
from agreements import services as agreements
from agreements.models import Agreement, Version
from signing import policies, turns
from signing.choices import OUTSTANDING, RequestState, RoundKind, RoundState
from signing.models import ChainHead, Request, Round, Signature
from signing.services import letters, letters_joining, wanting


def locked(agreement: Agreement) -> Agreement:
    """Hold the agreement: the first lock of every act, so that acts on it happen one after the other."""
    found: Agreement = Agreement.objects.select_for_update(of=("self",)).select_related("lead").get(pk=agreement.pk)
    return found


def settle(*, round_: Round, by: User | None, at: dt.datetime) -> None:
    """To be called under the agreement's lock after any change of a request. Does nothing twice."""
    if round_.state != RoundState.OPEN:
        return
    requests = requests_of(round_)
    now = policies.standing_of(round_, requests)
    if round_.met_at is None and now.is_met:
        _meet(round_, by, at)
    elif round_.met_at is not None and _has_just_signed(round_, at):
        wanting.one_step_more(version=round_.version, at=at, final=True)
    if not any(one.state in OUTSTANDING for one in requests):
        if round_.met_at is not None:
            _close(round_, at)
        return
    _ask_next(round_, requests, at)


def seal_adopted(version: Version, at: dt.datetime) -> None:
    """A changed text that nobody signs: the portal certifies it and dates the whole, and says so of no person."""
    wanting.one_step_more(version=version, at=at, final=True)


def requests_of(round_: Round) -> list[Request]:
    return list(
        round_.requests.select_related("organisation", "signatory").prefetch_related("bodies", "alternates__person")
    )


def _meet(round_: Round, by: User | None, at: dt.datetime) -> None:
    """Enough have signed: the agreement comes into force on its day. Those who are left sign on their own."""
    round_.met_at = at
    round_.save(update_fields=["met_at"])
    wanting.one_step_more(version=round_.version, at=at, final=True)
    if round_.kind == RoundKind.WHOLE:
        agreement = agreements.complete(agreement=round_.version.agreement, by=by, at=at)
        letters.announce(round_=round_, agreement=agreement, at=at)
    else:
        for one in round_.requests.select_related("organisation"):
            agreements.rejoin(agreement=round_.version.agreement, organisation=one.organisation, at=at)
        letters_joining.joined(round_=round_, at=at)


def _has_just_signed(round_: Round, at: dt.datetime) -> bool:
    """Whether this transaction added a signature of the round: it is the chain's last link, added at this instant."""
    head = ChainHead.objects.filter(name="signatures", linked_at=at).first()
    return head is not None and Signature.objects.filter(number=head.number, version=round_.version_id).exists()


def _close(round_: Round, at: dt.datetime) -> None:
    round_.state, round_.closed_at = RoundState.COMPLETE, at
    round_.save(update_fields=["state", "closed_at"])


def _ask_next(round_: Round, requests: Iterable[Request], at: dt.datetime) -> None:
    rows = {one.pk: one for one in requests}
    waiting = [
        turns.Turn(one.pk, one.stage, one.state, not round_.reviewed_first or one.cleared_at is not None)
        for one in rows.values()
    ]
    asked = [rows[key] for key in turns.to_ask(waiting)]
    for one in asked:
        one.state, one.asked_at = RequestState.ASKED, at
        one.save(update_fields=["state", "asked_at"])
    letters.ask(round_=round_, requests=asked, by=round_.opened_by, at=at)
