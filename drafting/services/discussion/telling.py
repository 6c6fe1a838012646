"""The messages about a discussion, written in the transaction of their cause. They carry nothing that was said."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from accounts.roles import Role
from agreements.models import Agreement
from drafting.choices_discussion import ThreadKind
from drafting.models import Remark, Thread
from notices import services as notices
from notices.services import Letter
from parties.models import Membership

if TYPE_CHECKING:
    from accounts.models import User

_SPEAK = (Role.IG_OFFICER, Role.REVIEWER)
_WRITE = (Role.IG_OFFICER,)


def opened(*, thread: Thread, at: dt.datetime) -> None:
    """Whoever is asked; and of a block, those who write the text."""
    if thread.asked_person is not None:
        _mention(thread, thread.asked_person, thread.by, f"{thread.pk}", at)
    elif thread.kind == ThreadKind.QUESTION:
        _send("discussion.question", thread, in_roles([thread.asked_id], _SPEAK), str(thread.pk), at)
    if thread.is_blocking:
        places = in_roles([thread.agreement.lead_id], _WRITE)
        until = thread.expires_on
        _send("discussion.blocking", thread, places, str(thread.pk), at, but=thread.by_id, expires_on=until)


def named(*, thread: Thread, remark: Remark, at: dt.datetime) -> None:
    """Whoever a reply names. Others hear of it with what else its author says."""
    if remark.mentioned is not None:
        _mention(thread, remark.mentioned, remark.by, f"{thread.pk}:{remark.pk}", at)


def running_out(*, thread: Thread, expired: bool, at: dt.datetime) -> None:
    """The lead's officers, and those who speak for the organisation that blocks."""
    lead = in_roles([thread.agreement.lead_id], _WRITE)
    places = {**in_roles([thread.organisation_id], _SPEAK), **lead}
    kind = "discussion.expired" if expired else "discussion.expiring"
    key = f"{thread.pk}:{thread.expires_on}"
    _send(kind, thread, places, key, at, expires_on=thread.expires_on, lead=thread.agreement.lead.name)


def _mention(thread: Thread, person: "User", by: "User | None", key: str, at: dt.datetime) -> None:
    places = still_there(thread, {person.pk})
    _send("discussion.mention", thread, places, key, at, who=str(by) if by else "")


def _send(
    kind: str,
    thread: Thread,
    places: dict[int, Membership],
    key: str,
    at: dt.datetime,
    *,
    but: int | None = None,
    **more: Any,
) -> None:
    known = facts(thread) | {"link": thread.get_absolute_url()} | more
    letters = [
        Letter(
            recipient=place.person,
            dedupe_key=f"{kind}:{key}:{place.person_id}",
            context=known,
            organisation=place.organisation_id,
        )
        for place in places.values()
        if place.person_id != but
    ]
    if letters:
        notices.queue_many(kind=kind, letters=letters, at=at, about=thread.agreement.reference)


def facts(thread: Thread) -> dict[str, Any]:
    agreement = thread.agreement
    return {
        "title": agreement.public_title or agreement.reference,
        "reference": agreement.reference,
        "organisation": thread.organisation.name,
    }


def in_roles(organisations: Collection[int | None], roles: Iterable[Role]) -> dict[int, Membership]:
    """Everybody in those roles there, each once."""
    found = Membership.objects.active().filter(organisation__in=organisations, roles__role__in=roles)
    return {place.person_id: place for place in found.select_related("person").order_by("pk")}


def still_there(thread: Thread, people: Collection[int | None]) -> dict[int, Membership]:
    """Those of the people who can see the thread now."""
    mine = [thread.only_for_id] if thread.is_internal else _party_keys(thread.agreement)
    found = Membership.objects.active().filter(organisation__in=mine, person__in=[one for one in people if one])
    return {place.person_id: place for place in found.select_related("person").order_by("pk")}


def _party_keys(agreement: Agreement) -> list[int]:
    return list(agreement.parties.values_list("organisation_id", flat=True))
