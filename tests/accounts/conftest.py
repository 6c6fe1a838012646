import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from accounts.services import people
from notices.models import Notice

PASSWORD = "otter-lantern-quilt"


@pytest.fixture(autouse=True)
def _house(settings, request):
    cache.clear()
    settings.ROOT_URLCONF = "tests.accounts.urls"


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def make(db, now):
    """Makes a person with a proved address; ``factor`` adds an authenticator app, ``role`` a team."""

    def make_one(
        email: str = "amina@council.example", *, password: str | None = PASSWORD, factor: bool = False, role: str = ""
    ) -> User:
        person = people.register(
            email=email, full_name=email.split("@", maxsplit=1)[0].title() + " Ali", at=now, password=password
        )
        if factor:
            TOTP.activate(person, generate_totp_secret())
        if role:
            person.groups.add(Group.objects.get_or_create(name=f"team:7:{role}")[0])
        return person

    return make_one


def code_for(person: User, at: dt.datetime | None = None) -> str:
    from accounts import factors

    secret = factors.totp(person).wrap().instance.data["secret"]
    from allauth.mfa.utils import decrypt

    moment = int((at or timezone.now()).timestamp())
    return format_hotp_value(hotp_value(decrypt(secret), moment // 30))


def recovery_code(person: User) -> str:
    return RecoveryCodes.activate(person).get_unused_codes()[0]


def sign_in(client: Any, person: User, password: str = PASSWORD, **more: str) -> Any:
    """By password, and by the code of the person's app when there is one."""
    answer = client.post("/account/sign-in/", {"login": person.email, "password": password, **more})
    if answer.status_code == 302 and answer["Location"].startswith("/account/second-factor/"):
        # A code works once; the one of 30 seconds ago is still taken and leaves the present one for the test.
        # While the clock stands: the half minute must not end between asking and answering.
        with time_machine.travel(timezone.now(), tick=False):
            early = code_for(person, timezone.now() - dt.timedelta(seconds=30))
            answer = client.post(answer["Location"], {"code": early})
    return answer


def told(kind: str = "", email: str = "") -> list[Notice]:
    found = Notice.objects.order_by("pk")
    return list(found.filter(**({"kind": kind} if kind else {}), **({"email": email} if email else {})))


def emailed_code() -> str:
    text = told("account.code")[-1].subject
    return re.search(r"\d{3} \d{3}", text).group(0)
