"""Organisations for tests, made by the services that make them in the portal."""

import datetime as dt
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.roles import Role
from parties.choices import ContactRole, Kind, Nation
from parties.models import Contact, Organisation
from parties.services import contacts, organisations
from tests.factories.people import make_operator, make_person

_NUMBERS = count(1)


def _now() -> dt.datetime:
    return timezone.now()


def make_organisation(
    name: str = "",
    kind: Kind | str = Kind.LOCAL_AUTHORITY,
    *,
    nation: Nation | str = Nation.ENGLAND,
    at: dt.datetime | None = None,
    **facts: Any,
) -> Organisation:
    """An organisation with its teams, and nobody in them."""
    return organisations.create(
        legal_name=name or f"Council {next(_NUMBERS)}",
        kind=str(kind),
        nation=str(nation),
        by=make_operator(),
        at=at or _now(),
        **facts,
    )


def make_contact(organisation: Organisation, role: ContactRole = ContactRole.DPO, **values: Any) -> Contact:
    values.setdefault("name", "Dana Dpo")
    values.setdefault("email", f"dpo@{organisation.slug}.example")
    return contacts.add_contact(organisation=organisation, by=make_operator(), at=_now(), role=role, **values)


def make_ready_organisation(name: str = "", kind: Kind | str = Kind.LOCAL_AUTHORITY, **facts: Any) -> Organisation:
    """One that can be asked to sign: its set-up list is complete."""
    facts = {
        "address": "1 High Street\nLondon",
        "email": "ig@council.example",
        "ico_reference": "Z1234567",
        "ico_expires_on": _now().date() + dt.timedelta(days=200),
    } | facts
    organisation = make_organisation(name, kind, **facts)
    make_contact(organisation)
    first = make_person(f"admin1@{organisation.slug}.example", organisation, [Role.ADMINISTRATOR])
    make_person(f"admin2@{organisation.slug}.example", organisation, [Role.ADMINISTRATOR])
    make_person(f"signatory@{organisation.slug}.example", organisation, [Role.SIGNATORY])
    return organisations.accept_terms(organisation=organisation, by=first, at=_now())
