import datetime as dt
import re

import pytest
import time_machine
from django.db import IntegrityError
from django.test import Client

from accounts.models import Invitation, User
from accounts.services import invitations
from accounts.services.invitations import DeadLink, Reason
from foundation.verdicts import Refused
from tests.accounts.conftest import PASSWORD, sign_in, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(make):
    return make("admin@council.example")


@pytest.fixture
def invite(admin, now):
    def invite_one(email="new@council.example", context="organisation:7", at=None):
        return invitations.issue(email=email, full_name="Noor New", by=admin, at=at or now, context=context)

    return invite_one


def link(token: str) -> str:
    return f"/account/invitation/{token}/"


class TestService:
    def test_only_a_digest_is_kept(self, invite):
        invitation, token = invite()
        assert len(token) >= 43  # 256 bits
        assert token not in repr(invitation.__dict__)
        assert re.fullmatch("[0-9a-f]{64}", invitation.digest)
        assert invitation.expires_at - invitation.invited_at == dt.timedelta(days=14)

    def test_a_newer_one_replaces_the_older(self, invite, now):
        _, old = invite()
        _, new = invite("NEW@council.example")
        with pytest.raises(DeadLink) as dead:
            invitations.find(old, now)
        assert dead.value.reason is Reason.REPLACED
        assert invitations.find(new, now).email == "new@council.example"

    def test_another_context_stands_beside_it(self, invite, now):
        _, one = invite()
        _, two = invite(context="organisation:8")
        assert invitations.find(one, now) != invitations.find(two, now)

    def test_the_database_allows_one_open(self, invite, admin, now):
        invite()
        with pytest.raises(IntegrityError):
            Invitation.objects.create(
                email="NEW@council.example",
                context="organisation:7",
                digest="x",
                invited_by=admin,
                invited_at=now,
                expires_at=now + dt.timedelta(days=1),
            )

    def test_it_expires(self, invite, now):
        invitation, token = invite()
        assert invitations.find(token, invitation.expires_at - dt.timedelta(seconds=1))
        with pytest.raises(DeadLink) as dead:
            invitations.find(token, invitation.expires_at)
        assert dead.value.reason is Reason.EXPIRED

    def test_it_is_accepted_once_by_whom_it_was_sent_to(self, invite, make, now):
        invitation, token = invite()
        stranger, person = make("stranger@council.example"), make("new@council.example")
        with pytest.raises(Refused, match="was sent to new@"):
            invitations.accept(invitation=invitation, person=stranger, at=now)
        invitations.accept(invitation=invitation, person=person, at=now)
        with pytest.raises(Refused):
            invitations.accept(invitation=invitation, person=person, at=now)
        with pytest.raises(DeadLink) as dead:
            invitations.find(token, now)
        assert dead.value.reason is Reason.USED

    def test_it_is_withdrawn(self, invite, admin, now):
        invitation, token = invite()
        invitations.withdraw(invitation=invitation, by=admin, at=now)
        invitations.withdraw(invitation=invitation, by=admin, at=now)
        with pytest.raises(DeadLink) as dead:
            invitations.find(token, now)
        assert dead.value.reason is Reason.WITHDRAWN

    @pytest.mark.parametrize("noise", [">", "=3D", ">.", "%3E", ".", ")", "=20", "\n"])
    def test_what_mail_programs_leave_behind_is_trimmed(self, invite, now, noise):
        _, token = invite()
        assert invitations.find(token + noise, now)


