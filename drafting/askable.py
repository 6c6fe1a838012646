"""Whom somebody may name in a discussion: colleagues, and people who took part already. Never a directory."""

from typing import TYPE_CHECKING

from accounts.models import User
from accounts.roles import Role
from agreements.models import Agreement
from drafting.models import Remark, Thread
from drafting.querysets_discussion import speaks_for
from parties.models import Membership

if TYPE_CHECKING:
    from parties.models import Organisation

_SPEAK = (Role.IG_OFFICER, Role.REVIEWER, Role.SIGNATORY)


def people(person: User, agreement: Agreement, *, only_for: "Organisation | None" = None) -> list[User]:
    """By name, without the person themselves. For an organisation's own note, its own people only."""
    parties = list(agreement.parties.values_list("organisation_id", flat=True))
    own = [only_for.pk] if only_for else [key for key in speaks_for(person) if key in parties]
    colleagues = Membership.objects.active().filter(organisation__in=own, roles__role__in=_SPEAK)
    keys = set(colleagues.values_list("person_id", flat=True))
    if only_for is None:
        keys |= _took_part(person, agreement, parties)
    return list(User.objects.filter(pk__in=keys - {person.pk}, is_active=True).order_by("full_name", "pk"))


def _took_part(person: User, agreement: Agreement, parties: list[int]) -> set[int]:
    """Authors of what the person can see, who are still at one of the parties."""
    seen = Thread.objects.visible_to(person).filter(agreement=agreement, only_for=None).order_by()
    authors = set(seen.values_list("by_id", flat=True))
    authors |= set(Remark.objects.filter(thread__in=seen, by__isnull=False).order_by().values_list("by_id", flat=True))
    there = Membership.objects.active().filter(organisation__in=parties, person__in=authors)
    return set(there.values_list("person_id", flat=True))
