"""Who may ask, decline, pass on or take back, and who may read what was said. Reasons are fit for whoever tried."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts import access
from accounts.roles import OrgPermission
from agreements.choices import Status
from foundation.verdicts import OK, Verdict
from parties.capacities import Capacity
from parties.policies import authority
from signing import policies
from signing.choices import WAITING, RequestState, RoundState, SeenBy
from signing.models import Answer, Question, Request, Signature
from signing.querysets import SIGNABLE

if TYPE_CHECKING:
    from accounts.models import User

CLOSED = "This version is no longer out for signature."
_NOT_NOW: dict[str, str] = {
    RequestState.NOT_YET: "{name} is not asked to sign this yet: others come first.",
    RequestState.QUESTION: "{name} waits for the answer to a question.",
    RequestState.CHECKING: "A signature on paper for {name} is being checked.",
}


def can_ask(person: "User", request: Request, at: dt.datetime) -> Verdict:
    """Whoever may still sign, instead of signing now. One question at a time."""
    return _is_asked(person, request) and policies.is_open(request, at)


def can_decline(person: "User", request: Request, at: dt.datetime) -> Verdict:
    """Whoever could sign may refuse to, even after the last day: nothing is declined by silence."""
    stands = _is_asked(person, request) and _still_stands(request)
    return stands and policies.is_entitled(person, request, timezone.localdate(at))


def can_pass_on(person: "User", request: Request, at: dt.datetime) -> Verdict:
    """The one who is asked, once: whoever got it from somebody else does not pass it further."""
    stands = can_return(person, request, at)
    if not stands:
        return stands
    given = f"{request.passed_from} passed this to you. It cannot be passed on again."
    return Verdict.unless(request.passed_from_id is None, given)


def can_return(person: "User", request: Request, at: dt.datetime) -> Verdict:
    """Say that it is not for them, and leave the choice to the administrators."""
    if request.signatory_id != person.pk:
        return Verdict.no("Somebody else was asked to sign this.")
    return _is_asked(person, request) and policies.is_open(request, at)


def can_choose(person: "User", request: Request, at: dt.datetime) -> Verdict:
    """The organisation's administrators, when whoever was asked said that it is not for them."""
    return (
        Verdict.unless(
            access.holds(person, OrgPermission.MANAGE_PEOPLE, request.organisation),
            f"Only an administrator of {request.organisation.name} can choose who signs.",
        )
        & Verdict.unless(is_returned(request), "Nobody waits for you to choose who signs this.")
        & _still_stands(request)
    )


def can_take_back(person: "User", request: Request) -> Verdict:
    """Whoever passed it on or said that it is not for them, until somebody has signed."""
    if request.passed_from_id == person.pk:
        return _still_stands(request)
    mine = is_returned(request) and request.signatory_id == person.pk
    return Verdict.unless(mine, "You have not passed this on.") and _still_stands(request)


def can_retract(person: "User", request: Request) -> Verdict:
    """Whoever gave the signature that counts, until enough have signed for the agreement to hold."""
    live, round_ = request.live, request.round
    if live is None or live.person_id != person.pk:
        return Verdict.no("You have no signature here that could be withdrawn.")
    status = Status(round_.version.agreement.status)
    if round_.met_at is not None or (status in SIGNABLE and status != Status.SIGNING):
        return Verdict.no("The agreement is complete, so signatures can no longer be withdrawn.")
    return Verdict.unless(round_.state == RoundState.OPEN and status == Status.SIGNING, CLOSED)


def can_answer(person: "User", question: Question) -> Verdict:
    """The lead's officers, as long as the party waits for it."""
    request = question.request
    lead = request.round.version.agreement.lead
    return (
        Verdict.unless(
            access.holds(person, OrgPermission.DRAFT, lead),
            f"Only an information governance officer of {lead.name} can answer.",
        )
        & Verdict.unless(question.answered_at is None, "This has been answered.")
        & Verdict.unless(
            question.answered_at is not None or request.state == RequestState.QUESTION,
            "Nobody waits for the answer any more.",
        )
    )


def can_ask_again(person: "User", request: Request) -> Verdict:
    """The lead's officers, while the others of the round go on signing."""
    lead = request.round.version.agreement.lead
    return (
        Verdict.unless(
            access.holds(person, OrgPermission.DRAFT, lead),
            f"Only an information governance officer of {lead.name} can ask again.",
        )
        & Verdict.unless(request.state == RequestState.DECLINED, f"{request.organisation.name} has not declined.")
        & Verdict.unless(_is_collecting(request), f"{CLOSED} Send it for signature again to ask everybody.")
    )


