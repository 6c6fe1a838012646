"""What the lead may do with a round, and what a party's reviewer may."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts import access
from accounts.roles import OrgPermission, Role
from agreements.choices import Status
from dsaformat.parts import IntoForce
from foundation.verdicts import OK, Verdict
from parties.models import Membership
from signing import again, quorum
from signing.choices import OUTSTANDING, WAITING, RequestState, RoundKind, RoundState
from signing.models import Request, Round
from signing.querysets import SIGNABLE

if TYPE_CHECKING:
    from accounts.models import User
    from signing.planning import Planned

_GONE = frozenset({RequestState.DECLINED, RequestState.REMOVED, RequestState.WITHDRAWN})


def standing_of(round_: Round, requests: Iterable[Request]) -> quorum.Standing:
    """How far the round has come. ``requests`` are all of the round's, with their bodies."""
    rule = again.of(round_.version).rule if round_.kind == RoundKind.WHOLE else IntoForce()
    return quorum.standing(
        rule,
        (
            quorum.Slot(
                tuple(body.party_key for body in one.bodies.all()),
                is_signed=one.state == RequestState.SIGNED,
                is_gone=one.state in _GONE,
            )
            for one in requests
        ),
    )


def can_lead(person: "User | None", round_: Round) -> Verdict:
    """See the round through: the lead's officers, while it is open."""
    agreement = round_.version.agreement
    return Verdict.unless(
        person is None or access.holds(person, OrgPermission.DRAFT, agreement.lead),
        f"Only an information governance officer of {agreement.lead.name} can do this.",
    ) & Verdict.unless(
        round_.state == RoundState.OPEN and agreement.status in SIGNABLE, "This version is no longer out for signature."
    )


can_amend = can_lead
"""Who signs may change as long as somebody has not signed."""


def can_extend(person: "User | None", round_: Round, sign_by: dt.date, on: dt.date) -> Verdict:
    return (
        can_lead(person, round_)
        & Verdict.unless(sign_by >= on, "The last day to sign must be today or later.")
        & Verdict.unless(
            sign_by > round_.sign_by_on, "The new last day must be later than the one that everybody was told."
        )
    )


def can_recall(person: "User | None", round_: Round) -> Verdict:
    """Take it back from signature: only while nobody has signed, so that no signature is lost with it."""
    agreement = round_.version.agreement
    led = can_lead(person, round_)
    if not led:
        return led
    return Verdict.unless(
        agreement.status == Status.SIGNING, "The agreement is signed, so it cannot be taken back."
    ) & Verdict.unless(
        not round_.requests.filter(state=RequestState.SIGNED).exists(),
        "Somebody has signed already, so it can no longer be taken back. You can withdraw the agreement.",
    )


def can_remove(person: "User | None", request: Request, requests: Iterable[Request]) -> Verdict:
    """Go on without a party that has not signed, as far as the text lets the agreement come into force without it."""
    led = can_lead(person, request.round)
    name = request.organisation.name
    if not led:
        return led
    if request.state not in OUTSTANDING:
        return Verdict.no(f"{name} is not being waited for any more.")
    without = standing_of(request.round, requests).without({body.party_key for body in request.bodies.all()})
    if request.round.met_at is not None or without.can_be_met:
        return OK
    return Verdict.no(
        f"The text says that the agreement does not come into force without {name}. "
        "Take it back or withdraw it, and change the text."
    )


def can_remind(person: "User | None", request: Request, at: dt.datetime) -> Verdict:
    """Once a day for each person, whoever presses."""
    led = can_lead(person, request.round)
    if not led:
        return led
    if request.state not in WAITING or request.signatory_id is None:
        return Verdict.no(f"Nobody of {request.organisation.name} can sign in the portal now.")
    today = timezone.localdate(at)
    if today > request.sign_by_on:
        return Verdict.no("The time to sign has ended. Give more time first.")
    asked = Request.objects.filter(round=request.round_id, signatory=request.signatory_id)
    reminded = [one for one in asked.values_list("reminded_at", flat=True) if one is not None]
    return Verdict.unless(
        all(timezone.localdate(one) < today for one in reminded),
        "Reminder sent today. You can send another tomorrow.",
    )


def can_clear(person: "User | None", request: Request) -> Verdict:
    """A party's own reviewer agrees that its signatory is asked."""
    round_, organisation = request.round, request.organisation
    return (
        Verdict.unless(
            person is None or access.holds(person, OrgPermission.REVIEW, organisation),
            f"Only somebody who reviews for {organisation.name} can do this.",
        )
        & Verdict.unless(
            round_.state == RoundState.OPEN and round_.version.agreement.status in SIGNABLE,
            "This version is no longer out for signature.",
        )
        & Verdict.unless(
            round_.reviewed_first and request.state == RequestState.NOT_YET and request.cleared_at is None,
            f"Nobody waits for {organisation.name}’s reviewer.",
        )
    )


def can_take_back(person: "User | None", round_: Round) -> Verdict:
    """Also when some have signed, because a party wants another text: they are asked again with the next version."""
    return can_lead(person, round_) & Verdict.unless(
        round_.version.agreement.status == Status.SIGNING,
        "The agreement is signed, so its text can no longer be changed here.",
    )


def can_be_reviewed_first(requests: "Iterable[Planned]") -> Verdict:
    """Every party that is to be asked has somebody who reviews for it. One query."""
    places = {one.organisation.pk: one.organisation.name for one in requests if one.signed is None}
    reviewers = Membership.objects.active().in_role(Role.REVIEWER).filter(organisation__in=places)
    there = set(reviewers.values_list("organisation", flat=True))
    return Verdict(
        tuple(
            f"{name} has nobody who reviews for it, so nobody can agree first."
            for pk, name in places.items()
            if pk not in there
        )
    )
