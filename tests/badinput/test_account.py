"""Rows 52 to 58 and 81, 82, 87 where people sign in, and links in mail that are followed too often or too late."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation
from accounts.roles import Role
from foundation.fields import EMAIL_MESSAGE
from notices.models import Notice
from parties.models import Membership
from parties.services import invitations
from tests.badinput import hostile
from tests.factories.parties import make_ready_organisation
from tests.factories.people import PASSWORD, make_person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hackney():
    return make_ready_organisation("Hackney")


@pytest.fixture
def admin(hackney):
    return make_person("admin1@hackney.example")


def invite(hackney, admin, email="new@hackney.example", at=None):
    return invitations.invite(
        organisation=hackney, email=email, full_name="Noor New", roles=[Role.READER], by=admin,
        at=at or timezone.now(),
    )  # fmt: skip


def link(kind: str, email: str) -> str:
    """The path of the link in the newest message of a kind."""
    text = Notice.objects.filter(kind=kind, email=email).latest("pk").text
    return re.search(r"https?://[^/\s]+(/account/(?:invitation|reset)/\S+)", text).group(1)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("cookie", ["garbage", "x" * 4_096, "../../etc/passwd", "é", "' OR 1=1--", "a" * 32])
def test_b58_a_made_up_session_is_nobodys(client, cookie):
    client.cookies["sid"] = cookie
    answer = client.get("/home/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/")
    assert client.get("/account/sign-in/").status_code == 200


def test_b58_the_key_changes_at_sign_in_and_the_old_one_is_dead(client):
    make_person("ann@council.example")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sid"] = planted = session.session_key
    data = {"login": "ann@council.example", "password": PASSWORD}
    assert client.post("/account/sign-in/", data).status_code == 302
    assert client.session.session_key != planted
    stranger = Client()
    stranger.cookies["sid"] = planted
    assert stranger.get("/home/").status_code == 302
    mine = client.session.session_key
    client.post("/account/sign-out/")
    stranger.cookies["sid"] = mine
    assert stranger.get("/home/").status_code == 302


ADDRESSES = ["a@b.uk\nBcc:x@y.uk", "a@b.uk\r\nBcc:x", '"a b"@x.uk', "a@localhost", "a" * 250 + "@b.uk", "a@b.uk,c@d.uk",
             "a@b..uk", "@b.uk", "a@", "a b@c.uk", "<a@b.uk>", "a@b.uk;c@d.uk", "a@[127.0.0.1]"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_b87_addresses_that_are_none(client, hackney, admin, address):
    for path in ("/account/reset/", "/account/sign-in/code/"):
        page = client.post(path, {"email": address}).content.decode()
        assert EMAIL_MESSAGE in page
    sign_in(client, admin)
    data = {"full_name": "Kim", "email": address, "roles": ["reader"]}
    page = client.post(reverse("parties:invite", args=[hackney.slug]), data).content.decode()
    assert EMAIL_MESSAGE in page
    assert 'value="Kim"' in page
    assert not Invitation.objects.exists()


def test_b87_a_domain_in_another_script_is_understood(client, hackney, admin):
    sign_in(client, admin)
    data = {"full_name": "Kim", "email": "Kim@Пример.рф", "roles": ["reader"]}
    assert client.post(reverse("parties:invite", args=[hackney.slug]), data).status_code == 302
    assert Invitation.objects.get().email == "kim@xn--e1afmkfd.xn--p1ai"


def scan(path: str) -> None:
    """As a mail scanner reads a link: heads, gets, follows, and presses every button it finds."""
    scanner = Client()
    for _again in range(10):
        scanner.head(path)
        answer = scanner.get(path, follow=True)
    for form in hostile.forms(answer.content.decode()):
        data = {name: found.value for name, found in form.fields.items() if found.value}
        scanner.post(form.action or answer.request["PATH_INFO"], data)
    assert not signed_in(scanner)


def test_b81_a_mail_scanner_accepts_no_invitation(client, hackney, admin):
    invite(hackney, admin)
    path = link("account.invite", "new@hackney.example")
    scan(path)
    found = Invitation.objects.get()
    assert (found.accepted_at, found.withdrawn_at, found.replaced_at) == (None, None, None)
    sign_in(client, make_person("new@hackney.example"))
    client.get(path)
    client.post(reverse("parties:accept_invitation"))
    assert Membership.objects.filter(person__email="new@hackney.example", state="active").exists()


def test_b81_a_mail_scanner_resets_no_password(client):
    person = make_person("ann@council.example")
    client.post("/account/reset/", {"email": person.email})
    path = link("account.reset", person.email)
    before = person.password
    scan(path)
    person.refresh_from_db()
    assert person.password == before
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "otter-lantern-quilt"})
    person.refresh_from_db()
    assert person.check_password("otter-lantern-quilt")


@pytest.mark.parametrize("litter", [">", "=3D", ">.", "=20", ")", "%3E"])
def test_b82_what_mail_programs_leave_on_links_is_trimmed(client, hackney, admin, litter):
    invite(hackney, admin)
    path = link("account.invite", "new@hackney.example").rstrip("/")
    assert client.get(f"{path}{litter}/").status_code == 302
    assert client.get(f"{path}{litter}").status_code == 302
    make_person("ann@council.example")
    client.post("/account/reset/", {"email": "ann@council.example"})
    path = link("account.reset", "ann@council.example").rstrip("/")
    assert client.get(f"{path}{litter}/", follow=True).status_code == 200


def test_b82_a_link_used_again_says_that_it_was_used(client, hackney, admin):
    invite(hackney, admin)
    path = link("account.invite", "new@hackney.example")
    sign_in(client, make_person("new@hackney.example"))
    client.get(path)
    client.post(reverse("parties:accept_invitation"))
    answer = client.get(path)
    assert answer.status_code == 410
    assert "The invitation has been accepted" in answer.content.decode()


def test_b82_after_a_newer_one_it_says_so(client, hackney, admin):
    invite(hackney, admin)
    old = link("account.invite", "new@hackney.example")
    invite(hackney, admin)
    answer = client.get(old)
    assert answer.status_code == 410
    assert "A newer invitation was sent" in answer.content.decode()
    assert client.get(link("account.invite", "new@hackney.example")).status_code == 302


def test_b82_too_late_it_says_so(client, hackney, admin):
    invite(hackney, admin, at=timezone.now() - dt.timedelta(days=40))
    answer = client.get(link("account.invite", "new@hackney.example"))
    assert answer.status_code == 410
    assert "The invitation ended on" in answer.content.decode()


def test_b82_with_somebody_else_signed_in_nothing_is_accepted(client, hackney, admin):
    invite(hackney, admin)
    sign_in(client, make_person("other@hackney.example"))
    page = client.get(link("account.invite", "new@hackney.example"), follow=True).content.decode()
    assert "new@hackney.example" in page
    client.post(reverse("parties:accept_invitation"))
    assert not Membership.objects.filter(person__email__in=["other@hackney.example", "new@hackney.example"]).exists()


@pytest.mark.parametrize("token", ["x" * 43, "9" * 200, "a%00" + "b" * 40, "<script>" + "x" * 40, "ü" * 50])
def test_b82_made_up_links_are_answered(client, token):
    assert client.get(f"/account/invitation/{token}/").status_code in (404, 410)


def test_b82_a_reset_link_used_again_and_an_older_one(client):
    person = make_person("ann@council.example")
    client.post("/account/reset/", {"email": person.email})
    old = link("account.reset", person.email)
    form = client.get(old, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "otter-lantern-quilt"})
    answer = Client().get(old)
    assert answer.status_code == 410
    assert "It has been used" in answer.content.decode()


def test_b83_asking_fifty_times_for_a_new_link_mails_once(client, hackney, admin):
    """The one reminder that a person can ask for by pressing a button today; signing's own is sent by the calendar."""
    invite(hackney, admin, at=timezone.now() - dt.timedelta(days=40))
    path = link("account.invite", "new@hackney.example")
    for _again in range(50):
        client.get(path)
        assert client.post(reverse("accounts:invitation_ask")).status_code in (200, 429)
    assert Notice.objects.filter(email=admin.email).count() == 1
