"""The authority register in tests: a council that signs, and an association whose chair signs for many."""

import datetime as dt
from typing import Any

from accounts.models import User
from accounts.roles import Role
from parties.authority_rules import Scope, Term
from parties.evidence import Content
from parties.models import Authority, Mandate, Organisation
from parties.services import authority, mandates
from parties.services.authority import Office
from tests.factories.parties import make_organisation
from tests.factories.people import make_person

AT = dt.datetime(2026, 5, 4, 10, 0, tzinfo=dt.UTC)
TODAY = AT.date()
PDF = Content("minute.pdf", "application/pdf", b"%PDF-1.7 minute")


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


def council(name: str, kind: str = "local_authority") -> Organisation:
    """An organisation with an administrator and a signatory, at addresses made of its slug."""
    organisation = make_organisation(name, kind, at=AT)
    make_person(f"admin@{organisation.slug}.example", organisation, [Role.ADMINISTRATOR], at=AT)
    make_person(f"signatory@{organisation.slug}.example", organisation, [Role.SIGNATORY], at=AT)
    return organisation


def admin(organisation: Organisation) -> User:
    return User.objects.get(email=f"admin@{organisation.slug}.example")


def signatory(organisation: Organisation) -> User:
    return User.objects.get(email=f"signatory@{organisation.slug}.example")


def record(organisation: Organisation, person: User | None = None, **changes: Any) -> Authority:
    values: dict[str, Any] = {
        "person": person or signatory(organisation),
        "office": Office("Chief Executive"),
        "scope": Scope(),
        "term": Term(days(-100)),
        "evidence": None,
        "by": admin(organisation),
        "at": AT,
    }
    return authority.record(organisation=organisation, **values | changes)


def propose(chairing: Organisation, bodies: list[Organisation], **changes: Any) -> Mandate:
    values: dict[str, Any] = {
        "person": signatory(chairing),
        "office": "Chair",
        "purpose": "To sign once for everybody.",
        "collective": None,
        "scope": Scope(),
        "term": Term(days(-10), days(300)),
        "evidence": PDF,
        "by": admin(chairing),
        "at": AT,
    }
    return mandates.propose(organisation=chairing, bodies=bodies, **values | changes)


def confirm(mandate: Mandate, *bodies: Organisation, at: dt.datetime = AT) -> None:
    for body in bodies:
        mandates.confirm(mandate=mandate, organisation=body, by=admin(body), at=at)
