"""People for tests, made by the services that make them in the portal."""

import datetime as dt
from collections.abc import Iterable
from itertools import count

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from parties.models import Organisation
from parties.services import people

_NUMBERS = count(1)
PASSWORD = "correct-horse-battery"


def make_operator(email: str = "operator@portal.example") -> User:
    """Somebody who runs the portal; the same one for the same address."""
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, PASSWORD, full_name="Portal Operator", is_operator=True)


def make_person(
    email: str = "",
    organisation: Organisation | None = None,
    roles: Iterable[Role | str] = (),
    *,
    full_name: str = "",
    job_title: str = "",
    at: dt.datetime | None = None,
) -> User:
    """A person who can sign in, with a place at the organisation when one is given (as a reader by default)."""
    email = email or f"person{next(_NUMBERS)}@council.example"
    name = full_name or email.split("@")[0].replace(".", " ").title()
    person = User.objects.filter(email=email).first() or User.objects.create_user(email, PASSWORD, full_name=name)
    if organisation is not None:
        place(person, organisation, roles, job_title=job_title, at=at)
    return person


def place(
    person: User,
    organisation: Organisation,
    roles: Iterable[Role | str] = (),
    *,
    job_title: str = "",
    at: dt.datetime | None = None,
) -> None:
    """Give a person a place at one more organisation."""
    people.appoint(
        organisation=organisation,
        person=person,
        roles=[Role(role) for role in roles] or [Role.READER],
        job_title=job_title,
        by=make_operator(),
        at=at or timezone.now(),
    )
