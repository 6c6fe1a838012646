"""Who may sign now."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts.roles import Role
from agreements.choices import COMPLETE, Status
from agreements.models import Agreement
from foundation import text
from foundation.templatetags.ui import uk_datetime
from foundation.verdicts import OK, Verdict
from parties.models import MandateBody, Membership
from parties.policies import authority
from signing.choices import WAITING, RequestState, RoundState
from signing.models import Alternate, Request, Round
from signing.policies.asking import is_sensitive
from signing.querysets import SIGNABLE

if TYPE_CHECKING:
    from accounts.models import User

_NOT_NOW: dict[str, str] = {
    RequestState.NOT_YET: "It is not your turn to sign yet. You get an email when it is.",
    RequestState.QUESTION: "This waits for the answer to a question. You get an email when it is answered.",
    RequestState.CHECKING: "A signature on paper is being checked, so nothing can be signed here now.",
    RequestState.DECLINED: "Your organisation declined to sign this.",
    RequestState.REMOVED: "This party is no longer asked to sign. You do not need to sign it.",
}


def is_open(request: Request, at: dt.datetime) -> Verdict:
    """Is it still possible to sign? Says what happened if not."""
    agreement, round_ = request.round.version.agreement, request.round
    if request.state == RequestState.SIGNED:
        return Verdict.no("You have already signed this.")
    if agreement.status == Status.WITHDRAWN:
        return Verdict.no(_withdrawn(agreement))
    if round_.state != RoundState.OPEN or agreement.status not in SIGNABLE:
        return Verdict.no(_ended(round_))
    if request.state not in WAITING:
        return Verdict.no(_NOT_NOW.get(request.state, "You are no longer asked to sign this."))
    if timezone.localdate(at) > request.sign_by_on:
        return Verdict.no("The time to sign this has ended. Ask the organisation that sent it for more time.")
    return OK


def _withdrawn(agreement: Agreement) -> str:
    who = f" by {agreement.status_by}" if agreement.status_by else ""
    return f"This agreement was withdrawn on {uk_datetime(agreement.status_at)}{who}. You do not need to sign it."


def _ended(round_: Round) -> str:
    if round_.closed_at is None:
        return "This version is no longer out for signature."
    when = uk_datetime(round_.closed_at)
    match round_.state:
        case RoundState.RECALLED:
            return f"This version was taken back from signature on {when}. You do not need to sign it now."
        case RoundState.DECLINED:
            return f"A party declined to sign on {when}, so this version is no longer out for signature."
        case RoundState.WITHDRAWN:
            return f"This agreement was withdrawn on {when}. You do not need to sign it."
        case _:
            return "This version is no longer out for signature."


def can_sign(person: "User", request: Request, at: dt.datetime) -> Verdict:
    """Asked, in time, and entitled on this day. Asked again under the lock when the signature is stored."""
    if not _is_put_to(person, request):
        return Verdict.no("Somebody else was asked to sign this.")
    if request.state == RequestState.SIGNED and request.live is not None and request.live.person_id != person.pk:
        return Verdict.no(f"{request.live.typed_name} has already signed this for {request.organisation.name}.")
    open_ = is_open(request, at)
    if not open_:
        return open_
    return is_entitled(person, request, timezone.localdate(at)) & _fills_one_place(person, request)


def _is_put_to(person: "User", request: Request) -> bool:
    return request.signatory_id == person.pk or Alternate.objects.filter(request=request, person=person).exists()


def _fills_one_place(person: "User", request: Request) -> Verdict:
    """A party that signs twice does so by two people."""
    own = Request.objects.filter(round=request.round_id, party_key=request.party_key, live__person=person)
    return Verdict.unless(
        not own.exclude(pk=request.pk).exists(),
        f"You have already signed for {request.organisation.name}. Its other signature must come from somebody else.",
    )


def is_entitled(person: "User", request: Request, on: dt.date) -> Verdict:
    """May the person bind the request's organisation to its text on that day?"""
    version = request.round.version
    return authority.may_sign(
        person=person,
        organisation=request.organisation,
        agreement_kind=version.document.identity.kind,
        sensitive=is_sensitive(version.document),
        on=on,
    )


def keeps_no_requests(membership: Membership, lost: frozenset[Role]) -> Verdict:
    """Nobody stops being a signatory while something waits for them that they sign from this place."""
    if Role.SIGNATORY not in lost:
        return OK
    person, here = membership.person, membership.organisation
    mandates = MandateBody.objects.filter(mandate__person=person, mandate__organisation=here, mandate__ended_at=None)
    waiting = (
        Request.objects.waiting()
        .select_related("round__version__agreement")
        .filter(Q(organisation=here) | Q(organisation__in=mandates.values("organisation")))
    )
    asked = _listed(waiting.filter(signatory=person))
    last = _listed(one for one in waiting.filter(alternates__person=person) if _is_last_named(person, one))
    return Verdict.unless(
        not asked, f"{person} is asked to sign {', '.join(asked)}: pass their requests on first"
    ) & Verdict.unless(
        not last,
        f"Of those asked to sign {', '.join(last)}, only {person} still can: "
        "ask the organisation that leads it to choose somebody else first",
    )


def _is_last_named(person: "User", request: Request) -> bool:
    """Whoever may sign in another's place may go, as long as one of the others named is still a signatory."""
    named = {request.signatory_id, *request.alternates.values_list("person", flat=True)} - {person.pk}
    return not Membership.objects.active().in_role(Role.SIGNATORY).filter(person__in=named).exists()


def _listed(requests: Iterable[Request]) -> list[str]:
    return sorted({one.round.version.agreement.reference for one in requests})


def names_match(typed: str, person: "User") -> bool:
    """Case, spacing and the encoding of accents do not matter; letters do."""
    return bool(typed) and text.folded(typed) in {text.folded(person.name_to_sign), text.folded(person.full_name)}


def is_signed_by_all(round_: Round) -> bool:
    """By all, or by as many as the text asks for: what the round was for has been reached."""
    return (
        round_.met_at is not None or round_.version.agreement.status in COMPLETE or round_.state == RoundState.COMPLETE
    )
