"""Nobody learns from us who has an account: same words, same status, same headers, same work."""

import re
import statistics
import time

import pytest
from django.test import Client

from tests.accounts.conftest import told

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "amina@council.example", "nobody@council.example"
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')

ASKED = {
    "sign-in": ("/account/sign-in/", {"password": "wrong-wrong-wrong"}, "login"),
    "code": ("/account/sign-in/code/", {}, "email"),
    "reset": ("/account/reset/", {}, "email"),
    "organisation": ("/account/sign-in/organisation/", {}, "email"),
}


def answer(path, form, field, email):
    client = Client()
    first = client.post(path, {field: email, **form})
    pages = [first]
    while pages[-1].status_code == 302:
        pages.append(client.get(pages[-1]["Location"]))
    return [
        (
            page.status_code,
            page.get("Location", ""),
            sorted(name for name in page.headers if name != "Content-Length"),
            _TOKEN.sub(b"", page.content).replace(email.encode(), b"(address)"),
        )
        for page in pages
    ]


@pytest.mark.parametrize("asked", ASKED)
def test_the_bytes_are_the_same(make, asked):
    make()
    assert answer(*ASKED[asked], KNOWN) == answer(*ASKED[asked], UNKNOWN)


def test_only_the_owner_hears_of_it(make):
    make()
    for path, form, field in ASKED.values():
        for email in (KNOWN, UNKNOWN):
            Client().post(path, {field: email, **form})
    assert {notice.email for notice in told()} == {KNOWN}


def test_a_wrong_code_says_the_same(make):
    make()
    pages = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        client.post("/account/sign-in/code/", {"email": email})
        page = client.post("/account/sign-in/code/enter/", {"code": "000001"})
        pages.append((page.status_code, _TOKEN.sub(b"", page.content).replace(email.encode(), b"")))
    assert pages[0] == pages[1]


def test_an_unknown_address_costs_a_hash_too(make, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    make()
    path, form, field = ASKED["sign-in"]
    client = Client()
    spent: dict[str, list[float]] = {KNOWN: [], UNKNOWN: []}
    for _ in range(7):
        for email, times in spent.items():
            began = time.perf_counter()
            client.post(path, {field: email, **form})
            times.append(time.perf_counter() - began)
    known, unknown = statistics.median(spent[KNOWN]), statistics.median(spent[UNKNOWN])
    assert abs(known - unknown) < 0.35 * max(known, unknown)
