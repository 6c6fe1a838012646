"""Whom a reminder concerns: the lead's officers, and at each party its data protection officer and reviewers."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.roles import Role
from agreements.models import Agreement, Departure, Party
from parties.choices import ContactRole
from parties.models import Contact, Membership, Organisation
from reviews import calendar
from reviews.schedule import Reminder, Rhythm

_ROLES = frozenset({Role.REVIEWER, Role.IG_OFFICER, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address, which hears once however many hats its owner wears."""

    email: str
    name: str
    person: User | None
    organisation: Organisation
    why: str
    only_when_late: bool = False
    """An administrator hears of it only when nobody else at the organisation has acted for a month."""
    bodies: frozenset[int] = frozenset()
    """The keys of every organisation in the agreement for which the owner of the address would hear."""

    @property
    def calendar(self) -> calendar.Calendar:
        return calendar.of_nation(self.organisation.nation)


def of(agreement: Agreement) -> list[Recipient]:
    """Whoever looks after one agreement. Nobody who has left is among them, nor anybody of a party that has."""
    return of_many([agreement])[agreement.pk]


def of_many(agreements: Iterable[Agreement], *, on: dt.date | None = None) -> dict[int, list[Recipient]]:
    """By the key of the agreement. Five queries, whatever the number of agreements and parties.

    With ``on``, whoever leaves by that day has left, whether or not the sweep has recorded it yet.
    """
    leads = {agreement.pk: agreement.lead_id for agreement in agreements}
    staying = _staying(leads, on)
    bodies = {row.organisation_id: row.organisation for row in staying}
    here = [*_members(bodies), *_contacts(bodies)]
    by_body: dict[int, list[_Here]] = {}
    for one in here:
        by_body.setdefault(one.organisation.pk, []).append(one)
    found: dict[int, list[_Here]] = {key: [] for key in leads}
    for row in staying:
        found[row.agreement_id] += by_body.get(row.organisation_id, [])
    return {key: _unique(ones, leads[key]) for key, ones in found.items()}


def administrators(bodies: Iterable[Organisation]) -> dict[int, list[Recipient]]:
    """By the key of the organisation, in one query."""
    known = {body.pk: body for body in bodies}
    found: dict[int, list[Recipient]] = {key: [] for key in known}
    places = Membership.objects.active().in_role(Role.ADMINISTRATOR).filter(organisation__in=known)
    for place in places.select_related("person").order_by("pk"):
        body, person = known[place.organisation_id], place.person
        why = f"{Role.ADMINISTRATOR.label} at {body.name}"
        found[body.pk].append(Recipient(person.email, person.full_name, person, body, why))
    return found


def newest(
    whom: Iterable[Recipient], rhythm: Rhythm, day: dt.date, *, since: dt.datetime, until: dt.datetime
) -> list[tuple[Recipient, Reminder]]:
    """Who should have heard of the day in that time: each the newest reminder of their own calendar."""
    known: dict[str, Reminder | None] = {}
    found = []
    for who in whom:
        theirs = who.calendar
        if theirs.name not in known:
            known[theirs.name] = rhythm.newest_due(day, theirs, since=since, until=until)
        reminder = known[theirs.name]
        if reminder is not None:
            found.append((who, reminder))
    return found


@dataclass(frozen=True, slots=True)
class _Here:
    """Somebody at an organisation, before it is known which agreement it is about."""

    email: str
    name: str
    person: User | None
    organisation: Organisation
    roles: frozenset[Role]
    """Empty for its data protection officer, who may have no account."""


def _staying(leads: Iterable[int], on: dt.date | None) -> list[Party]:
    rows = Party.objects.filter(agreement__in=list(leads)).select_related("organisation")
    gone = Departure.objects.filter(
        Q(left_at__isnull=False) | Q(leaves_on__lte=on or dt.date.min, taken_back_at=None),
        agreement=OuterRef("agreement"),
        organisation=OuterRef("organisation"),
    )
    return list(rows.exclude(Exists(gone)).order_by("agreement_id", "position"))


def _members(bodies: Mapping[int, Organisation]) -> Iterator[_Here]:
    """A row for each role, and each person once: the same people are in many organisations of many agreements."""
    places = Membership.objects.active().filter(organisation__in=bodies, roles__role__in=_ROLES).order_by("pk")
    held: dict[tuple[int, int, int], set[Role]] = {}
    for *place, role in places.values_list("pk", "organisation_id", "person_id", "roles__role"):
        held.setdefault((place[0], place[1], place[2]), set()).add(Role(role))
    people = User.objects.in_bulk({person for _, _, person in held})
    for (_, body, key), roles in held.items():
        person = people[key]
        yield _Here(person.email, person.full_name, person, bodies[body], frozenset(roles))


def _contacts(bodies: Mapping[int, Organisation]) -> Iterator[_Here]:
    rows = Contact.objects.filter(organisation__in=bodies, role=ContactRole.DPO).exclude(email="")
    for contact in rows.select_related("person").order_by("pk"):
        person = contact.person
        if person is not None and not person.is_active:
            continue
        email, name = (person.email, person.full_name) if person else (contact.email, contact.name)
        yield _Here(email, name, person, bodies[contact.organisation_id], frozenset())


def _unique(here: Iterable[_Here], lead: int) -> list[Recipient]:
    found = [recipient for one in here if (recipient := _recipient(one, lead)) is not None]
    unique: dict[str, Recipient] = {}
    bodies: dict[str, set[int]] = {}
    for recipient in sorted(found, key=lambda one: one.only_when_late):
        unique.setdefault(recipient.email.lower(), recipient)
        bodies.setdefault(recipient.email.lower(), set()).add(recipient.organisation.pk)
    return [dataclasses.replace(one, bodies=frozenset(bodies[email])) for email, one in unique.items()]


def _recipient(here: _Here, lead: int) -> Recipient | None:
    body, roles = here.organisation, here.roles
    if not roles:
        why = f"Data protection officer of {body.name}"
        return Recipient(here.email, here.name, here.person, body, why)
    if body.pk != lead:
        roles -= {Role.IG_OFFICER}  # drafting is the lead's; elsewhere the reviewers look after it
    if not roles:
        return None
    titles = ", ".join(Role(role).label for role in sorted(roles))
    return Recipient(
        here.email,
        here.name,
        here.person,
        body,
        f"{titles} at {body.name}",
        only_when_late=roles == {Role.ADMINISTRATOR},
    )
