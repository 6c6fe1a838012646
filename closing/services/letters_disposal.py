"""The messages about what becomes of data: when sharing ends, and when data has been kept long enough."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from agreements.models import Agreement
from closing.models import Countdown, Deadline, Disposal
from closing.services.deadlines import Occasion
from notices import services as notices
from notices.services import Letter
from parties.choices import ContactRole
from parties.models import Contact, Membership, Organisation
from reviews.recipients import Recipient

ENDED, KEPT = "ended", "retention_due"
LOOK = "-look"
"""Behind the number of a countdown, in the key of its deadline: the day to look again, and not the day to delete."""
_INSTEAD = (Role.REVIEWER, Role.IG_OFFICER, Role.ADMINISTRATOR)
"""Who hears of it: the first of these roles that somebody holds, beside the data protection officer."""


def whom(deadlines: Sequence[Deadline]) -> Mapping[int, list[Recipient]]:
    """By the key of the deadline: those who hear for its organisation, even where it is a party no more."""
    bodies = {one.organisation_id: one.organisation for one in deadlines if one.organisation is not None}
    found = hearers(bodies.values())
    return {one.pk: [who for who in found if who.organisation.pk == one.organisation_id] for one in deadlines}


def hearers(organisations: Iterable[Organisation]) -> list[Recipient]:
    """Three queries, whatever the number of organisations. Nobody who has left, and nobody twice for the same one."""
    bodies = {one.pk: one for one in organisations}
    unique: dict[tuple[int, str], Recipient] = {}
    for one in (*_members(bodies), *_contacts(bodies)):
        unique.setdefault((one.organisation.pk, one.email.lower()), one)
    return list(unique.values())


def _contacts(bodies: Mapping[int, Organisation]) -> Iterator[Recipient]:
    rows = Contact.objects.filter(organisation__in=bodies, role=ContactRole.DPO).exclude(email="")
    for contact in rows.select_related("person").order_by("pk"):
        person, body = contact.person, bodies[contact.organisation_id]
        if person is not None and not person.is_active:
            continue
        email, name = (person.email, person.full_name) if person else (contact.email, contact.name)
        yield Recipient(email, name, person, body, f"Data protection officer of {body.name}")


def _members(bodies: Mapping[int, Organisation]) -> Iterator[Recipient]:
    rows = Membership.objects.active().filter(organisation__in=bodies, roles__role__in=_INSTEAD)
    by_body: dict[int, dict[Role, list[User]]] = {}
    for place, role in _placed(rows):
        by_body.setdefault(place.organisation_id, {}).setdefault(role, []).append(place.person)
    for key, people in by_body.items():
        role = next(role for role in _INSTEAD if role in people)
        for person in people[role]:
            yield Recipient(person.email, person.full_name, person, bodies[key], f"{role.label} at {bodies[key].name}")


def _placed(rows: "QuerySet[Membership]") -> Iterable[tuple[Membership, Role]]:
    places = rows.select_related("person").prefetch_related("roles").order_by("pk").distinct()
    for place in places:
        for held in place.roles.all():
            if held.role in _INSTEAD:
                yield place, Role(held.role)


def tell_ended(*, disposals: Sequence[Disposal], asks: Collection[int], at: dt.datetime) -> None:
    """Every party hears that sharing ended. ``asks``: the disposals about which there is something to say."""
    if not disposals:
        return
    agreement, of = disposals[0].agreement, {one.organisation_id: one for one in disposals}
    letters = [
        Letter(
            recipient=who.person,
            email=who.email,
            dedupe_key=f"{ENDED}:opened:{of[who.organisation.pk].pk}:{_digest(who.email)}",
            context=_ended(of[who.organisation.pk], who) | {"asks": of[who.organisation.pk].pk in asks},
            organisation=who.organisation,
        )
        for who in hearers(one.organisation for one in disposals)
    ]
    notices.queue_many(kind=ENDED, letters=letters, at=at, about=agreement.reference)


def _digest(email: str) -> str:
    return hashlib.sha256(email.lower().encode()).hexdigest()[:16]


def _ended(disposal: Disposal, who: Recipient) -> dict[str, Any]:
    return facts(disposal.agreement, who) | {
        "left": disposal.left,
        "on": disposal.from_on,
        "confirm_by": disposal.confirm_by_on,
        "asks": True,
        "again": False,
        "days_late": 0,
        "link": reverse("closing:confirm_disposal", args=[disposal.agreement.reference, disposal.organisation.slug]),
    }


def chase(one: Occasion) -> Mapping[str, Any]:
    """The words of a reminder to say what happened to the data."""
    rows = Disposal.objects.select_related("agreement", "organisation")
    about = {"agreement": one.deadline.agreement, "organisation": one.deadline.organisation}
    disposal = rows.get(**about, confirmed_at=None)
    late = (timezone.localdate(one.at) - disposal.confirm_by_on).days
    return _ended(disposal, one.who) | {"again": True, "days_late": max(late, 0)}


def call_to_delete(one: Occasion) -> Mapping[str, Any]:
    """The words of a reminder of data that has been kept long enough, or that must be looked at again."""
    number, looks, _ = one.deadline.key.partition(LOOK)
    row = Countdown.objects.select_related("agreement", "organisation").get(pk=number)
    return facts(row.agreement, one.who) | {
        "what": row.what,
        "rule": row.rule,
        "due": one.deadline.on,
        "looks": bool(looks),
        "days_late": max((timezone.localdate(one.at) - one.deadline.on).days, 0),
        "link": reverse("closing:look" if looks else "closing:done", args=[row.pk]),
    }


def facts(agreement: Agreement, who: Recipient) -> dict[str, Any]:
    """The public title alone stands in a message: subjects show on locked telephones."""
    return {
        "name": who.name,
        "organisation": who.organisation.legal_name,
        "title": agreement.public_title or agreement.reference,
        "reference": agreement.reference,
    }


def report_virus(*, disposal: Disposal, by: User, at: dt.datetime) -> None:
    """The operators hear of it, once a day for each person."""
    notices.queue_for_operators(
        kind="ops.upload_virus",
        dedupe_key=f"ops.upload_virus:{by.pk}:{timezone.localdate(at)}",
        context={
            "reference": disposal.agreement.reference,
            "person": str(by),
            "email": by.email,
            "organisation": disposal.organisation.name,
        },
        at=at,
        about=disposal.agreement.reference,
    )
