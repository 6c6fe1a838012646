"""Demo people: a known password and a second factor whose code the demo page shows."""

import datetime as dt
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts import demo
from accounts.models import User
from accounts.services import people
from foundation.verdicts import Verdict

PASSWORD = "demo-people-only"  # noqa: S105 - shown on the demo page


def make(*, email: str, full_name: str, at: dt.datetime, **details: Any) -> User:
    """A demo person, or the one there is already with password and second factor as the demo page says."""
    Verdict.unless(demo.is_on(), "Demo people exist only in a demo").enforce()
    with transaction.atomic():
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            person = people.register(email=email, full_name=full_name, at=at, hashed=_hashed(), is_demo=True, **details)
        _make_ready(person)
    return person


@cache
def _hashed() -> str:
    """Hashing is slow on purpose; everybody here has the same password, and it is no secret."""
    return make_password(PASSWORD)


def _make_ready(person: User) -> None:
    Verdict.unless(person.is_demo, f"{person.email} belongs to somebody who is no demo person").enforce()
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person, demo.secret_for(person.email))


def everybody() -> list[User]:
    return list(User.objects.filter(is_demo=True, is_active=True).order_by("full_name").prefetch_related("groups"))
