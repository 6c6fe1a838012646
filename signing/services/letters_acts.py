"""The messages about signatures that were given for others, about disputes, and about the end of the chain."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from notices import services as notices
from notices.services import Letter, Quoted
from parties.models import Membership
from signing import objecting
from signing.choices import Capacity
from signing.models import Objection, PublishedHead, Signature
from signing.services.letters import facts

TELL = (Role.REVIEWER, Role.SIGNATORY)
"""Who looks after what their organisation is bound to."""


def tell_bodies(*, signatures: list[Signature], at: dt.datetime) -> None:
    """Each body that was signed for under a mandate hears of it, and until when it can object."""
    given = {row.organisation_id: row for row in signatures if row.capacity == Capacity.MANDATE}
    if not given:
        return
    version = next(iter(given.values())).version
    shared = facts(version)
    letters = [
        Letter(
            recipient=place.person,
            dedupe_key=f"sign.on_behalf:{given[place.organisation_id].number}:{place.person_id}",
            context=shared | _on_behalf(given[place.organisation_id]) | {"organisation": place.organisation.legal_name},
            organisation=place.organisation_id,
        )
        for place in _places(given, TELL)
        if place.person_id != given[place.organisation_id].person_id
    ]
    notices.queue_many(kind="sign.on_behalf", letters=letters, at=at, about=version.agreement.reference)


def tell_of_dispute(*, objection: Objection, at: dt.datetime) -> None:
    signature = objection.signature
    agreement = signature.version.agreement
    people = {place.person_id: place.person for place in _places([agreement.lead_id], [Role.IG_OFFICER])}
    if signature.person is not None:
        people[signature.person.pk] = signature.person
    context = facts(signature.version) | {
        "organisation": signature.organisation.legal_name,
        "objector": objection.person.full_name,
        "signatory": signature.typed_name,
        "signed_at": signature.signed_at,
        "mandate": signature.authority,
        "reason": Quoted(objection.reason),
        "link": reverse("signing:proofs", args=[agreement.reference]),
    }
    letters = [
        Letter(recipient=person, dedupe_key=f"sign.disputed:{objection.number}:{person.pk}", context=context)
        for person in people.values()
    ]
    notices.queue_many(kind="sign.disputed", letters=letters, at=at, about=agreement.reference)


def tell_head(*, head: PublishedHead, link: str, at: dt.datetime) -> None:
    """Administrators keep it: what several hundred mailboxes hold nobody rewrites."""
    places = Membership.objects.active().in_role(Role.ADMINISTRATOR).select_related("person").order_by("pk")
    people: dict[int, User] = {place.person_id: place.person for place in places}
    context = {"on": head.on, "number": head.number, "hash": head.hash, "link": link}
    letters = [
        Letter(recipient=person, dedupe_key=f"sign.head:{head.on}:{person.pk}", context=context)
        for person in people.values()
    ]
    notices.queue_many(kind="sign.head", letters=letters, at=at)


def _on_behalf(signature: Signature) -> dict[str, object]:
    return {
        "signatory": signature.typed_name,
        "office": signature.capacity_words,
        "signed_at": signature.signed_at,
        "mandate": signature.authority,
        "object_by": objecting.last_day(timezone.localdate(signature.signed_at), signature.organisation.nation),
        "link": reverse("signing:object", args=[signature.version.agreement.reference, signature.party_key]),
    }


def _places(organisations: Iterable[int], roles: Iterable[Role]) -> list[Membership]:
    """One for each person and organisation."""
    found = Membership.objects.active().filter(organisation__in=list(organisations), roles__role__in=list(roles))
    places: dict[int, dict[int, Membership]] = defaultdict(dict)
    for place in found.select_related("person", "organisation").order_by("pk"):
        places[place.organisation_id][place.person_id] = place
    return [place for people in places.values() for place in people.values()]
