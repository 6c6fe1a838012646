"""The messages about a round's course: reminders, last days, progress, and its end."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from agreements.models import Version
from notices import services as notices
from notices.services import Letter
from parties.models import Membership
from signing import again
from signing.choices import RequestState
from signing.models import Body, Request, Round, Signature
from signing.services.letters import bound_words, facts, people_of


def remind(*, request: Request, occasion: str, at: dt.datetime) -> int:
    """Whoever may sign the request, once for each occasion. Answers how many."""
    found = [_to(request, person, "sign.reminder", f"{person.pk}:{occasion}") for person in people_of(request)]
    return _send("sign.reminder", request.round.version, found, at)


def warn(*, request: Request, days: int, at: dt.datetime) -> int:
    """Whoever may sign, and their own administrators, once for each last day."""
    occasion = f"{request.sign_by_on}"
    people = people_of(request)
    own = {person.pk for person in people}
    others = [one for one in in_role([request.organisation_id], Role.ADMINISTRATOR) if one.pk not in own]
    names = ", ".join(str(person) for person in people)
    told = [
        _to(
            request,
            person,
            "sign.final",
            f"{person.pk}:{occasion}",
            is_signatory=person.pk in own,
            who=names,
            days=days,
        )
        for person in (*people, *others)
    ]
    return _send("sign.final", request.round.version, told, at)


def expired(*, request: Request, at: dt.datetime) -> int:
    """Whoever may sign hears that the time has ended, once for each last day."""
    occasion = f"{request.sign_by_on}"
    found = [
        _to(request, person, "sign.expired", f"{person.pk}:{occasion}", for_lead=False) for person in people_of(request)
    ]
    return _send("sign.expired", request.round.version, found, at)


def expired_for_lead(*, round_: Round, requests: Sequence[Request], at: dt.datetime) -> int:
    """The lead's officers, with everybody whose time has ended on the same day in one message."""
    last = max(request.sign_by_on for request in requests)
    names = sorted({request.organisation.name for request in requests})
    context = {"for_lead": True, "missing": names, "sign_by": last, "link": _progress(round_.version)}
    return _to_lead("sign.expired", round_, f"lead:{last}", context, at)


def progress(*, round_: Round, signed: int, total: int, occasion: str, at: dt.datetime) -> int:
    """The lead's officers, when the number has changed since they heard last."""
    waiting = [one for one in round_.requests.select_related("organisation") if one.state != RequestState.SIGNED]
    context = {
        "signed": signed,
        "total": total,
        "waiting": [f"{one.organisation.name}: {one.get_state_display()}" for one in waiting[:10]],
        "more": max(len(waiting) - 10, 0),
        "sign_by": round_.sign_by_on,
        "link": _progress(round_.version),
    }
    return _to_lead("sign.progress", round_, occasion, context, at)


def ask_reviewers(*, requests: Iterable[Request], at: dt.datetime) -> None:
    """Each party's reviewers: one of them agrees before its signatory is asked."""
    rows = [request for request in requests if request.state == RequestState.NOT_YET]
    if not rows:
        return
    version = rows[0].round.version
    link = reverse("signing:clear", args=[version.agreement.reference])
    letters = [
        Letter(
            recipient=person,
            dedupe_key=f"sign.clear:{request.pk}:{person.pk}",
            context=facts(version)
            | {"organisation": request.organisation.name, "sign_by": request.sign_by_on, "link": link},
            organisation=request.organisation_id,
        )
        for request in rows
        for person in in_role([request.organisation_id], Role.REVIEWER)
    ]
    _send("sign.clear", version, letters, at)


def withdrawn(*, round_: Round, at: dt.datetime) -> None:
    """Everybody who was asked, once: they need not sign any more."""
    _tell_asked("sign.withdrawn", round_, at)


def taken_back(*, round_: Round, at: dt.datetime) -> None:
    """Everybody who was asked, once: the version is not out for signature any more, though the agreement goes on."""
    _tell_asked("sign.recalled", round_, at)


