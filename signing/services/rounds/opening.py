"""Sending a frozen version to everybody who must sign it."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from agreements import services as agreements
from agreements.models import Version
from foundation import jobs
from signing import planning, policies
from signing.choices import RequestState
from signing.models import Alternate, Body, Request, Round, Sealing
from signing.planning import Planned, Terms
from signing.services import letters_rounds
from signing.services.rounds import settling


@transaction.atomic
def open_round(
    *,
    version: Version,
    signatories: Mapping[str, User | Sequence[User]],
    sign_by: dt.date,
    by: User | None,
    at: dt.datetime,
    terms: Terms | None = None,
) -> Round:
    """Send a frozen version to everybody who must sign it: by row of its signatures, the person or people who may.

    Of several people the first is asked, and whoever comes first signs. All or nothing: one party without a person who
    may sign stops the whole round, with every reason at once. Signatures that were given to this very text in an
    earlier round still count.
    """
    terms = terms or Terms()
    agreement = settling.locked(version.agreement)
    version = agreements.current_version(agreement)
    plan = planning.make(version, signatories, terms, timezone.localdate(at))
    reviewers = policies.can_be_reviewed_first(plan.requests) if terms.reviewed_first else None
    verdict = policies.can_open_round(by, version, sign_by, at) & plan.verdict
    (verdict & reviewers if reviewers is not None else verdict).enforce()
    agreements.ask_for_signatures(agreement=agreement, by=by, at=at)
    round_ = Round(
        version=version,
        opened_at=at,
        opened_by=by,
        sign_by_on=sign_by,
        reviewed_first=terms.reviewed_first,
        on_decline=terms.on_decline,
    )
    round_.save()
    requests = [_request(round_, planned) for planned in plan.requests]
    Sealing.objects.get_or_create(version=version, defaults={"wanted_at": at})
    if terms.reviewed_first:
        letters_rounds.ask_reviewers(requests=requests, at=at)
    letters_rounds.replaced(round_=round_, at=at)
    settling.settle(round_=round_, by=by, at=at)
    jobs.after_commit("signing.seal", version_id=version.pk)
    return round_


def _request(round_: Round, planned: Planned) -> Request:
    """Nobody is asked yet: whose turn it is, is for ``settle`` to say."""
    first, *others = planned.people or (None,)
    request = Request(
        round=round_,
        slot=planned.slot,
        party_key=planned.party,
        organisation=planned.organisation,
        signatory=first,
        route=planned.route,
        stage=planned.stage,
        state=RequestState.NOT_YET,
    )
    if planned.signed is not None:
        _hand_over(planned.signed, request)
    request._change_reason = planned.note or None  # type: ignore[attr-defined]  # kept in the row's history
    request.save()
    for person in others:
        Alternate(request=request, person=person).save()
    for key, organisation in planned.bodies:
        Body(request=request, party_key=key, organisation=organisation).save()
    return request


def _hand_over(earlier: Request, request: Request) -> None:
    """A signature counts in one round only: the earlier one lets go of it, and keeps in its history that it had it."""
    request.state, request.signed_at, request.live = RequestState.SIGNED, earlier.signed_at, earlier.live
    request.asked_at, request.opened_at = earlier.asked_at, earlier.opened_at
    earlier.state, earlier.signed_at, earlier.live = RequestState.WITHDRAWN, None, None
    earlier.save(update_fields=["state", "signed_at", "live"])
