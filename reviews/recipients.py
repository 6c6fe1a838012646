"""Whom a reminder concerns: the lead's officers, and at each party its data protection officer and reviewers."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from accounts.roles import Role
from agreements.models import Agreement
from parties.choices import ContactRole
from parties.models import Contact, Membership, Organisation
from reviews import calendar

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

    @property
    def calendar(self) -> calendar.Calendar:
        return calendar.of_nation(self.organisation.nation)


def of(agreement: Agreement) -> list[Recipient]:
    """Three queries, whatever the number of parties. Nobody who has left is among them."""
    parties = agreement.parties.select_related("organisation").order_by("position")
    organisations = {party.organisation_id: party.organisation for party in parties}
    places = (
        Membership.objects.active()
        .filter(organisation__in=organisations, roles__role__in=_ROLES)
        .select_related("person")
        .prefetch_related("roles")
        .order_by("pk")
        .distinct()
    )
    found = [*_members(places, organisations, agreement), *_contacts(organisations)]
    unique: dict[str, Recipient] = {}
    for recipient in sorted(found, key=lambda one: one.only_when_late):
        unique.setdefault(recipient.email.lower(), recipient)
    return list(unique.values())


def _members(
    places: Iterable[Membership], organisations: dict[int, Organisation], agreement: Agreement
) -> Iterable[Recipient]:
    for place in places:
        held = {Role(row.role) for row in place.roles.all()} & _ROLES
        if place.organisation_id != agreement.lead_id:
            held.discard(Role.IG_OFFICER)  # drafting is the lead's; elsewhere the reviewers look after it
        if not held:
            continue
        organisation, person = organisations[place.organisation_id], place.person
        titles = ", ".join(Role(role).label for role in sorted(held))
        yield Recipient(
            email=person.email,
            name=person.full_name,
            person=person,
            organisation=organisation,
            why=f"{titles} at {organisation.name}",
            only_when_late=held == {Role.ADMINISTRATOR},
        )


def _contacts(organisations: dict[int, Organisation]) -> Iterable[Recipient]:
    rows = Contact.objects.filter(organisation__in=organisations, role=ContactRole.DPO).exclude(email="")
    for contact in rows.select_related("person").order_by("pk"):
        organisation, person = organisations[contact.organisation_id], contact.person
        if person is not None and not person.is_active:
            continue
        email = person.email if person else contact.email
        why = f"Data protection officer of {organisation.name}"
        yield Recipient(email, person.full_name if person else contact.name, person, organisation, why)
