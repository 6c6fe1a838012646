"""Who is told when somebody may sign, or may no longer. Written in the transaction of the act itself."""

import datetime as dt

from django.urls import reverse

from accounts.models import User
from notices import services as notices
from parties.authority_rules import long_date
from parties.models import Authority, Delegation, Organisation
from parties.policies import people as policies


def recorded(*, authority: Authority, by: User, at: dt.datetime) -> None:
    name = authority.organisation.name
    now = f"sign as {authority.office}, from {long_date(authority.starts_on)}"
    _tell("recorded", authority.organisation, authority, f"can sign agreements for {name}", [now], by, at)


def delegated(*, delegation: Delegation, by: User, at: dt.datetime) -> None:
    organisation, away = delegation.authority.organisation, delegation.authority.person
    until = long_date(delegation.ends_on or delegation.starts_on)
    now = f"sign in place of {away}, from {long_date(delegation.starts_on)} to {until}"
    _tell("recorded", organisation, delegation, f"can sign agreements for {organisation.name}", [now], by, at)


def ended(*, row: Authority | Delegation, by: User, at: dt.datetime) -> None:
    if isinstance(row, Delegation):
        organisation, words = row.authority.organisation, f" in place of {row.authority.person}"
    else:
        organisation, words = row.organisation, f" as {row.office}"
    _tell("ended", organisation, row, f"can no longer sign agreements for {organisation.name}{words}", [], by, at)


def _tell(
    event: str,
    organisation: Organisation,
    row: Authority | Delegation,
    headline: str,
    now: list[str],
    by: User,
    at: dt.datetime,
) -> None:
    """The person concerned and the organisation's administrators, except whoever did it."""
    person = row.person
    told = {person.pk: person} | {admin.pk: admin for admin in policies.administrators(organisation)}
    facts = {
        "person": person.full_name,
        "headline": headline,
        "now": now,
        "no_longer": [],
        "organisation": organisation.legal_name,
        "by": by.full_name,
        "link": reverse("parties:signatories", args=[organisation.slug]),
    }
    letters = [
        notices.Letter(
            recipient,
            f"account.role:{row.reference}:{event}:{recipient.pk}",
            facts | {"about_you": recipient.pk == person.pk},
            organisation=organisation,
        )
        for recipient in told.values()
        if recipient.pk != by.pk
    ]
    notices.queue_many(kind="account.role", letters=letters, at=at, about=row.reference)