def candidates(request: Request, on: dt.date) -> list[Capacity]:
    """Who else could sign in the place of the one who is asked, each once: people of the same organisation.

    They may bind every organisation that this signature is to bind.
    """
    bodies = {body.party_key: body.organisation for body in request.bodies.select_related("organisation")}
    bodies = bodies or {request.party_key: request.organisation}
    found = policies.eligible(request.round.version, bodies, on)
    able = set.intersection(*({one.person_id for one in capacities} for capacities in found.values()))
    homes = {request.organisation_id}
    if request.signatory is not None:
        held = authority.capacities(person=request.signatory, on=on)
        homes |= {one.representing.pk for one in held if {body.pk for body in bodies.values()} <= _pks(one)}
    own = [one for one in found[next(iter(bodies))] if one.person_id in able and one.representing.pk in homes]
    return list({one.person_id: one for one in own if one.person_id != request.signatory_id}.values())


def _pks(capacity: Capacity) -> set[int]:
    return {body.pk for body in capacity.covered}


def can_be_passed_to(person: "User", request: Request, on: dt.date) -> Verdict:
    """Eligible, of the same organisation, and not the one who has it or had it."""
    fits = person.pk != request.passed_from_id and any(one.person_id == person.pk for one in candidates(request, on))
    return Verdict.unless(fits, somebody_else(request)) and policies.drawable(person.name_to_sign)


def somebody_else(request: Request) -> str:
    return f"Choose someone else in {request.organisation.name} who can sign"


def is_returned(request: Request) -> bool:
    """Whoever is asked now said that it is not for them, and nobody has chosen another since."""
    return Answer.objects.returned().filter(request=request).exists()


def may_read_question(person: "User", question: Question) -> bool:
    """The lead, the organisation that asks, and whoever asked; other parties learn only that something was asked."""
    return question.asked_by_id == person.pk or _is_near(person, question.request)


def may_read_reason(person: "User", answer: Answer) -> bool:
    """Everybody who sees the agreement, or the lead and the organisation itself, as whoever declined wished."""
    return answer.seen_by == SeenBy.ALL or answer.person_id == person.pk or _is_near(person, answer.request)


def may_read_note(person: "User", answer: Answer) -> bool:
    """Why somebody passed it on concerns their own organisation, and whoever got it."""
    mine = access.organisation_ids(person, OrgPermission.VIEW_AGREEMENTS)
    return person.pk in {answer.person_id, answer.to_person_id} or answer.request.organisation_id in mine


def purpose_of_retraction(signature: Signature) -> str:
    """What the proof of identity must have been given for: it fits no other act."""
    return f"withdraw {signature.reference} {signature.hash} of {signature.version.agreement.reference}"


def _is_near(person: "User", request: Request) -> bool:
    """Of the lead, or of an organisation that the request's signature would bind."""
    mine = access.organisation_ids(person, OrgPermission.VIEW_AGREEMENTS)
    return request.round.version.agreement.lead_id in mine or request.organisation_id in mine


def _is_asked(person: "User", request: Request) -> Verdict:
    named = request.signatory_id == person.pk or request.alternates.filter(person=person).exists()
    if not named:
        return Verdict.no("Somebody else was asked to sign this.")
    lead = request.round.version.agreement.lead
    return Verdict.unless(
        request.state != RequestState.QUESTION,
        f"You have asked a question. You can go on when {lead.name} has answered it.",
    )


def _is_collecting(request: Request) -> bool:
    return request.round.state == RoundState.OPEN and request.round.version.agreement.status in SIGNABLE


def _still_stands(request: Request) -> Verdict:
    """Nobody has signed or declined yet, and the round goes on; the last day may be over."""
    if request.state == RequestState.SIGNED:
        return Verdict.no("This has been signed already.")
    if request.state == RequestState.DECLINED:
        return Verdict.no(f"{request.organisation.name} has declined to sign this.")
    if not _is_collecting(request):
        return Verdict.no(CLOSED)
    if request.state in WAITING:
        return OK
    why_not = _NOT_NOW.get(request.state, "{name} is no longer asked to sign this.")
    return Verdict.no(why_not.format(name=request.organisation.name))
