import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.test import Client

from accounts import demo, devices, factors
from accounts.models import User
from accounts.services import demo as demo_people
from accounts.services import invitations, people
from foundation.verdicts import Refused
from tests.accounts.conftest import sign_in, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(now):
    """Whoever runs the portal."""
    return people.register(email="olu@portal.example", full_name="Olu Ade", at=now, is_operator=True)


class TestLeaving:
    def test_everything_is_shut_at_once_and_the_record_stays(self, make, admin, now):
        person = make(factor=True, role="signatory")
        browsers = [Client(), Client()]
        for browser in browsers:
            browser.force_login(person)
            assert browser.get("/account/").status_code == 200
        _, token = invitations.issue(email=person.email, full_name="", by=admin, at=now)
        people.deactivate(person=person, by=admin, at=now)
        person.refresh_from_db()
        assert not person.is_active
        assert (person.left_at, person.left_by) == (now, admin)
        assert not person.groups.exists()
        assert not person.has_usable_password()
        assert not UserSession.objects.filter(user=person).exists()
        assert Authenticator.objects.filter(user=person).exists()
        assert all(browser.get("/account/").status_code == 302 for browser in browsers)
        with pytest.raises(invitations.DeadLink):
            invitations.find(token, now)
        assert person.history.first().history_user == admin

    def test_nothing_lets_a_leaver_in(self, client, make, admin, now):
        person = make()
        people.deactivate(person=person, by=admin, at=now)
        assert "not right" in sign_in(client, person).content.decode()
        client.post("/account/sign-in/code/", {"email": person.email})
        assert told("account.code") == []

    def test_it_happens_whole_or_not_at_all(self, make, admin, now, monkeypatch):
        person = make(role="reader")
        monkeypatch.setattr(people, "end_sessions", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            people.deactivate(person=person, by=admin, at=now)
        person.refresh_from_db()
        assert person.is_active
        assert person.groups.exists()

    def test_twice_is_refused(self, make, admin, now):
        person = make()
        people.deactivate(person=person, by=admin, at=now)
        with pytest.raises(Refused, match="already left"):
            people.deactivate(person=person, by=admin, at=now)

    def test_coming_back_brings_no_password_and_no_places(self, client, make, admin, now):
        person = make(role="signatory")
        people.deactivate(person=person, by=admin, at=now)
        with pytest.raises(Refused, match="has not left"):
            people.reactivate(person=admin, by=admin, at=now)
        people.reactivate(person=person, by=admin, at=now)
        person.refresh_from_db()
        assert person.is_active
        assert person.left_at is None
        assert not person.groups.exists()
        assert "_auth_user_id" not in client.session
        assert sign_in(client, person).status_code == 200
        assert told("account.changed", person.email)[-1].subject == "You can sign in again"


class TestDetails:
    def test_only_ones_own(self, make, admin, now):
        with pytest.raises(Refused):
            people.change_details(person=admin, by=make(), at=now, full_name="X")

    def test_only_details(self, make, now):
        person = make()
        with pytest.raises(LookupError):
            people.change_details(person=person, by=person, at=now, is_operator="1")

    def test_nothing_changed_leaves_no_trace(self, make, now):
        person = make()
        before = person.history.count()
        people.change_details(person=person, by=person, at=now, full_name=person.full_name)
        assert person.history.count() == before


class TestDevices:
    @pytest.mark.parametrize(
        ("agent", "label"),
        [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131 Safari/537 Edg/131.0",
                "Edge on Windows",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537 Chrome/131 Safari/537", "Chrome on Linux"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) CriOS/131 Mobile Safari/604", "Chrome on iPhone"),
            ("Mozilla/5.0 (Linux; Android 15) Firefox/133", "Firefox on Android"),
            ("", "A browser on an unknown device"),
            ("<script>alert(1)</script>", "A browser on an unknown device"),
        ],
    )
    def test_labels(self, agent, label):
        assert devices.label(agent) == label

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("10.1.2.3", "10.1.200.9", True),
            ("10.1.2.3", "10.2.2.3", False),
            ("2001:db8::1", "2001:db8:9::1", True),
            ("x", "", True),
        ],
    )
    def test_a_neighbourhood_is_one_place(self, one, other, same):
        assert (devices.digest("a", one) == devices.digest("a", other)) is same


class TestFactors:
    def test_roles_come_from_team_names(self, make):
        person = make()
        assert not factors.is_needed_by(person)
        person.groups.add(Group.objects.create(name="team:12:reader"))
        assert not factors.is_needed_by(person)
        person.groups.add(Group.objects.create(name="team:13:ig_officer"))
        assert factors.is_needed_by(person)


class TestDemo:
    @pytest.fixture(autouse=True)
    def _on(self, settings):
        settings.EMBEDDED = settings.DEMO = True

    def test_a_demo_person_signs_in_with_the_code_shown(self, client, now):
        person = demo_people.make(email="ig@essex.example", full_name="Iris Green", at=now)
        client.post("/account/sign-in/", {"login": person.email, "password": demo_people.PASSWORD})
        answer = client.post("/account/second-factor/", {"code": demo.current_code(person, now)})
        assert answer["Location"] == "/home/"

    def test_making_again_changes_nothing(self, now):
        one = demo_people.make(email="ig@essex.example", full_name="Iris Green", at=now)
        two = demo_people.make(email="ig@essex.example", full_name="Iris Green", at=now)
        assert one == two
        assert Authenticator.objects.count() == 1
        assert demo.secret_for("IG@essex.example") == demo.secret_for("ig@essex.example")

    def test_the_page_lists_people_codes_and_roles(self, client, now):
        person = demo_people.make(email="ig@essex.example", full_name="Iris Green", at=now)
        person.groups.add(Group.objects.create(name="team:1:ig_officer"))
        page = client.get("/dev/people/").content.decode()
        code = demo.current_code(person, now)
        assert "Iris Green" in page
        assert "Information governance officer" in page
        assert f"{code[:3]} {code[3:]}" in page or dt.datetime.now(dt.UTC).second % 30 < 2

    def test_without_demo_there_is_no_page_and_no_code(self, client, settings, make, now):
        person = demo_people.make(email="ig@essex.example", full_name="Iris Green", at=now)
        assert demo.current_code(make(factor=True), now) == ""
        for embedded, wanted in ((True, False), (False, True)):
            settings.EMBEDDED, settings.DEMO = embedded, wanted
            assert client.get("/dev/people/").status_code == 404
            assert demo.current_code(person, now) == ""
            with pytest.raises(Refused):
                demo_people.make(email="x@essex.example", full_name="X", at=now)

    def test_a_real_person_never_becomes_a_demo_person(self, make, now):
        make("real@essex.example")
        with pytest.raises(Refused):
            demo_people.make(email="real@essex.example", full_name="X", at=now)
        assert not User.objects.get(email="real@essex.example").is_demo
