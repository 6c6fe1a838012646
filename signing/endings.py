"""Why something that somebody was asked to sign cannot be signed by them now: what happened, when, and who did it."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement
from foundation.templatetags.ui import uk_date, uk_datetime
from signing import policies
from signing.choices import AnswerKind, RequestState, RoundState
from signing.models import Answer, Request
from signing.querysets import SIGNABLE

if TYPE_CHECKING:
    from accounts.models import User

NOT_NOW = "You cannot sign this agreement now"
OVER = "You do not need to sign this"
NOT_ASKED = "You have not been asked to sign this agreement."
_GONE = frozenset({RequestState.DECLINED, RequestState.REMOVED, RequestState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Ending:
    """What the page says instead of what was there."""

    title: str
    reasons: tuple[str, ...]
    is_over: bool = False
    """It will not come back as it was."""
    link: str = ""
    link_text: str = ""


def of(person: "User", request: Request, at: dt.datetime) -> Ending | None:
    """None while the person may sign it. What they have signed themselves is for the receipt to say."""
    verdict = policies.can_sign(person, request, at)
    if verdict:
        return None
    live = request.live
    if live is not None:
        when = uk_datetime(live.signed_at)
        said = f"{live.typed_name} signed this for {request.organisation.legal_name} on {when}, UK time."
        return Ending("This has been signed", (said, "You do not need to sign it, too."), is_over=True)
    newer = _replaced(request)
    if newer:
        return newer
    over = _is_over(request, at)
    return Ending(OVER if over else NOT_NOW, (*verdict.reasons, *_when(request)), is_over=over)


def of_nothing(person: "User", agreement: Agreement) -> Ending:
    """The person has no request in the agreement (any more)."""
    passed = (
        Answer.objects.filter(person=person, kind=AnswerKind.PASSED_ON, request__round__version__agreement=agreement)
        .select_related("to_person", "request__organisation")
        .order_by("-at", "-pk")
        .first()
    )
    if passed is None:
        return Ending(NOT_NOW, (NOT_ASKED,))
    said = f"You passed this to {passed.to_person} on {uk_date(passed.at)}."
    if passed.request.state == RequestState.SIGNED:
        return Ending("You passed this on", (said, "It has been signed since."), is_over=True)
    back = reverse("signing:take_back", args=[agreement.reference, passed.request.party_key])
    return Ending("You passed this on", (said,), link=back, link_text="Take it back")


def _replaced(request: Request) -> Ending | None:
    round_, version = request.round, request.round.version
    if round_.state == RoundState.OPEN:
        return None
    newer = version.agreement.versions.filter(number__gt=version.number).order_by("-number").first()
    if newer is None:
        return None
    said = f"Version {newer.number} replaced version {version.number} on {uk_datetime(newer.frozen_at)}, UK time."
    asked = "You are asked again when the new version is sent for signature."
    return Ending("The text has changed", (said, asked), is_over=True)


def _is_over(request: Request, at: dt.datetime) -> bool:
    round_ = request.round
    return (
        round_.state != RoundState.OPEN
        or round_.version.agreement.status not in SIGNABLE
        or request.state in _GONE
        or timezone.localdate(at) > request.sign_by_on
    )


def _when(request: Request) -> tuple[str, ...]:
    """The day of a removal or a refusal, and who said why the whole round was closed."""
    round_, said = request.round, []
    if request.state == RequestState.DECLINED:
        answer = request.answers.filter(kind=AnswerKind.DECLINED).select_related("person").order_by("-at").first()
        if answer is not None:
            said.append(f"{answer.person} declined it on {uk_datetime(answer.at)}, UK time.")
    if request.state == RequestState.REMOVED:
        changed = request.history.filter(state=RequestState.REMOVED).order_by("history_date").first()
        if changed is not None:
            by = f" by {changed.history_user}" if changed.history_user else ""
            said.append(f"It was removed on {uk_datetime(changed.history_date)}, UK time{by}.")
    if round_.closed_at is not None and round_.closed_by is not None:
        said.append(f"{round_.closed_by} did this.")
    if round_.closed_reason:
        said.append(f"The reason given: {round_.closed_reason}")
    return tuple(said)
