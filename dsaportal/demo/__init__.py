"""The demonstration: real organisations with the facts of the source documents, and people who exist nowhere else.

Everything goes through the services, as it would if people had done it. Days are counted from the day of loading, so
that something is always due, ending or waiting.
"""

import datetime as dt
from typing import NamedTuple

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from accounts.services import demo as demo_people
from agreements import demo as agreements
from agreements import services as verbs
from dsaportal.demo import groups, organisations, paper, persons, sources
from parties.models import Membership, Organisation
from reviews import demo as reviews
from reviews import demo_issues, demo_reviewing
from signing.choices import Route
from signing.papers import scan as scans
from signing.services import elsewhere

IN_REVIEW = "Transformation Challenge Award – Essex Data: Platform"


IN_FORCE = "Essex Data Platform: school readiness in Vange, first year"
_FIVE_MONTHS = dt.timedelta(days=150)


class Person(NamedTuple):
    """One line of the list that ``make run`` prints and the demo page shows."""

    name: str
    email: str
    roles: str
    organisations: str


class Loaded(NamedTuple):
    """How much was put in."""

    organisations: int
    people: int
    collectives: int
    agreements: int


def is_loaded() -> bool:
    """Whether the portal has organisations already, from whatever source."""
    return Organisation.objects.exists()


def load(*, at: dt.datetime) -> Loaded:
    """Put everything into an empty portal, all or nothing."""
    with transaction.atomic():
        made = persons.make(sources.people(), at=at)
        operator = made.operator
        placed = organisations.make(sources.organisations(), by=operator, at=at)
        persons.place(made, sources.people(), placed, by=operator, at=at)
        organisations.settle(sources.organisations(), placed, by=operator, at=at)
        persons.authorise(made, sources.people(), placed, at=at)
        collectives = groups.make(sources.collectives(), placed, by=operator, at=at)
        groups.mandates(sources.mandates(), made, placed, collectives, by=operator, at=at)
        taken = _agreements(made, at)
    return Loaded(len(placed), len(made.by_email), len(collectives), taken)


def people() -> list[Person]:
    """Everybody who can sign in to the demonstration, by organisation."""
    places = (
        Membership.objects.active()
        .filter(person__is_demo=True)
        .select_related("organisation")
        .prefetch_related("roles")
        .order_by("organisation__legal_name", "pk")
    )
    at: dict[int, list[Membership]] = {}
    for place in places:
        at.setdefault(place.person_id, []).append(place)
    return [
        Person(
            person.full_name,
            person.email,
            _roles(at.get(person.pk, [])) or "Operator",
            ", ".join(place.organisation.name for place in at.get(person.pk, [])) or "the portal",
        )
        for person in demo_people.everybody()
    ]


def _roles(places: list[Membership]) -> str:
    held = {row.role for place in places for row in place.roles.all()}
    return ", ".join(role.label for role in Role if role in held)


def _agreements(made: persons.Made, at: dt.datetime) -> int:
    """The demonstration agreements, drafted by the Essex IG officer: one is with its parties, one is under review."""
    drafter = made.by_email[persons.DRAFTER]
    taken = agreements.load(by=drafter, at=at)
    circulated = next(one for one in taken if one.title == IN_REVIEW)
    reviews.lay(agreement=circulated, by=drafter, at=at)
    _under_review(drafter, at)
    return len(taken) + 1


def _under_review(drafter: User, at: dt.datetime) -> None:
    """Signed on paper five months ago. Its review is due in a month, and half of the parties have answered."""
    began = at - _FIVE_MONTHS
    text = agreements.document(agreements.folder() / "vange.json", on=began.date())
    identity = text.identity.model_copy(update={"title": IN_FORCE})
    titled = text.model_copy(update={"identity": identity})
    agreement = verbs.import_document(document=titled, by=drafter, at=began)
    verbs.freeze(agreement=agreement, by=drafter, at=began)
    page = paper.page("Signed agreement", [IN_FORCE, "Signed by all parties on paper."])
    said = elsewhere.Said(signed_on=began.date(), keeper="Legal services of Essex County Council")
    scan = scans.examine(page.data, Route.ELSEWHERE)
    elsewhere.record(agreement=agreement, scan=scan, said=said, by=drafter, at=began)
    agreement.refresh_from_db()
    demo_issues.lay(agreement=agreement, by=drafter, at=at)
    demo_reviewing.lay(agreement=agreement, by=drafter, at=at)
