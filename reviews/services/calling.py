"""The messages of a campaign: one for each person, however many agreements and organisations it is about."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import User
from agreements.models import Party
from notices import services as notices
from notices.services import Letter, Quoted
from parties.choices import ContactRole
from parties.models import Contact, Organisation
from reviews import askable, campaigning
from reviews.models import Campaign

KIND = "review.campaign"
NAMED = 10
"""So many agreements stand in the message; the list behind its link has them all."""


@dataclass(slots=True)
class Addressee:
    """One address, for all organisations that it answers for."""

    email: str
    name: str
    person: User | None
    organisations: list[Organisation] = field(default_factory=list)


def tell(*, campaign: Campaign, occasion: str, by: User | None, at: dt.datetime) -> int:
    """Everybody who has yet to answer, once on each occasion. Answers how many were there."""
    wanted = campaigning.without_answer(campaign)
    people = [one for one in addressees(wanted) if by is None or one.person != by]
    titles = _titles(campaign, wanted)
    letters = [_letter(campaign, one, titles, occasion) for one in people]
    if letters:
        notices.queue_many(kind=KIND, letters=letters, at=at, about=f"campaign {campaign.pk}")
    return len(letters)


def key(campaign: Campaign) -> str:
    """What the keys of all its messages begin with."""
    return f"{KIND}:{campaign.pk}:"


def addressees(organisations: Iterable[int]) -> list[Addressee]:
    """Reviewers who are there now, and data protection officers on record. Three queries, whatever their number."""
    known = Organisation.objects.in_bulk(list(organisations))
    found: dict[str, Addressee] = {}
    for pk, people in askable.reviewers(known).items():
        for person in people:
            if person.is_active:
                _add(found, Addressee(person.email, person.full_name, person), known[pk])
    for contact in _officers(known):
        who = contact.person
        if who is None or who.is_active:
            email, name = (who.email, who.full_name) if who else (contact.email, contact.name)
            _add(found, Addressee(email, name, who), known[contact.organisation_id])
    return list(found.values())


def _officers(organisations: Mapping[int, Organisation]) -> Iterable[Contact]:
    rows = Contact.objects.filter(organisation__in=organisations, role=ContactRole.DPO).exclude(email="")
    return rows.select_related("person").order_by("pk")


def _add(found: dict[str, Addressee], one: Addressee, organisation: Organisation) -> None:
    known = found.setdefault(one.email.lower(), one)
    if organisation not in known.organisations:
        known.organisations.append(organisation)


def _titles(campaign: Campaign, organisations: Iterable[int]) -> Mapping[int, Sequence[tuple[int, str]]]:
    """By organisation, its agreements in the campaign under names that anybody may read."""
    rows = campaigning.unanswered(campaign).filter(organisation__in=list(organisations)).select_related("agreement")
    found: dict[int, list[tuple[int, str]]] = {}
    for place in rows.order_by("agreement__reference"):
        found.setdefault(place.organisation_id, []).append((place.agreement_id, _named(place)))
    return found


def _named(place: Party) -> str:
    return f"{place.agreement.reference} {place.agreement.public_title}".strip()


def _letter(
    campaign: Campaign, one: Addressee, titles: Mapping[int, Sequence[tuple[int, str]]], occasion: str
) -> Letter:
    """An agreement in which the person answers for two organisations counts once."""
    named = dict(pair for organisation in one.organisations for pair in titles.get(organisation.pk, ()))
    first, query = one.organisations[0], {"campaign": campaign.pk}
    facts: dict[str, Any] = {
        "name": one.name,
        "is_reminder": bool(occasion),
        "title": campaign.title,
        "note": Quoted(campaign.note) if campaign.note else "",
        "lead": campaign.organisation.name,
        "count": len(named),
        "only": next(iter(named.values())) if len(named) == 1 else "",
        "agreements": list(named.values())[:NAMED],
        "others": max(len(named) - NAMED, 0),
        "organisations": [organisation.name for organisation in one.organisations],
        "due_on": campaign.due_on,
        "link": f"{reverse('reviews:sitting')}?{urlencode(query | {'organisation': first.slug})}",
    }
    digest = hashlib.sha256(one.email.lower().encode()).hexdigest()[:16]
    return Letter(
        recipient=one.person,
        email=one.email,
        dedupe_key=f"{key(campaign)}{occasion}:{digest}",
        context=facts,
        organisation=first,
    )
