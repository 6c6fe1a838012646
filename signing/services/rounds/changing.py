"""While signatures are outstanding: opening, clearing, asking somebody else, more time, a reminder."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.verdicts import Refused, Verdict
from signing import policies
from signing.choices import WAITING, RequestState
from signing.models import Alternate, Request, Round
from signing.services import letters, letters_rounds
from signing.services.rounds import settling
from signing.wanted import FIELD

CHANGEABLE = WAITING | {RequestState.NOT_YET}


@transaction.atomic
def begin(*, request: Request, by: User, at: dt.datetime) -> Request:
    """The person has opened what they are asked to sign. The first time counts."""
    request = held(request)
    policies.can_sign(by, request, at).enforce()
    if request.state == RequestState.ASKED:
        request.state, request.opened_at = RequestState.OPENED, at
        request.save(update_fields=["state", "opened_at"])
    return request


@transaction.atomic
def clear(*, request: Request, by: User, at: dt.datetime) -> Request:
    """The party's reviewer agrees that its signatory is asked, as soon as its turn has come."""
    request = held(request)
    policies.can_clear(by, request).enforce()
    request.cleared_at, request.cleared_by = at, by
    request.save(update_fields=["cleared_at", "cleared_by"])
    settling.settle(round_=request.round, by=by, at=at)
    return request


@transaction.atomic
def amend(
    *,
    round_: Round,
    signatories: Mapping[str, User | Sequence[User]],
    sign_by: dt.date,
    by: User | None,
    at: dt.datetime,
) -> Round:
    """Ask somebody else for parties that have not signed, or set the last day. Only those newly asked are told."""
    round_ = held_round(round_)
    waiting = {one.slot.removeprefix(FIELD): one for one in settling.requests_of(round_) if one.state in CHANGEABLE}
    if not signatories.keys() <= waiting.keys():
        raise Refused(["Somebody has signed in the meantime. Look at the list again."])
    on = timezone.localdate(at)
    chosen = {name: _first_as_before(waiting[name], _several(people)) for name, people in signatories.items()}
    changed = {name: people for name, people in chosen.items() if set(people) != set(_people_of(waiting[name]))}
    verdict = policies.can_amend(by, round_) & Verdict.unless(
        sign_by >= on, "The last day to sign must be today or later."
    )
    for name, people in changed.items():
        verdict &= _may_all(waiting[name], people, on)
    verdict.enforce()
    if sign_by != round_.sign_by_on:
        round_.sign_by_on = sign_by
        round_.save(update_fields=["sign_by_on"])
    for name, people in changed.items():
        _put_to(waiting[name], people, at)
    # Read again: who may sign has changed since they were read.
    slots = {f"{FIELD}{name}" for name in changed}
    asked = [one for one in settling.requests_of(round_) if one.slot in slots and one.state in WAITING]
    letters.ask(round_=round_, requests=asked, by=by, at=at)
    return round_


@transaction.atomic
def extend(*, round_: Round, sign_by: dt.date, reason: str, by: User | None, at: dt.datetime) -> Round:
    """Give everybody who has not signed more time. Why is kept in the round's history."""
    round_ = held_round(round_)
    policies.can_extend(by, round_, sign_by, timezone.localdate(at)).enforce()
    round_.sign_by_on = sign_by
    round_._change_reason = reason.strip() or None  # type: ignore[attr-defined]
    round_.save(update_fields=["sign_by_on"])
    return round_


@transaction.atomic
def remind(*, request: Request, by: User | None, at: dt.datetime) -> Request:
    """Remind whoever is asked, once a day at most."""
    request = held(request)
    policies.can_remind(by, request, at).enforce()
    request.reminded_at = at
    request.save(update_fields=["reminded_at"])
    letters_rounds.remind(request=request, occasion=f"{timezone.localdate(at)}:pressed", at=at)
    return request


def held(request: Request) -> Request:
    """The agreement first, then the request: as it is now, until the transaction ends."""
    settling.locked(request.round.version.agreement)
    found: Request = (
        Request.objects.select_for_update(of=("self",))
        .select_related("round__version__agreement__lead", "round__opened_by", "organisation", "signatory", "live")
        .get(pk=request.pk)
    )
    return found


def held_round(round_: Round) -> Round:
    agreement = settling.locked(round_.version.agreement)
    found: Round = Round.objects.select_for_update(of=("self",)).select_related("version").get(pk=round_.pk)
    found.version.agreement = agreement
    return found


def _several(chosen: User | Sequence[User]) -> list[User]:
    return [chosen] if isinstance(chosen, User) else list(dict.fromkeys(chosen))


def _first_as_before(request: Request, people: list[User]) -> list[User]:
    """Whoever is asked now stays the one who is asked, as long as they are among those chosen."""
    return sorted(people, key=lambda person: person.pk != request.signatory_id)


def _people_of(request: Request) -> list[User]:
    """Whoever is asked first, then those who may sign in their place."""
    first = [request.signatory] if request.signatory else []
    return [*first, *(alternate.person for alternate in request.alternates.all())]


def _may_all(request: Request, people: Sequence[User], on: dt.date) -> Verdict:
    """Each of them for every body that the signature binds: another mandate may cover fewer."""
    verdict = Verdict.unless(people, f"Select who signs for {request.organisation.name}.")
    bodies = list(request.bodies.select_related("organisation"))
    for person in people:
        for body in bodies:
            verdict &= policies.can_be_asked(request.round.version, body.organisation, person, on)
    return verdict


def _put_to(request: Request, people: Sequence[User], at: dt.datetime) -> None:
    if request.signatory != people[0]:
        request.signatory, request.passed_from, request.reminded_at = people[0], None, None
        if request.state in WAITING:
            request.state, request.asked_at, request.opened_at = RequestState.ASKED, at, None
        request.save(update_fields=["signatory", "passed_from", "reminded_at", "state", "asked_at", "opened_at"])
    request.alternates.all().delete()
    for person in people[1:]:
        Alternate(request=request, person=person).save()
