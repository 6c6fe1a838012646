"""The people who run the portal: how the first is made, and what they do from the command line."""

import io
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command

from accounts import factors
from accounts.models import User
from accounts.services import operators, people
from foundation.verdicts import Refused
from tests.accounts.conftest import recovery_code, sign_in, told

pytestmark = pytest.mark.django_db


def run(*words: str, **options: object) -> str:
    said = io.StringIO()
    call_command(*words, stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def operator(now):
    return people.register(email="olu@portal.example", full_name="Olu Ade", at=now, is_operator=True)


class TestMaking:
    def test_the_first_operator_of_an_empty_installation_signs_in(self, client):
        said = run("make_operator", "Olu@Portal.example", "--name", "Olu  Ade")
        person = User.objects.get()
        assert (person.email, person.full_name, person.is_operator) == ("olu@portal.example", "Olu Ade", True)
        assert not person.has_usable_password()
        assert not person.is_superuser
        assert "is now an operator, with a new account" in said
        link = re.search(r"https?://[^/\s]+(/account/\S+)", told("account.reset", person.email)[0].text)[1]
        form = client.get(link, follow=True)
        client.post(form.redirect_chain[-1][0], {"password1": "otter-lantern-quilt"})
        assert sign_in(client, person).status_code == 302
        assert client.get("/home/", follow=True).redirect_chain[-1][0].startswith("/account/second-factor/")

    def test_again_changes_nothing_and_says_so(self):
        run("make_operator", "olu@portal.example", "--name", "Olu Ade")
        said = run("make_operator", "OLU@portal.example", "--name", "Somebody Else")
        assert "Olu Ade (olu@portal.example) was an operator already" in said
        assert User.objects.count() == 1
        assert User.objects.get().history.count() == 1

    def test_whoever_has_an_account_keeps_it(self, make):
        person = make(factor=True)
        password = person.password
        assert "had an account and is now an operator" in run("make_operator", person.email)
        person.refresh_from_db()
        assert person.is_operator
        assert person.password == password
        assert told("account.reset") == []

    @pytest.mark.parametrize("words", [["nobody"], ["a@b.example"], ["a@b.example", "--name", " "]])
    def test_what_makes_no_person(self, words):
        with pytest.raises(CommandError, match="Enter"):
            run("make_operator", *words)
        assert not User.objects.exists()

    def test_a_closed_account_is_not_opened_by_it(self, make, operator, now):
        person = people.deactivate(person=make(), by=operator, at=now)
        with pytest.raises(CommandError, match="is closed"):
            run("make_operator", person.email)
        assert not User.objects.get(pk=person.pk).is_operator

    @pytest.mark.parametrize("words", [[], ["--noinput"], ["--email", "a@b.example"]])
    def test_django_s_own_command_names_ours(self, words):
        with pytest.raises(CommandError, match=r"use manage\.py make_operator EMAIL --name NAME"):
            run("createsuperuser", *words)
        assert not User.objects.exists()


class TestClosing:
    def test_only_operators_close_and_reopen(self, make, operator, now):
        person, stranger = make(), make("sam@council.example")
        closed = people.deactivate(person=make("gone@council.example"), by=operator, at=now)
        gone = people.deactivate(
            person=people.register(email="x@portal.example", full_name="X", at=now, is_operator=True),
            by=operator,
            at=now,
        )
        for by in (stranger, gone):
            with pytest.raises(Refused, match="Only the people who run this portal"):
                people.deactivate(person=person, by=by, at=now)
            with pytest.raises(Refused, match="Only the people who run this portal"):
                people.reactivate(person=closed, by=by, at=now)
        with pytest.raises(Refused, match="your own account"):
            people.deactivate(person=operator, by=operator, at=now)

    def test_by_command_and_back(self, make, operator):
        person = make()
        assert "is closed" in run("close_account", person.email.upper())
        person.refresh_from_db()
        assert (person.is_active, person.left_by) == (False, operator)
        with pytest.raises(CommandError, match="already left"):
            run("close_account", person.email)
        assert "can sign in again" in run("close_account", person.email, "--reopen")
        person.refresh_from_db()
        assert person.is_active

    def test_an_operator_who_comes_back_is_one_no_more(self, operator, now):
        other = people.register(email="x@portal.example", full_name="X", at=now, is_operator=True)
        run("close_account", other.email, by=operator.email)
        run("close_account", other.email, "--reopen")
        assert not User.objects.get(pk=other.pk).is_operator

    def test_the_record_names_who_asked(self, make, operator, now):
        person = make()
        with pytest.raises(CommandError, match="Nobody has an account"):
            run("close_account", "unknown@council.example")
        with pytest.raises(CommandError, match="Only the people who run"):
            run("close_account", operator.email, "--by", person.email)
        second = people.register(email="x@portal.example", full_name="X", at=now, is_operator=True)
        with pytest.raises(CommandError, match="--by EMAIL"):
            run("close_account", person.email)
        run("close_account", person.email, "--by", second.email)
        assert User.objects.get(pk=person.pk).left_by == second

    def test_without_an_operator_there_is_nobody_to_ask(self, make):
        with pytest.raises(CommandError, match="make_operator"):
            run("close_account", make().email)


class TestLostFactors:
    def test_they_go_with_codes_and_sessions_and_the_person_is_told(self, client, make, operator):
        person = make(factor=True, role="signatory")
        recovery_code(person)
        sign_in(client, person)
        assert client.get("/account/").status_code == 200
        assert "The second factor is gone" in run("reset_second_factor", person.email)
        assert not Authenticator.objects.filter(user=person).exists()
        assert not UserSession.objects.filter(user=person).exists()
        assert client.get("/account/").status_code == 302
        notice = told("account.changed", person.email)[-1]
        assert "Olu Ade, who runs this service, removed your second factor" in notice.text
        assert "If this was not you" in notice.text
        assert factors.is_needed_by(person)
        assert sign_in(client, person).status_code == 302
        assert client.get("/home/", follow=True).redirect_chain[-1][0].startswith("/account/second-factor/")

    def test_only_an_operator_and_never_their_own(self, make, operator, now):
        person = make(factor=True)
        for by in (make("sam@council.example"), person):
            with pytest.raises(Refused, match="Only the people who run this portal"):
                operators.remove_factors(person=person, by=by, at=now)
        with pytest.raises(Refused, match="Another operator"):
            operators.remove_factors(person=operator, by=operator, at=now)
        assert factors.has_one(person)

    def test_nothing_to_remove_is_said(self, make, operator):
        with pytest.raises(CommandError, match="has no second factor"):
            run("reset_second_factor", make().email)
        assert told() == []
