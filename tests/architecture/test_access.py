"""Every address × every kind of person: who gets in, who is told no, and for whom there is nothing there.

A route that stands in no row fails the first test, so that a new page must be classified before it can land.
"""

import logging

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dsaportal.reference.pages import routes
from tests import scenarios
from tests.architecture.access_routes import ROUTES
from tests.architecture.access_table import ELSEWHERE, NOT_OURS, SIGN_IN

pytestmark = pytest.mark.django_db

NAMES = sorted({name for name, _path in routes() if name} - NOT_OURS)


def test_every_address_is_classified():
    assert sorted(set(NAMES) - set(ROUTES)) == []
    assert sorted(set(ROUTES) - set(NAMES)) == []


def test_every_address_has_a_name():
    assert [path for name, path in routes() if not name] == []


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for the whole table, rolled back by hand because it outlives a single test's transaction."""
    logging.disable(logging.WARNING)
    try:
        with django_db_blocker.unblock(), transaction.atomic():
            made = scenarios.access_world()
            for who in scenarios.KINDS:
                made.clients[who] = Client()
                if who in made.people:
                    scenarios.sign_in(made.clients[who], made.people[who])
            yield made
            transaction.set_rollback(True)
    finally:
        logging.disable(logging.NOTSET)


def _answer(client: Client, address: str) -> int | str:
    response = client.get(address)
    if response.status_code != 302:
        return response.status_code
    return SIGN_IN if "/account/sign-in/" in response["Location"] else ELSEWHERE


@pytest.mark.parametrize("name", [name for name in NAMES if name in ROUTES])
def test_each_kind_of_person_gets_the_answer_of_the_table(name, world):
    row = ROUTES[name]
    address = reverse(name, kwargs=row.kwargs(world))
    got = {who: _answer(world.clients[who], address) for who in scenarios.KINDS}
    wanted = {who: row.named.get(who, row.rest) for who in scenarios.KINDS}
    assert {who: (got[who], wanted[who]) for who in scenarios.KINDS if got[who] not in wanted[who]} == {}


def test_what_is_not_yours_looks_like_what_is_not_there(world):
    client = world.clients["outsider"]
    answers = [
        client.get(reverse("agreements:overview", kwargs={"reference": reference}))
        for reference in (world.agreement.reference, "DSA-1999-9999")
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [scenarios.without_tokens(answer.content) for answer in answers]
    assert pages[0] == pages[1]
    assert sorted(answers[0].headers) == sorted(answers[1].headers)