class TestPages:
    def test_looking_changes_nothing(self, client, invite):
        invitation, token = invite()
        before = Invitation.objects.filter(pk=invitation.pk).values().get()
        for _ in range(10):
            client.get(link(token), follow=True)
            client.head(link(token))
        assert Invitation.objects.filter(pk=invitation.pk).values().get() == before
        assert User.objects.count() == 1

    def test_the_token_leaves_the_address_bar(self, client, invite):
        _, token = invite()
        answer = client.get(link(token))
        assert answer["Location"] == "/account/invitation/"
        page = client.get("/account/invitation/").content.decode()
        assert "Admin Ali has invited you" in page
        assert token not in page

    def test_a_scanner_that_sends_every_form_makes_no_account(self, invite):
        """It opens the link, follows what it finds and sends each form as it stands."""
        _, token = invite()
        scanner = Client()
        pages = [link(token), "/account/invitation/", "/account/sign-up/", "/account/sign-up/passkey/"]
        for path in pages:
            page = scanner.get(path, follow=True)
            for action, fields in _forms(page.content.decode()):
                scanner.post(action or path, fields)
        assert User.objects.count() == 1
        assert Invitation.objects.get().accepted_at is None
        assert Client().get(link(token)).status_code == 302

    def test_a_new_person_makes_an_account_with_a_password(self, client, invite):
        _, token = invite()
        client.get(link(token))
        page = client.get("/account/sign-up/").content.decode()
        assert "new@council.example" in page
        answer = client.post("/account/sign-up/", {"full_name": "Noor New", "password1": PASSWORD})
        assert answer["Location"] == "/account/invitation/"
        person = User.objects.get(email="new@council.example")
        assert person.full_name == "Noor New"
        assert client.get("/account/invitation/")["Location"] == "/organisations/invitation/"
        assert client.get("/organisations/invitation/").content == b"Offer for new@council.example"
        assert Invitation.objects.get().accepted_at is None

    def test_the_address_cannot_be_another(self, client, invite):
        _, token = invite()
        client.get(link(token))
        form = {"full_name": "Eve", "password1": PASSWORD, "email": "eve@evil.example"}
        client.post("/account/sign-up/", form)
        assert not User.objects.filter(email="eve@evil.example").exists()
        assert User.objects.filter(email="new@council.example").exists()

    @pytest.mark.parametrize(
        ("form", "words"),
        [
            ({}, "Enter your full name"),
            ({"full_name": "\u200b\u200b", "password1": PASSWORD}, "Enter your full name"),
            ({"full_name": "...", "password1": PASSWORD}, "must include letters or numbers"),
            ({"full_name": "Noor", "password1": "short"}, "Password must be 12 characters or more"),
            ({"full_name": "Noor", "password1": "1qaz2wsx3edc"}, "Choose a password that is harder to guess"),
            ({"full_name": "Noor", "password1": "new@council.example"}, "must not be like your name or email address"),
            ({"full_name": "Noor", "password1": "x" * 129}, "128 characters or fewer"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_made(self, client, invite, form, words):
        _, token = invite()
        client.get(link(token))
        answer = client.post("/account/sign-up/", form)
        assert words in answer.content.decode()
        assert not User.objects.filter(email="new@council.example").exists()

    def test_who_has_an_account_signs_in(self, client, invite, make):
        person = make("new@council.example")
        _, token = invite()
        client.get(link(token))
        page = client.get("/account/invitation/").content.decode()
        assert "You already have an account" in page
        assert client.get("/account/sign-up/")["Location"] == "/account/invitation/"
        answer = sign_in(client, person, next="/account/invitation/")
        assert answer["Location"] == "/account/invitation/"
        assert client.get("/account/invitation/")["Location"] == "/organisations/invitation/"

    def test_signed_in_as_somebody_else(self, client, invite, make):
        sign_in(client, make("other@council.example"))
        _, token = invite()
        page = client.get(link(token), follow=True).content.decode()
        assert "This invitation is for another address" in page
        assert "other@council.example" in page
        client.post("/account/invitation/another/")
        assert "has invited you" in client.get("/account/invitation/").content.decode()

    @pytest.mark.parametrize("reason", list(Reason))
    def test_a_dead_link_says_why(self, client, invite, admin, make, now, reason):
        invitation, token = invite()
        if reason is Reason.USED:
            invitations.accept(invitation=invitation, person=make("new@council.example"), at=now)
        elif reason is Reason.WITHDRAWN:
            invitations.withdraw(invitation=invitation, by=admin, at=now)
        elif reason is Reason.REPLACED:
            invite()
        elif reason is Reason.UNKNOWN:
            token = "A" * 43
        when = now + dt.timedelta(days=15 if reason is Reason.EXPIRED else 0)
        with time_machine.travel(when, tick=False):
            answer = client.get(link(token))
        assert answer.status_code == 410
        words = {
            Reason.EXPIRED: "The invitation ended on",
            Reason.USED: "has been accepted",
            Reason.WITHDRAWN: "was withdrawn on",
            Reason.REPLACED: "A newer invitation was sent",
            Reason.UNKNOWN: "We do not know this link",
        }
        page = answer.content.decode()
        assert words[reason] in page
        assert ("Ask for a new invitation" in page) is (reason not in {Reason.USED, Reason.UNKNOWN})

    def test_asking_for_a_new_one_tells_the_inviter_once(self, client, invite, admin, now):
        _, token = invite()
        invite()
        for _ in range(2):
            client.get(link(token))
            answer = client.post("/account/invitation/new/")
            assert answer.status_code == 200
        notices = told("account.changed", admin.email)
        assert [notice.subject for notice in notices] == ["Noor New asks for a new invitation"]
        assert "new@council.example" in notices[0].text

    def test_asking_without_a_dead_link_answers_the_same(self, client):
        assert client.post("/account/invitation/new/").status_code == 200

    @pytest.mark.parametrize("token", ["x", "é" * 30, "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "a" * 5_000])
    def test_nonsense_is_no_link(self, client, token):
        assert client.get(link(token)).status_code in {404, 410}

    def test_an_account_begun_with_a_passkey_and_left_is_taken_up_again(self, client, invite):
        _, token = invite()
        client.get(link(token))
        answer = client.post("/account/sign-up/passkey/", {"full_name": "Noor"})
        assert answer["Location"] == "/account/sign-up/passkey/add/"
        assert client.get("/account/sign-up/passkey/add/").status_code == 200
        later = Client()
        later.get(link(token))
        assert later.get("/account/sign-up/").status_code == 200
        answer = later.post("/account/sign-up/", {"full_name": "Noor New", "password1": PASSWORD})
        assert answer["Location"] == "/account/invitation/"
        assert User.objects.filter(email="new@council.example").count() == 1

    def test_nobody_takes_up_an_account_that_is_in_use(self, invite, make):
        make("new@council.example", password=None, factor=True)
        _, token = invite()
        client = Client()
        client.get(link(token))
        assert client.get("/account/sign-up/").status_code == 302
        client.post("/account/sign-up/", {"full_name": "Thief", "password1": PASSWORD})
        assert not User.objects.get(email="new@council.example").has_usable_password()


def _forms(page: str):
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        action = re.search(r'action="([^"]*)"', form)
        fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
        fields |= {name: "" for name in re.findall(r'<input[^>]*name="([^"]+)"', form) if name not in fields}
        yield (action.group(1) if action else ""), fields
