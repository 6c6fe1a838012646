"""What people are told when somebody's place at an organisation changes. Written in the change's own transaction."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from notices import services as notices
from parties.models import Membership
from parties.policies import people as policies

_CAN = {
    Role.ADMINISTRATOR: "look after the organisation's details and people",
    Role.IG_OFFICER: "draft agreements",
    Role.REVIEWER: "review and approve agreements",
    Role.SIGNATORY: "sign agreements",
    Role.READER: "read agreements",
}
_ORDER = (Role.SIGNATORY, Role.REVIEWER, Role.IG_OFFICER, Role.ADMINISTRATOR, Role.READER)


def roles_changed(
    *, membership: Membership, before: frozenset[Role], after: frozenset[Role], by: User, at: dt.datetime
) -> None:
    gained, lost = _can(after - before), _can(before - after)
    name = membership.organisation.name
    headline = f"can now {gained[0]} for {name}" if gained else f"can no longer {lost[0]} for {name}"
    _tell(membership, headline=headline, now=_can(after), no_longer=lost, by=by, at=at)


def access_suspended(*, membership: Membership, by: User, at: dt.datetime) -> None:
    headline = f"cannot act for {membership.organisation.name} for now"
    _tell(membership, headline=headline, now=[], no_longer=_can(policies.roles_of(membership)), by=by, at=at)


def access_restored(*, membership: Membership, by: User, at: dt.datetime) -> None:
    headline = f"can act for {membership.organisation.name} again"
    _tell(membership, headline=headline, now=_can(policies.roles_of(membership)), no_longer=[], by=by, at=at)


def removed(*, membership: Membership, by: User, at: dt.datetime) -> None:
    headline = f"can no longer act for {membership.organisation.name}"
    _tell(membership, headline=headline, now=[], no_longer=[], by=by, at=at)


def _can(roles: Iterable[Role]) -> list[str]:
    held = frozenset(roles)
    return [_CAN[role] for role in _ORDER if role in held]


def _tell(
    membership: Membership, *, headline: str, now: list[str], no_longer: list[str], by: User, at: dt.datetime
) -> None:
    """The person concerned, and the organisation's administrators except the one who did it."""
    organisation, person = membership.organisation, membership.person
    told = {person.pk: person} | {admin.pk: admin for admin in policies.administrators(organisation)}
    facts = {
        "person": person.full_name,
        "headline": headline,
        "now": now,
        "no_longer": no_longer,
        "organisation": organisation.legal_name,
        "by": by.full_name,
        "link": reverse("parties:organisation", args=[organisation.slug]),
    }
    letters = [
        notices.Letter(
            recipient,
            f"account.role:{membership.pk}:{at.timestamp():.6f}:{recipient.pk}",
            facts | {"about_you": recipient.pk == person.pk},
            organisation=organisation,
        )
        for recipient in told.values()
        if recipient.pk != by.pk
    ]
    if letters:
        notices.queue_many(kind="account.role", letters=letters, at=at)
