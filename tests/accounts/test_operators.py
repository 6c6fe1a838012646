"""The people who run the portal: how the first is made, and what they do from the command line."""

import io

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
