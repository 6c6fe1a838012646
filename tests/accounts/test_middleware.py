import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import NEEDS_SECOND_FACTOR, Role
from tests.accounts.conftest import sign_in

pytestmark = pytest.mark.django_db


def test_an_hour_without_use_ends_the_session(client, make):
    person = make()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, person)
        clock.shift(3_595)
        assert client.get("/home/").status_code == 200
        clock.shift(3_600)
        answer = client.get("/home/?page=2")
        assert answer["Location"] == "/account/signed-out/?why=timeout&next=%2Fhome%2F%3Fpage%3D2"
        assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
        page = client.get(answer["Location"]).content.decode()
        assert "You were signed out" in page
        assert "/account/sign-in/?next=/home/%3Fpage%3D2" in page
        assert client.get("/account/").status_code == 302


def test_twelve_hours_end_a_session_in_use(client, make):
    person = make()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, person)
        for _ in range(23):
            clock.shift(1_800)
            assert client.get("/home/").status_code == 200
        clock.shift(1_799)
        assert client.get("/home/").status_code == 200
        clock.shift(1)
        assert client.get("/home/")["Location"].startswith("/account/signed-out/?why=timeout")


def test_what_a_form_would_have_done_is_not_where_one_returns_to(client, make):
    person = make()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, person)
        clock.shift(3_700)
        assert client.post("/home/")["Location"] == "/account/signed-out/?why=timeout"


def test_a_page_writes_at_most_once_a_minute(client, make, django_assert_num_queries):
    person = make()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, person)
        clock.shift(59)
        with django_assert_num_queries(4):  # the session, the person, their factors and teams
            client.get("/home/")
        clock.shift(1)
        with django_assert_num_queries(4 + 1 + 3):  # when it was seen; the session, in a savepoint
            client.get("/home/")


def test_signed_in_by_other_means_the_clock_starts_at_the_first_page(client, make):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.force_login(make())
        client.get("/home/")
        clock.shift(3_600)
        assert client.get("/home/").status_code == 302


@pytest.mark.parametrize("role", list(Role))
def test_roles_that_act_need_a_second_factor(client, make, role):
    person = make(role=role)
    sign_in(client, person)
    answer = client.get("/home/?a=1")
    if role not in NEEDS_SECOND_FACTOR:
        assert answer.status_code == 200
        return
    assert answer["Location"] == "/account/second-factor/needed/?next=%2Fhome%2F%3Fa%3D1"
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert client.post("/sign/a1/")["Location"] == "/account/second-factor/needed/"
    for path in ("/account/", "/account/security/", "/help/", "/account/sign-out/"):
        assert client.get(path).status_code == 200


def test_an_operator_needs_one_too(client, make):
    person = make()
    User.objects.get(pk=person.pk)
    person.is_operator = True
    person.save()
    sign_in(client, person)
    assert client.get("/home/").status_code == 302


def test_with_a_factor_nothing_stands_in_the_way(client, make):
    sign_in(client, make(factor=True, role="signatory"))
    assert client.get("/home/").status_code == 200
    assert client.get("/account/second-factor/needed/?next=//evil.example")["Location"] == "/home/"


def test_groups_that_are_no_teams_say_nothing(client, make):
    from django.contrib.auth.models import Group

    person = make()
    person.groups.add(Group.objects.create(name="signatory"), Group.objects.create(name="x:team:7:signatory"))
    sign_in(client, person)
    assert client.get("/home/").status_code == 200


def test_where_from_is_noted_as_far_as_it_is_known(client, make, settings):
    from allauth.usersessions.models import UserSession

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, make())
        clock.shift(61)
        client.get("/home/", headers={"x-forwarded-for": "6.6.6.6, 192.0.2.7"})
        assert UserSession.objects.get().ip == "192.0.2.7"
        clock.shift(61)
        client.get("/home/", REMOTE_ADDR="")
        assert UserSession.objects.get().ip == "192.0.2.7"


def test_an_old_id_is_dead_after_signing_out(client, make):
    sign_in(client, make())
    old = client.session.session_key
    client.post("/account/sign-out/")
    thief = Client()
    thief.cookies["sid"] = old
    assert thief.get("/account/").status_code == 302


def test_a_changed_password_ends_the_other_sessions(make):
    person = make()
    here, there = Client(), Client()
    sign_in(here, person)
    sign_in(there, person)
    here.post("/account/again/password/", {"password": "otter-lantern-quilt"})
    answer = here.post("/account/password/", {"oldpassword": "otter-lantern-quilt", "password1": "marble-canoe-seven"})
    assert answer["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_signing_out_everywhere_else(make):
    person = make()
    here, there = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (Macintosh; Intel Mac OS X) Safari/605")
    sign_in(here, person)
    sign_in(there, person)
    page = here.get("/account/sessions/").content.decode()
    assert "Safari on Mac" in page
    assert here.post("/account/sessions/").status_code == 302
    assert here.get("/account/sessions/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert "only here" in here.get("/account/sessions/").content.decode()


def test_time_moves_on_by_calendar_not_by_luck(client, make):
    """Summer time ends at night: an hour is an hour."""
    start = dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        sign_in(client, make())
        clock.shift(3_599)
        assert client.get("/home/").status_code == 200
