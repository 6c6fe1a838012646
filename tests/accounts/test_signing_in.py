import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Device
from tests.accounts.conftest import PASSWORD, code_for, emailed_code, recovery_code, sign_in, told

pytestmark = pytest.mark.django_db


def test_a_password_lets_in(client, make):
    person = make()
    answer = sign_in(client, person)
    assert answer.status_code == 302
    assert answer["Location"] == "/home/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_the_session_gets_a_new_key_at_sign_in(client, make):
    person = make()
    client.get("/account/sign-in/")
    session = client.session
    session["left"] = "behind"
    session.save()
    before = session.session_key
    sign_in(client, person)
    assert client.session.session_key != before
    stale = Client()
    stale.cookies["sid"] = before
    assert stale.get("/account/").status_code == 302


@pytest.mark.parametrize("address", ["amina@council.example", "AMINA@Council.example", " amina@council.example "])
def test_case_and_spaces_of_the_address_do_not_matter(client, make, address):
    make()
    assert client.post("/account/sign-in/", {"login": address, "password": PASSWORD}).status_code == 302


def test_every_failure_says_the_same(client, make):
    make()
    closed = make("closed@council.example")
    closed.is_active = False
    closed.save()
    pages = [
        client.post("/account/sign-in/", {"login": login, "password": "wrong-wrong-wrong"})
        for login in ("amina@council.example", "nobody@council.example", "closed@council.example")
    ]
    texts = [page.content.decode() for page in pages]
    assert all("Email address or password is not right" in text for text in texts)
    assert {page.status_code for page in pages} == {200}


def test_after_five_wrong_passwords_everybody_waits_alike(client, make):
    person = make()
    for email in (person.email, "nobody@council.example"):
        for _ in range(5):
            client.post("/account/sign-in/", {"login": email, "password": "wrong-wrong-wrong"})
        answer = client.post("/account/sign-in/", {"login": email, "password": PASSWORD})
        assert "Try again in 15 minutes" in answer.content.decode()
        assert "_auth_user_id" not in client.session


def test_a_lock_keeps_nobody_from_an_emailed_code(client, make):
    person = make()
    for _ in range(6):
        Client().post("/account/sign-in/", {"login": person.email, "password": "wrong-wrong-wrong"})
    client.post("/account/sign-in/code/", {"email": person.email})
    answer = client.post("/account/sign-in/code/enter/", {"code": emailed_code()})
    assert answer["Location"] == "/home/"


def test_missing_answers_are_named(client):
    text = client.post("/account/sign-in/", {}).content.decode()
    assert "Enter your email address" in text
    assert "Enter your password" in text
    assert "<title>Error: " in text


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "https:evil.example", "javascript:alert(1)", "\\evil", "/\\evil"],
)
def test_next_never_leaves_the_site(make, target):
    person = make()
    client = Client()
    answer = client.post(
        f"/account/sign-in/?next={target}", {"login": person.email, "password": PASSWORD, "next": target}
    )
    assert answer["Location"] == "/home/"


def test_next_leads_back_and_names_the_agreement(client, make):
    page = client.get("/account/sign-in/?next=/agreements/DSA-2026-0147/sign/")
    assert "Sign in to read DSA-2026-0147" in page.content.decode()
    answer = sign_in(client, make(), next="/agreements/DSA-2026-0147/sign/")
    assert answer["Location"] == "/agreements/DSA-2026-0147/sign/"


@pytest.mark.parametrize("cookie", ["garbage", "x" * 4096, "../../etc/passwd", "é"])
def test_a_made_up_session_is_nobodys(client, cookie):
    client.cookies["sid"] = cookie
    assert client.get("/account/").status_code == 302
    assert client.get("/account/sign-in/").status_code == 200


def test_a_second_factor_is_asked_for(client, make):
    person = make(factor=True)
    answer = client.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"] == "/account/second-factor/"
    assert "_auth_user_id" not in client.session
    page = client.get("/account/second-factor/").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert client.post("/account/second-factor/", {"code": code_for(person)})["Location"] == "/home/"


def test_a_code_works_once_for_as_long_as_it_would_be_taken(make):
    person = make(factor=True)
    start = dt.datetime(2027, 3, 1, 12, 0, 1, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        code = code_for(person, start + dt.timedelta(seconds=30))
        assert _second_factor(person, code).status_code == 302
        clock.shift(45)  # allauth's own memory of the code is over; its tolerance would still take it
        assert "not right, or it has expired or been used" in _second_factor(person, code).content.decode()


def _second_factor(person, code):
    client = Client()
    client.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})
    return client.post("/account/second-factor/", {"code": code})


