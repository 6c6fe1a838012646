"""People for tests, made by the services that make them in the portal."""

import datetime as dt
from collections.abc import Iterable
from itertools import count

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from accounts import clock, factors, freshness
from accounts.models import Confirmation, User
from accounts.roles import Role
from accounts.services import confirmations
from accounts.services import people as accounts
from parties.models import Organisation
from parties.services import people

_NUMBERS = count(1)
PASSWORD = "correct-horse-battery"


def make_operator(email: str = "operator@portal.example") -> User:
    """Somebody who runs the portal; the same one for the same address."""
    found = User.objects.filter(email=email).first()
    return found or accounts.register(
        email=email, full_name="Portal Operator", at=_now(), password=PASSWORD, is_operator=True
    )


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
    person = User.objects.filter(email=email).first()
    person = person or accounts.register(email=email, full_name=name, at=_now(), password=PASSWORD)
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
        at=at or _now(),
    )


def give_factor(person: User) -> User:
    """An authenticator app, without which most roles get no further than setting one up."""
    if not factors.has_one(person):
        TOTP.activate(person, generate_totp_secret())
    return person


def sign_in(client: Client, person: User, *, fresh: bool = False) -> Client:
    """A browser in which the person is signed in, with a second factor that was, if ``fresh``, used a moment ago."""
    client.force_login(give_factor(person), backend="allauth.account.auth_backends.AuthenticationBackend")
    if fresh:
        _confirm(client, person)
    return client


def _confirm(client: Client, person: User) -> None:
    """What the page that asks "Is it you?" leaves behind."""
    request = HttpRequest()
    request.session = client.session
    clock.start(request, _now())
    confirmations.record(
        person=person,
        method=Confirmation.Method.TOTP,
        credential="totp:0",
        session_digest=freshness.session_digest(request),
        purpose="",
        at=_now(),
    )
    request.session.save()


def _now() -> dt.datetime:
    return timezone.now()
