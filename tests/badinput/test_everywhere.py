"""Every page and every form, with values that nobody should send: an answer in words, never a failure.

Rows 1, 3-9, 11, 12, 14-16, 19, 30, 33, 41, 43 and 45, for whatever page there is.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dsaportal.reference.pages import routes
from tests.architecture.access_routes import ROUTES
from tests.architecture.access_table import NOT_OURS
from tests.badinput import hostile
from tests.scenarios import World
from tests.shares import dealt, shares

pytestmark = pytest.mark.django_db

NAMES = sorted({name for name, _path in routes() if name} - NOT_OURS)
# Who looks: the first of these for whom the page opens, the administrator otherwise.
_ORDER = ("administrator", "operator", "signatory", "officer", "reader", "anonymous")
_EXAMPLES = "/styleguide/"  # its forms lead nowhere
_FORM = "application/x-www-form-urlencoded"
ADDRESSES = {name for name in NAMES if name in ROUTES}
SHARES = 4
"""Each page and each form meets a quarter of the values in one run, and its neighbour the next quarter."""


def _who(name: str) -> str:
    row = ROUTES[name]
    return next((who for who in _ORDER if 200 in row.named.get(who, row.rest)), "administrator")


def _address(world: World, name: str) -> str:
    return reverse(name, kwargs=ROUTES[name].kwargs(world))


@shares(SHARES)
@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_b1_b4_b5_b6_b7_b8_b9_b45_hostile_queries_on_every_page(world, name, share):
    client, address = world.clients[_who(name)], _address(world, name)
    usual = client.get(address).status_code
    for value in dealt(hostile.QUERIES, share + NAMES.index(name), SHARES):
        query = "&".join(f"{parameter}={value}" for parameter in hostile.PARAMETERS)
        answer = client.get(f"{address}?{query}" if len(value) < 200 else f"{address}?q={value}&page={value}")
        assert answer.status_code < 500 or answer.status_code == usual == 503, (name, value[:40])
        if usual == 200:
            assert answer.status_code == 200, (name, value[:40])


Place = tuple[Client, str, hostile.Form]


@pytest.fixture(scope="module")
def forms(world: World, django_db_blocker: Any) -> list[Place]:
    with django_db_blocker.unblock():
        return list(_forms(world))


def _forms(world: World) -> Iterator[Place]:
    """Each form of the portal once, from wherever it stands first."""
    seen = set()
    for name in sorted(ADDRESSES):
        client, address = world.clients[_who(name)], _address(world, name)
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        for form in hostile.forms(answer.content.decode()):
            if form.key() not in seen and not (form.action == "" and (address, *form.key()) in seen):
                seen.add((address, *form.key()) if form.action == "" else form.key())
                yield client, form.action or address, form


def _post(client: Client, address: str, data: dict[str, str]):
    """Sent, and undone: what one hostile form would have changed must not stand in the next one's way."""
    cookies = client.cookies.output()
    before = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        answer = client.post(address, hostile.body(data), content_type=_FORM)
        transaction.set_rollback(True)
    if client.cookies.output() != cookies:
        for name in list(client.cookies):
            del client.cookies[name]
        for name, value in before.items():
            client.cookies[name] = value
    cache.clear()
    return answer


@shares(SHARES)
def test_b3_b11_b12_b14_b19_b33_b43_hostile_values_in_every_form(forms, share):
    failed, lost = [], []
    for number, (client, address, form) in enumerate(forms):
        for what, value in dealt(list(hostile.TYPED.items()), share + number, SHARES):
            for data in _ways(form, what, value):
                answer = _post(client, address, data)
                if answer.status_code >= 500:
                    failed.append((address, what, answer.status_code))
                elif address != _EXAMPLES and what in hostile.SHOWN_AGAIN and answer.status_code in (200, 422):
                    lost += [(address, what, name) for name in _missing(answer.content.decode(), form, data)]
    assert len(forms) > 30
    assert failed == []
    assert lost == []


def _ways(form: hostile.Form, what: str, value: str) -> Iterator[dict[str, str]]:
    if what not in {"full", "half full", "short but full"}:
        yield hostile.sent(form, value) | hostile.EXTRA
    if what in hostile.STORED:
        yield hostile.plausible(form, value)


def _missing(page: str, form: hostile.Form, data: dict[str, str]) -> list[str]:
    """The typed fields that the page shows again without what was typed."""
    shown = next((again for again in hostile.forms(page) if again.fields.keys() >= form.fields.keys()), None)
    if shown is None:
        return []
    return [
        name
        for name, found in form.fields.items()
        if found.is_typed and name in data and shown.fields[name].value.strip() != data[name].strip()
    ]
