"""Binding an organisation needs a second factor used a moment ago: a stolen session alone does nothing."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Confirmation
from accounts.roles import Role
from accounts.services import confirmations
from parties.models import Authority, Delegation, Mandate, MandateAnswer
from tests.accounts.conftest import code_for
from tests.factories.people import make_person, sign_in
from tests.parties.registering import AT, admin, confirm, council, propose, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    """Every page that binds: who may open it, and where it is."""
    home, body, asked = council("Camden"), council("Hackney"), council("Barnet")
    make_person("deputy@camden.example", home, [Role.SIGNATORY], at=AT)
    authority, mandate = record(home), propose(home, [body, asked])
    confirm(mandate, body)
    return {
        "signatory_add": (admin(home), [home.slug]),
        "delegation_add": (admin(home), [home.slug, authority.reference]),
        "mandate_propose": (admin(home), [home.slug]),
        "mandate_answer": (admin(asked), [mandate.reference, asked.slug]),
        "mandate_withdraw": (admin(body), [mandate.reference, body.slug]),
        "mandate_end": (admin(home), [mandate.reference]),
    }


NAMES = [
    "signatory_add", "delegation_add", "mandate_propose", "mandate_answer", "mandate_withdraw", "mandate_end",
]  # fmt: skip


def _form():
    """An answer that every one of the pages would take, but for the person."""
    today = timezone.localdate()
    dates = {f"starts_on_{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    dates |= {name.replace("starts", "ends"): value for name, value in dates.items()}
    return dates | {
        "office": "Chief Executive", "which": "every", "sensitive": "yes", "purpose": "Once for all", "whom": "named",
        "bodies": "Barnet", "reason": "New leader", "answer": "confirm",
        "evidence": SimpleUploadedFile("minute.pdf", b"%PDF-1.7"),
    }  # fmt: skip


def _counts():
    ended = Mandate.objects.exclude(ended_at=None).count()
    return (*(model.objects.count() for model in (Authority, Delegation, Mandate, MandateAnswer)), ended)


def _address(pages, name):
    person, args = pages[name]
    return person, reverse(f"parties:{name}", args=args)


def _person(name):
    """Who is chosen on the page: somebody cannot stand in for themselves."""
    return str(make_person(f"{'deputy' if name == 'delegation_add' else 'signatory'}@camden.example").pk)


@pytest.mark.parametrize("name", NAMES)
def test_whoever_has_not_confirmed_is_asked_to_and_comes_back(client, pages, name):
    person, address = _address(pages, name)
    sign_in(client, person)
    asked = client.get(address)
    assert (asked.status_code, asked["Location"].split("?")[0]) == (302, reverse("accounts:confirm"))
    page = client.get(asked["Location"])
    assert "Confirm it is you" in page.content.decode()
    answer = client.post(asked["Location"], {"code": code_for(person), "next": address})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_recorded_without_it_and_nothing_typed_is_lost(client, pages, name):
    person, address = _address(pages, name)
    sign_in(client, person)
    before, typed = _counts(), _form() | {"person": _person(name)}
    answer = client.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Confirm again that it is you" in page
    assert f'href="{reverse("accounts:confirm")}?next=' in page
    assert any(words in page for words in ("Chief Executive", "New leader", " checked"))
    assert _counts() == before
    confirmed = client.post(reverse("accounts:confirm"), {"code": code_for(person), "next": address})
    assert confirmed["Location"] == address
    assert client.post(address, typed | {"evidence": _form()["evidence"]}).status_code == 302
    assert _counts() != before


def test_a_confirmation_of_eleven_minutes_ago_or_of_another_session_does_not_count(client, pages):
    person, address = _address(pages, "signatory_add")
    sign_in(client, person, fresh=True)
    assert client.get(address).status_code == 200
    Confirmation.objects.update(confirmed_at=timezone.now() - dt.timedelta(minutes=11))
    assert client.get(address).status_code == 302
    confirmations.record(
        person=person, method=Confirmation.Method.TOTP, credential="totp:0", session_digest="0" * 64, purpose="",
        at=timezone.now(),
    )  # fmt: skip
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("name", NAMES)
def test_somebody_without_a_second_factor_is_led_to_setting_one_up(client, pages, name):
    """As people who only ever come through their organisation's own sign-in."""
    person, address = _address(pages, name)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(address, follow=True)
    assert "Set up a second factor" in answer.content.decode()
    before = _counts()
    client.post(address, _form() | {"person": _person(name)})
    assert _counts() == before
