"""Asking for signatures."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from agreements import services as agreements
from agreements.choices import Status
from agreements.models import Agreement, Version
from foundation import jobs
from foundation.verdicts import Refused, Verdict
from parties.models import Organisation
from signing import policies
from signing.choices import WAITING, RequestState, RoundState
from signing.models import Body, Request, Round, Sealing
from signing.services import letters


@transaction.atomic
def open_round(
    *,
    version: Version,
    signatories: Mapping[str, User],
    sign_by: dt.date,
    by: User | None,
    at: dt.datetime,
) -> Round:
    """Send a frozen version to everybody who must sign it: by party key, the person who signs for it.

    All or nothing: one party without a person who may sign stops the whole round, with every reason at once.
    """
    agreement = locked(version.agreement)
    version = agreements.current_version(agreement)
    places = organisations_of(version)
    (
        policies.can_open_round(by, version, sign_by, at)
        & _everybody_may(version, places, signatories, timezone.localdate(at))
    ).enforce()
    agreements.ask_for_signatures(agreement=agreement, by=by, at=at)
    round_ = Round(version=version, opened_at=at, opened_by=by, sign_by_on=sign_by)
    round_.save()
    requests = [_request(round_, key, organisation, signatories[key], at) for key, organisation in places.items()]
    Sealing.objects.get_or_create(version=version, defaults={"wanted_at": at})
    letters.ask(round_=round_, requests=requests, by=by, at=at)
    jobs.after_commit("signing.seal", version_id=version.pk)
    return round_


def _request(round_: Round, key: str, organisation: Organisation, signatory: User, at: dt.datetime) -> Request:
    request = Request(
        round=round_,
        slot=f"Signature-{key}",
        party_key=key,
        organisation=organisation,
        signatory=signatory,
        asked_at=at,
    )
    request.save()
    Body(request=request, party_key=key, organisation=organisation).save()
    return request


@transaction.atomic
def amend(
    *, round_: Round, signatories: Mapping[str, User], sign_by: dt.date, by: User | None, at: dt.datetime
) -> Round:
    """Ask somebody else for parties that have not signed, or give more time. Only those newly asked are told."""
    agreement = locked(round_.version.agreement)
    round_ = Round.objects.select_for_update(of=("self",)).select_related("version").get(pk=round_.pk)
    round_.version.agreement = agreement
    waiting = {
        request.party_key: request
        for request in round_.requests.select_for_update(of=("self",)).select_related("organisation")
        if request.state in WAITING
    }
    if not signatories.keys() <= waiting.keys():
        raise Refused(["Somebody has signed in the meantime. Look at the list again."])
    changed = {key: person for key, person in signatories.items() if waiting[key].signatory_id != person.pk}
    places = {key: waiting[key].organisation for key in changed}
    on = timezone.localdate(at)
    verdict = policies.can_amend(by, round_) & Verdict.unless(
        sign_by >= on, "The last day to sign must be today or later."
    )
    (verdict & _everybody_may(round_.version, places, changed, on) if changed else verdict).enforce()
    round_.sign_by_on = sign_by
    round_.save(update_fields=["sign_by_on"])
    for key, person in changed.items():
        request = waiting[key]
        request.signatory, request.state = person, RequestState.ASKED
        request.asked_at, request.opened_at = at, None
        request.save(update_fields=["signatory", "state", "asked_at", "opened_at"])
    letters.ask(round_=round_, requests=[waiting[key] for key in changed], by=by, at=at)
    return round_


@transaction.atomic
def begin(*, request: Request, by: User, at: dt.datetime) -> Request:
    """The person has opened what they are asked to sign. The first time counts."""
    locked(request.round.version.agreement)
    request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    policies.can_sign(by, request, at).enforce()
    if request.state == RequestState.ASKED:
        request.state, request.opened_at = RequestState.OPENED, at
        request.save(update_fields=["state", "opened_at"])
    return request


@transaction.atomic
def withdraw(*, agreement: Agreement, by: User | None, at: dt.datetime, reason: str) -> Agreement:
    """Withdraw an agreement, and with it every request to sign it that is still open."""
    agreement = agreements.withdraw(agreement=agreement, by=by, at=at, reason=reason)
    for round_ in Round.objects.filter(version__agreement=agreement, state=RoundState.OPEN):
        close_withdrawn(round_=round_, at=at)
    return agreement


@transaction.atomic
def close_withdrawn(*, round_: Round, at: dt.datetime) -> bool:
    """Close the round if its agreement was withdrawn. Signatures that were given stay. False when it was done."""
    agreement = locked(round_.version.agreement)
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if round_.state != RoundState.OPEN or agreement.status != Status.WITHDRAWN:
        return False
    for request in round_.requests.select_for_update(of=("self",)).filter(state__in=WAITING):
        request.state = RequestState.WITHDRAWN
        request.save(update_fields=["state"])
    round_.state, round_.closed_at = RoundState.WITHDRAWN, at
    round_.save(update_fields=["state", "closed_at"])
    return True


def settle(*, round_: Round, by: User | None, at: dt.datetime) -> None:
    """After a change to one of its requests: see whether the round is complete, and bring the agreement forward."""
    if round_.requests.exclude(state=RequestState.SIGNED).exists():
        return
    round_.state, round_.closed_at = RoundState.COMPLETE, at
    round_.save(update_fields=["state", "closed_at"])
    agreement = agreements.complete(agreement=round_.version.agreement, by=by, at=at)
    letters.announce(round_=round_, agreement=agreement, at=at)


def organisations_of(version: Version) -> dict[str, Organisation]:
    """By party key, in the document's order, the organisations that sign this version."""
    wanted = policies.signing_parties(version.document)
    rows = {
        party.key: party.organisation
        for party in version.agreement.parties.select_related("organisation").filter(key__in=wanted)
    }
    missing = [key for key in wanted if key not in rows]
    if missing:
        raise Refused([f"The party “{key}” has no place in the agreement any more." for key in missing])
    return {key: rows[key] for key in wanted}


def locked(agreement: Agreement) -> Agreement:
    """Hold the agreement: the first lock of every act, so that acts on it happen one after the other."""
    found: Agreement = Agreement.objects.select_for_update(of=("self",)).select_related("lead").get(pk=agreement.pk)
    return found


def _everybody_may(
    version: Version, places: Mapping[str, Organisation], signatories: Mapping[str, User], on: dt.date
) -> Verdict:
    verdict = Verdict.unless(places, "Nobody is named as a signatory of this agreement.")
    for key, organisation in places.items():
        person = signatories.get(key)
        if person is None:
            verdict &= Verdict.no(f"Select who signs for {organisation.name}.")
        else:
            verdict &= policies.can_be_asked(version, organisation, person, on)
            verdict &= policies.drawable(organisation.legal_name)
    return verdict & Verdict.unless(not signatories.keys() - places.keys(), "Somebody is named who does not sign.")
