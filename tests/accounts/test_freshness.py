import datetime as dt

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from accounts import freshness
from accounts.models import Confirmation
from accounts.services import confirmations
from foundation.verdicts import Refused
from tests.accounts.conftest import code_for, recovery_code, sign_in, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def signatory(client, make):
    person = make(factor=True, role="signatory")
    sign_in(client, person)
    return person


def confirm(client, person, then="/sign/a1/"):
    return client.post(f"/account/confirm/?next={then}", {"code": code_for(person), "next": then})


def test_a_session_alone_signs_nothing(client, signatory):
    answer = client.get("/sign/a1/")
    assert answer["Location"] == "/account/confirm/?next=%2Fsign%2Fa1%2F"
    with pytest.raises(Refused):
        client.post("/sign/a1/")
    assert not Confirmation.objects.exists()


def test_a_confirmation_signs_once(client, signatory):
    client.get("/sign/a1/")
    assert confirm(client, signatory)["Location"] == "/sign/a1/"
    assert client.get("/sign/a1/").content == b"Ready to sign"
    assert client.post("/sign/a1/").content == b"Signed a1 with totp"
    with pytest.raises(Refused):
        client.post("/sign/a1/")
    row = Confirmation.objects.get()
    assert row.person == signatory
    assert row.purpose == "sign:a1"
    assert row.credential.startswith("totp:")
    assert row.used_at >= row.confirmed_at


@pytest.mark.parametrize("what", ["a2", "a1-v2", "a"])
def test_a_confirmation_is_for_one_thing(client, signatory, what):
    client.get("/sign/a1/")
    confirm(client, signatory)
    assert client.get(f"/sign/{what}/").status_code == 302
    with pytest.raises(Refused):
        client.post(f"/sign/{what}/")


def test_a_confirmation_lasts_ten_minutes(client, signatory):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.get("/sign/a1/")
        confirm(client, signatory)
        clock.shift(600)
        assert client.get("/sign/a1/").content == b"Ready to sign"
        clock.shift(1)
        assert client.get("/sign/a1/").status_code == 302
        with pytest.raises(Refused):
            client.post("/sign/a1/")


def test_a_confirmation_is_of_one_person_and_session(client, signatory, make):
    client.get("/sign/a1/")
    confirm(client, signatory)
    again = Client()
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=90)):
        sign_in(again, signatory)
        assert again.get("/sign/a1/").status_code == 302
    other = make("other@council.example", factor=True)
    row = Confirmation.objects.get()
    found = confirmations.latest(
        person=other, session_digest=row.session_digest, purpose=row.purpose, at=row.confirmed_at
    )
    assert found is None


def test_a_confirmation_of_a_person_who_left_is_nothing(client, signatory):
    client.get("/sign/a1/")
    confirm(client, signatory)
    signatory.is_active = False
    signatory.save()
    row = Confirmation.objects.get()
    found = confirmations.latest(
        person=signatory, session_digest=row.session_digest, purpose=row.purpose, at=row.confirmed_at
    )
    assert found is None


def test_two_requests_with_one_confirmation(client, signatory, now):
    client.get("/sign/a1/")
    confirm(client, signatory)
    first, second = Confirmation.objects.get(), Confirmation.objects.get()
    confirmations.use(confirmation=first, at=timezone.now())
    with pytest.raises(Refused):
        confirmations.use(confirmation=second, at=timezone.now())


def test_confirming_gives_the_session_a_new_key_and_keeps_it_listed(client, signatory):
    before = client.session.session_key
    client.get("/sign/a1/")
    confirm(client, signatory)
    assert client.session.session_key != before
    page = client.get("/account/sessions/").content.decode()
    assert "This device" in page


@pytest.mark.parametrize("how", ["organisation", "emailed code"])
def test_who_has_no_real_factor_is_refused_and_led_to_one(client, make, how):
    """django-allauth calls these people freshly confirmed; here they sign nothing."""
    person = make(password=None)
    if how == "organisation":
        SocialAccount.objects.create(user=person, provider="entra", uid="1")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate

    asked = client.get("/home/").wsgi_request
    assert did_recently_reauthenticate(asked)  # the trap
    assert freshness.fresh_evidence(asked) is None
    answer = client.get("/sign/a1/", follow=True)
    assert answer.status_code == 403
    assert "Set up a second factor first" in answer.content.decode()
    with pytest.raises(Refused):
        client.post("/sign/a1/")
    assert client.post("/account/confirm/", {"code": "123456"}).status_code == 403
    assert client.get("/guarded/")["Location"].startswith("/account/confirm/")


def test_recovery_codes_do_not_confirm(client, signatory):
    code = recovery_code(signatory)
    client.get("/sign/a1/")
    answer = client.post("/account/confirm/", {"code": code, "next": "/sign/a1/"})
    assert answer.status_code == 422
    assert not Confirmation.objects.exists()


def test_an_account_with_recovery_codes_only_has_no_factor(client, make):
    person = make()
    recovery_code(person)
    sign_in(client, person)
    assert client.get("/account/confirm/").status_code == 403


def test_a_code_that_signed_in_does_not_confirm(client, make):
    person = make(factor=True)
    client.post("/account/sign-in/", {"login": person.email, "password": "otter-lantern-quilt"})
    code = code_for(person)
    client.post("/account/second-factor/", {"code": code})
    client.get("/sign/a1/")
    assert client.post("/account/confirm/", {"code": code}).status_code == 422


def test_five_wrong_codes_stop_it_and_are_told(client, signatory):
    client.get("/sign/a1/")
    for _ in range(5):
        answer = client.post("/account/confirm/", {"code": "000000"})
        assert answer.status_code == 422
    answer = confirm(client, signatory)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "900"
    notices = [notice for notice in told("account.changed") if notice.subject == "Five wrong codes for your account"]
    assert len(notices) == 1


def test_wrong_codes_before_the_fifth_are_forgiven(client, signatory):
    client.get("/sign/a1/")
    for _ in range(4):
        client.post("/account/confirm/", {"code": "000000"})
    assert confirm(client, signatory).status_code == 302


@pytest.mark.parametrize("credential", ["", "null", "[]", "{}", '{"id":1}', "x" * 30_000])
def test_an_answer_that_no_passkey_gives_is_an_error(client, signatory, credential):
    client.get("/sign/a1/")
    answer = client.post("/account/confirm/", {"credential": credential})
    assert answer.status_code == 422


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil"])
def test_confirming_never_leads_off_the_site(client, signatory, then):
    answer = client.post("/account/confirm/", {"code": code_for(signatory), "next": then})
    assert answer["Location"] == "/account/"


def test_the_decorator_lets_through_for_ten_minutes(client, signatory):
    assert client.get("/guarded/")["Location"] == "/account/confirm/?next=%2Fguarded%2F"
    confirm(client, signatory, "/guarded/")
    assert client.get("/guarded/").content == b"Guarded page"
    assert Client().get("/guarded/")["Location"].startswith("/account/sign-in/")
