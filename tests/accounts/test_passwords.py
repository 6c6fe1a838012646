import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.services import people
from tests.accounts.conftest import PASSWORD, code_for, sign_in, told

pytestmark = pytest.mark.django_db
NEW = "marble-canoe-seven"


def reset_path(email="amina@council.example") -> str:
    text = told("account.reset", email)[-1].text
    return re.search(r"http://[^/\s]+(/account/reset/\S+)", text).group(1)


def ask(email="amina@council.example"):
    return Client().post("/account/reset/", {"email": email})


def test_a_link_from_our_own_address_resets_the_password(client, make, settings):
    make()
    Client(HTTP_HOST="localhost").post("/account/reset/", {"email": "amina@council.example"})
    assert f"{settings.SITE_URL}/account/reset/" in told("account.reset")[-1].text
    form = client.get(reset_path(), follow=True)
    assert form.status_code == 200
    path = form.redirect_chain[-1][0]
    assert path.endswith("-set-password/")
    assert client.post(path, {"password1": NEW})["Location"] == "/account/reset/done/"
    assert "_auth_user_id" not in client.session
    assert client.post("/account/sign-in/", {"login": "amina@council.example", "password": NEW}).status_code == 302
    assert told("account.changed")[-1].text.count("Your password was reset.") == 1


def test_a_reset_is_no_way_past_the_second_factor(client, make):
    make(factor=True)
    ask()
    path = client.get(reset_path(), follow=True).redirect_chain[-1][0]
    client.post(path, {"password1": NEW})
    answer = client.post("/account/sign-in/", {"login": "amina@council.example", "password": NEW})
    assert answer["Location"] == "/account/second-factor/"


def test_sessions_end_with_the_old_password(client, make):
    person = make()
    sign_in(client, person)
    ask()
    other = Client()
    other.post(other.get(reset_path(), follow=True).redirect_chain[-1][0], {"password1": NEW})
    assert client.get("/account/").status_code == 302


def test_known_and_unknown_addresses_get_the_same_bytes(make):
    make()
    pages = []
    for email in ("amina@council.example", "nobody@council.example"):
        client = Client()
        answer = client.post("/account/reset/", {"email": email})
        pages.append((answer.status_code, answer["Location"], client.get(answer["Location"]).content))
    assert pages[0] == pages[1]
    assert told(email="nobody@council.example") == []


@pytest.mark.parametrize("noise", [">", "=3D", ">."])
def test_litter_after_the_link_is_trimmed(client, make, noise):
    make()
    ask()
    path = reset_path().rstrip("/") + noise + "/"
    assert client.get(path, follow=True).status_code == 200


def test_a_second_use_a_newer_password_and_an_old_link_are_gone(client, make):
    make()
    ask()
    path = reset_path()
    client.post(client.get(path, follow=True).redirect_chain[-1][0], {"password1": NEW})
    again = Client().get(path)
    assert again.status_code == 410
    assert "It has been used" in again.content.decode()


def test_an_expired_link_says_so(make):
    make()
    with time_machine.travel(timezone.now() - dt.timedelta(minutes=61)):
        ask()
    answer = Client().get(reset_path())
    assert answer.status_code == 410
    assert "more than 60 minutes ago" in answer.content.decode()


def test_looking_ten_times_uses_nothing_up(client, make):
    make()
    ask()
    for _ in range(10):
        Client().head(reset_path())
        Client().get(reset_path(), follow=True)
    assert client.get(reset_path(), follow=True).status_code == 200


@pytest.mark.parametrize("key", ["x-y", "1-set-password", "1-" + "a" * 3_000, "zzzzzzzzzzzzzzzzzzzz-abc-def"])
def test_made_up_links_are_gone(client, db, key):
    assert client.get(f"/account/reset/{key}/").status_code == 410


def test_links_of_a_leaver_are_dead_and_none_are_sent(client, make, now):
    person = make()
    admin = people.register(email="olu@portal.example", full_name="Olu Ade", at=now, is_operator=True)
    ask()
    path = reset_path()
    people.deactivate(person=person, by=admin, at=now)
    assert client.get(path).status_code == 410
    before = len(told("account.reset"))
    ask()
    assert len(told("account.reset")) == before


def test_three_links_an_hour(make):
    make()
    codes = [ask().status_code for _ in range(4)]
    assert codes == [302, 302, 302, 429]
    unknown = [ask("nobody@council.example").status_code for _ in range(4)]
    assert unknown == codes


def test_too_many_attempts_has_its_page(make):
    for _ in range(4):
        answer = ask()
    assert answer["Retry-After"] == "900"
    assert "Wait 15 minutes" in answer.content.decode()


def test_changing_the_password_asks_for_the_present_one(client, make):
    sign_in(client, make())
    answer = client.post("/account/password/", {"oldpassword": "wrong-wrong-wrong", "password1": NEW})
    assert "Your current password is not right" in answer.content.decode()
    assert client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW})["Location"] == "/account/"
    assert "Your password was changed." in told("account.changed")[-1].text


def test_somebody_without_a_password_may_set_one(client, make):
    person = make(password=None, factor=True)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/account/password/")["Location"] == "/account/password/set/"
    client.get("/account/password/set/")
    client.post("/account/password/set/", {"password1": NEW})
    person.refresh_from_db()
    assert person.check_password(NEW)


def test_the_second_factor_not_the_password_opens_the_settings(client, make):
    person = make(factor=True)
    sign_in(client, person)
    answer = client.get("/account/security/authenticator/remove/")
    assert answer["Location"].startswith("/account/again/code/")
    assert client.get("/account/again/password/")["Location"].startswith("/account/again/code/")
    client.post(answer["Location"], {"code": code_for(person), "next": "/account/security/authenticator/remove/"})
    assert client.post("/account/security/authenticator/remove/").status_code == 302
    assert "The authenticator app was removed" in told("account.changed")[-1].text
