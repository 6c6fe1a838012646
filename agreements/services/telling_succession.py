"""The messages about an organisation that another follows, written in the transaction of their cause."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from agreements.models import Agreement
from agreements.models.succession import Handover, HandoverItem
from agreements.succession import Fate
from notices import services as notices
from notices.services import Letter
from parties.choices import MembershipState
from parties.models import Membership, Organisation

_CONCERNED = (Role.IG_OFFICER, Role.REVIEWER, Role.SIGNATORY)


def asked_to_confirm(*, handover: Handover, at: dt.datetime) -> None:
    """The others who run the portal, and the administrators of the organisation that everything goes to."""
    people: dict[int, User] = {one.pk: one for one in User.objects.filter(is_operator=True, is_active=True)}
    if handover.heir is not None:
        people |= {place.person_id: place.person for place in _in_roles([handover.heir], [Role.ADMINISTRATOR])}
    people.pop(handover.proposed_by_id or 0, None)
    facts = _facts(handover, handover.heir) | {
        "proposer": str(handover.proposed_by),
        "link": reverse("agreements:succession", args=[handover.organisation.slug]),
    }
    occasion = f"succession.confirm:{handover.pk}:{at:%Y%m%dT%H%M%S}"
    letters = [Letter(person, f"{occasion}:{pk}", facts, organisation=handover.heir) for pk, person in people.items()]
    _send("succession.confirm", letters, at)


def moved(*, handover: Handover, places: Iterable[Membership], at: dt.datetime) -> None:
    """Everybody who has a place at the organisation that follows instead."""
    heir = handover.heir
    if heir is None:
        return
    facts = _facts(handover, heir) | {"link": heir.get_absolute_url()}
    letters = [
        Letter(
            place.person,
            f"succession.moved:{handover.pk}:{place.person_id}",
            facts | {"roles": [Role(row.role).label for row in place.roles.all()]},
            organisation=heir,
        )
        for place in places
    ]
    _send("succession.moved", letters, at)


def passed(*, item: HandoverItem, agreement: Agreement, at: dt.datetime) -> None:
    """Everybody in the agreement once for the whole succession; those who draft for the lead, of each new text."""
    fate = Fate(item.fate)
    if fate is Fate.KEPT:
        return
    _tell_everybody(item, agreement, at)
    if fate is Fate.AGAIN and item.opened is not None:
        _hand_to_lead(item, agreement, item.opened, at)


def _tell_everybody(item: HandoverItem, agreement: Agreement, at: dt.datetime) -> None:
    handover, heir = item.handover, item.heir
    bodies = Organisation.objects.filter(pk__in=agreement.parties.order_by().values("organisation"))
    moved_along = Membership.objects.filter(
        organisation=handover.organisation, state=MembershipState.LEFT, left_at=handover.passed_at
    ).values("person")
    places = _in_roles(bodies, _CONCERNED).exclude(person__in=moved_along)
    shown = heir or handover.organisation
    facts = _facts(handover, heir) | {"link": shown.get_absolute_url()}
    occasion = f"succession.told:{handover.pk}:{heir.pk if heir else 0}"
    people = {place.person_id: place for place in places}
    # In one order always: two workers may write to the same people at the same time.
    letters = [
        Letter(people[pk].person, f"{occasion}:{pk}", facts, organisation=people[pk].organisation)
        for pk in sorted(people)
    ]
    _send("succession.told", letters, at)


def _hand_to_lead(item: HandoverItem, agreement: Agreement, opened: Agreement, at: dt.datetime) -> None:
    facts = _facts(item.handover, item.heir) | {
        "title": agreement.public_title or agreement.reference,
        "reference": agreement.reference,
        "new_reference": opened.reference,
        "link": opened.get_absolute_url(),
    }
    people = {place.person_id: place.person for place in _in_roles([agreement.lead], [Role.IG_OFFICER])}
    letters = [
        Letter(person, f"succession.again:{item.handover_id}:{agreement.pk}:{pk}", facts, organisation=agreement.lead)
        for pk, person in people.items()
    ]
    _send("succession.again", letters, at, about=agreement.reference)


def stuck(*, item: HandoverItem, at: dt.datetime) -> None:
    """Whoever proposed it, and whoever can put it right: once for each agreement, however often it is tried."""
    handover, agreement, heir = item.handover, item.agreement, item.heir
    whole = reverse("agreements:succession", args=[handover.organisation.slug])
    links: dict[User, str] = {}
    if agreement.lead_id != handover.organisation_id:
        links = dict.fromkeys(_people([agreement.lead], Role.IG_OFFICER), agreement.get_absolute_url())
    elif heir is not None:
        # Its own people have moved along, and the agreement has not followed them yet.
        links = dict.fromkeys(_people([heir], Role.ADMINISTRATOR), whole)
    if handover.proposed_by is not None:
        links[handover.proposed_by] = whole
    facts = _facts(handover, heir) | {
        "title": agreement.public_title or agreement.reference,
        "reference": agreement.reference,
        "reason": item.reason,
    }
    key = f"succession.stuck:{handover.pk}:{agreement.pk}"
    letters = [Letter(person, f"{key}:{person.pk}", facts | {"link": link}) for person, link in links.items()]
    _send("succession.stuck", letters, at, about=agreement.reference)


def _people(bodies: Iterable[Organisation], role: Role) -> list[User]:
    return [place.person for place in _in_roles(bodies, [role])]


def _facts(handover: Handover, heir: Organisation | None) -> dict[str, Any]:
    organisation = handover.organisation
    return {
        "organisation": organisation.legal_name,
        "heir": heir.legal_name if heir else "",
        "how": organisation.state,
        "ended_on": organisation.ended_on,
    }


def _in_roles(bodies: "Iterable[Organisation] | QuerySet[Organisation]", roles: Iterable[Role]) -> Any:
    """Active places there. Nobody who has left is among them."""
    return (
        Membership.objects.active()
        .filter(organisation__in=bodies, roles__role__in=list(roles))
        .select_related("person", "organisation")
        .order_by("pk")
        .distinct()
    )


def _send(kind: str, letters: list[Letter], at: dt.datetime, about: str = "") -> None:
    if letters:
        notices.queue_many(kind=kind, letters=letters, at=at, about=about)