def removed(*, request: Request, reason: str, at: dt.datetime) -> None:
    if request.asked_at is None:
        return
    found = [_to(request, person, "sign.removed", f"{person.pk}", reason=reason) for person in people_of(request)]
    _send("sign.removed", request.round.version, found, at)


def replaced(*, round_: Round, at: dt.datetime) -> None:
    """Whoever signed an earlier version that was never completed or is replaced now hears which version counts."""
    version = round_.version
    earlier = Signature.objects.filter(
        version__agreement__in=again.editions(version.agreement),
        version__number__lt=version.number,
        person__isnull=False,
        retraction=None,
    )
    if again.keys(version.agreement) is not None:
        # Those who need not sign it are told when it comes into force.
        earlier = earlier.filter(organisation__in=Body.objects.filter(request__round=round_).values("organisation"))
    newest: dict[int, Signature] = {}
    for signature in earlier.select_related("person", "organisation", "version").order_by("number"):
        newest[signature.person_id] = signature
    letters = [
        Letter(
            recipient=signature.person,
            dedupe_key=f"sign.replaced:{version.pk}:{signature.person_id}",
            context=facts(version)
            | {
                "old": signature.version.number,
                "organisation": signature.organisation.name,
                "changes_link": reverse("agreements:overview", args=[version.agreement.reference]),
            },
            organisation=signature.organisation_id,
        )
        for signature in newest.values()
    ]
    _send("sign.replaced", version, letters, at)


def in_role(organisations: Iterable[int], role: Role) -> list[User]:
    """Who has the role at one of them now, each once."""
    places = Membership.objects.active().in_role(role).filter(organisation__in=list(organisations))
    people = {place.person_id: place.person for place in places.select_related("person").order_by("pk")}
    return [person for person in people.values() if person.is_active]


def _tell_asked(kind: str, round_: Round, at: dt.datetime) -> None:
    version = round_.version
    told: dict[int, Letter] = {}
    asked = round_.requests.filter(asked_at__isnull=False).select_related("organisation", "signatory", "live__person")
    for request in asked:
        signed_by = request.live.person_id if request.live else None
        for person in people_of(request):
            told[person.pk] = Letter(
                recipient=person,
                dedupe_key=f"{kind}:{round_.pk}:{person.pk}",
                context=facts(version)
                | {
                    "organisation": request.organisation.name,
                    "reason": round_.closed_reason,
                    "who": str(round_.closed_by or ""),
                    "when": round_.closed_at,
                    "has_signed": signed_by == person.pk,
                },
                organisation=request.organisation_id,
            )
    _send(kind, version, list(told.values()), at)


def _to(request: Request, person: User, kind: str, occasion: str, **more: Any) -> Letter:
    version = request.round.version
    own = {
        "organisation": bound_words(request),
        "sign_by": request.sign_by_on,
        "asked_on": request.asked_at,
        "link": reverse("signing:landing", args=[version.agreement.reference]),
    }
    return Letter(
        recipient=person,
        dedupe_key=f"{kind}:{request.pk}:{occasion}",
        context=facts(version) | own | more,
        organisation=request.organisation_id,
        failure_to=request.round.opened_by,
    )


def _to_lead(kind: str, round_: Round, occasion: str, context: dict[str, Any], at: dt.datetime) -> int:
    version = round_.version
    lead = version.agreement.lead
    letters = [
        Letter(
            recipient=person,
            dedupe_key=f"{kind}:{round_.pk}:{occasion}:{person.pk}",
            context=facts(version) | context,
            organisation=lead.pk,
        )
        for person in in_role([lead.pk], Role.IG_OFFICER)
    ]
    return _send(kind, version, letters, at)


def _progress(version: Version) -> str:
    return reverse("signing:progress", args=[version.agreement.reference])


def _send(kind: str, version: Version, letters: list[Letter], at: dt.datetime) -> int:
    if letters:
        notices.queue_many(kind=kind, letters=letters, at=at, about=version.agreement.reference)
    return len(letters)
