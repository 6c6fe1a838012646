"""Who can be asked to review for each party: its data protection officer and its other reviewers."""

from collections.abc import Collection

from accounts.models import User
from accounts.roles import Role
from agreements.models import Agreement
from parties.models import Membership, Organisation


def parties(agreement: Agreement) -> list[Organisation]:
    """In the agreement's order. One query."""
    rows = agreement.parties.select_related("organisation").order_by("position")
    return [row.organisation for row in rows]


def reviewers(organisations: Collection[int]) -> dict[int, list[User]]:
    """By organisation, those who review for it now, by name. An organisation without any is left out. One query."""
    return _people(organisations, Role.REVIEWER)


def officers(organisation: int) -> list[User]:
    """Those who draft for it now."""
    return _people([organisation], Role.IG_OFFICER).get(organisation, [])


def _people(organisations: Collection[int], role: Role) -> dict[int, list[User]]:
    places = Membership.objects.active().filter(organisation__in=organisations, roles__role=role)
    found: dict[int, list[User]] = {}
    for place in places.select_related("person").order_by("person__full_name", "pk").distinct():
        found.setdefault(place.organisation_id, []).append(place.person)
    return found
