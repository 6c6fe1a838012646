"""How people and open invitations are worded in the list."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.roles import Role
from parties.choices import MembershipState
from parties.models import Membership, MembershipOffer


def roles(values: Iterable[str]) -> list[str]:
    """Labels in the order in which roles are declared."""
    held = set(values)
    return [role.label for role in Role if role.value in held]


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the list."""

    place: Membership
    roles: list[str]
    state: str
    colour: str


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One open invitation in the list."""

    offer: MembershipOffer
    roles: list[str]


def people(places: Iterable[Membership]) -> list[Row]:
    return [Row(place, roles(row.role for row in place.roles.all()), *_state(place)) for place in places]


def offers(open_ones: Iterable[MembershipOffer]) -> list[OfferRow]:
    return [OfferRow(offer, roles(offer.roles)) for offer in open_ones]


def _state(place: Membership) -> tuple[str, str]:
    if not place.person.is_active:
        return "Account closed", "red"
    if place.state == MembershipState.SUSPENDED:
        return "Suspended", "amber"
    return "Active", ""