@pytest.mark.parametrize("first", ["/account/sign-in/", "/account/sign-in/code/"])
def test_who_stops_half_way_can_start_again(client, make, first):
    person = make(factor=True)
    client.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})
    assert client.get(first).status_code == 200
    assert client.get("/account/second-factor/").status_code == 302
    client.post("/account/sign-in/code/", {"email": person.email})
    assert client.get(first).status_code == 200


def test_five_wrong_codes_are_enough(client, make):
    person = make(factor=True)
    client.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})
    for _ in range(5):
        client.post("/account/second-factor/", {"code": "000000"})
    answer = client.post("/account/second-factor/", {"code": code_for(person)})
    assert answer.status_code == 200
    assert "Try again in 15 minutes" in answer.content.decode()


def test_a_recovery_code_lets_in_once(make):
    person = make(factor=True)
    code = recovery_code(person)
    assert _second_factor(person, code).status_code == 302
    assert _second_factor(person, code).status_code == 200


@pytest.mark.parametrize(
    "credential", ["", "null", "[]", "{}", '{"id": 5}', "x", "{" * 30_000, '"text"', '{"response": []}']
)
def test_an_answer_that_no_passkey_gives_is_an_error(client, make, credential):
    person = make(factor=True)
    client.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})
    answer = client.post("/account/second-factor/", {"credential": credential})
    assert answer.status_code == 200
    assert "Your device did not answer" in answer.content.decode()
    answer = Client().post("/account/sign-in/passkey/", {"credential": credential})
    assert answer.status_code == 302


def test_an_emailed_code_lets_in_and_asks_for_the_second_factor(client, make):
    person = make(factor=True)
    client.post("/account/sign-in/code/", {"email": person.email})
    notice = told("account.code")[-1]
    assert notice.subject.startswith("Your sign-in code is ")
    answer = client.post("/account/sign-in/code/enter/", {"code": emailed_code()})
    assert answer["Location"] == "/account/second-factor/"


def test_an_emailed_code_lasts_ten_minutes(client, make):
    person = make()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.post("/account/sign-in/code/", {"email": person.email})
        clock.shift(601)
        answer = client.post("/account/sign-in/code/enter/", {"code": emailed_code()})
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session


def test_five_wrong_emailed_codes_end_it(client, make):
    person = make()
    client.post("/account/sign-in/code/", {"email": person.email})
    code = emailed_code()
    for _ in range(5):
        client.post("/account/sign-in/code/enter/", {"code": "111 111" if code != "111 111" else "222 222"})
    client.post("/account/sign-in/code/enter/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_new_code_replaces_the_old_one(client, make):
    person = make()
    client.post("/account/sign-in/code/", {"email": person.email})
    old = emailed_code()
    client.post("/account/sign-in/code/enter/", {"action": "resend"})
    new = emailed_code()
    if old != new:
        client.post("/account/sign-in/code/enter/", {"code": old})
        assert "_auth_user_id" not in client.session
    assert client.post("/account/sign-in/code/enter/", {"code": new})["Location"] == "/home/"


def test_a_new_device_is_told_once_a_day(make):
    person = make()
    sign_in(Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/130.0"), person)
    assert told("account.new_signin") == []
    for _ in range(2):
        sign_in(Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/605"), person)
    (notice,) = told("account.new_signin")
    assert "Safari on iPhone" in notice.text
    assert Device.objects.count() == 2


def test_tries_before_a_sign_in_are_told(client, make):
    person = make()
    sign_in(client, person)
    for _ in range(5):
        Client().post("/account/sign-in/", {"login": person.email, "password": "wrong-wrong-wrong"})
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        sign_in(Client(), person)
    assert "after 5 attempts with a wrong password" in told("account.new_signin")[-1].text


def test_signing_out_is_a_press_of_a_button_and_clears_the_browser(client, make):
    sign_in(client, make())
    assert client.get("/account/sign-out/").status_code == 200
    assert "_auth_user_id" in client.session
    answer = client.post("/account/sign-out/")
    assert answer["Location"] == "/account/signed-out/"
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    page = client.get("/account/signed-out/")
    assert "You are signed out" in page.content.decode()
    assert "Clear-Site-Data" not in page  # a stranger's page could fetch that one


def test_people_cannot_sign_up_without_an_invitation(client):
    for path in ("/account/sign-up/", "/account/sign-up/passkey/"):
        assert client.get(path).status_code == 410
        assert client.post(path, {"email": "a@b.example", "full_name": "A", "password1": PASSWORD}).status_code == 410


def test_a_form_from_elsewhere_is_refused(make):
    make()
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/sign-in/", {"login": "amina@council.example", "password": PASSWORD})
    assert answer.status_code == 403
