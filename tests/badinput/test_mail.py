"""Rows 16, 19, 47, 83 and 86: what people type, on its way into other people's mailboxes."""

import email
import email.policy
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from notices import delivery, services
from notices.models import Notice
from tests.badinput import hostile
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_operator, make_person, sign_in
from tests.signing import scene

pytestmark = pytest.mark.django_db

NAMES = {
    "b86 lines": "Kim\r\nBcc: x@evil.example\r\n\r\nbody",
    "b86 feed": "Kim\nSubject: other",
    "b86 odd line ends": "Kim\u2028Bcc: x@evil.example\x0b\x0c\x85y",
    "b86 NUL": "Kim\x00Bcc",
    "b16 script": "<script>alert(1)</script>",
    "b16 picture": '<img src="http://evil.example/x.png">',
    "b19 template": "{{ settings.SECRET_KEY }}{% include 'x' %}",
    "b12 families": "A" + hostile.FAMILY * 110,
    "b11 bidi": "Kim \u202egpj.exe",
    "b17 link": "https://evil.example/",
    "b16 comma": 'Kim, "boss" <x@evil.example>',
    "b20 李": "李 O'Neill-Ścibor",
}


def sent(notice: Notice) -> email.message.EmailMessage:
    """The message as a mail program reads it."""
    raw = delivery.message(notice).message().as_bytes()
    return email.message_from_bytes(raw, policy=email.policy.default)


def invite(client, **data: str) -> Notice:
    home = make_ready_organisation("Hackney")
    sign_in(client, make_person("admin1@hackney.example"))
    data = {"full_name": "Kim", "email": "kim@hackney.example", "roles": "reader"} | data
    body = hostile.body(data)
    address = reverse("parties:invite", args=[home.slug])
    answer = client.post(address, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302, answer.content.decode()
    return Notice.objects.get(email="kim@hackney.example")


HEADERS = {"Content-Type", "MIME-Version", "Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "Reply-To"}


def check(mail: email.message.EmailMessage) -> None:
    assert set(mail.keys()) <= HEADERS
    assert len(mail.keys()) == len(set(mail.keys()))
    assert mail["To"] == "kim@hackney.example"
    assert "Bcc" not in mail
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert "<script" not in html
    assert "<img" not in html
    assert settings.SECRET_KEY not in text + html
    links = set(re.findall(r'href="(https?://[^/"]+)', html))
    assert links <= {settings.SITE_URL}


@pytest.mark.parametrize("what", NAMES)
def test_b86_b16_b19_a_name_stays_a_name(client, what):
    mail = sent(invite(client, full_name=NAMES[what]))
    check(mail)
    if what.startswith("b19"):
        assert "{{ settings.SECRET_KEY }}" in mail.get_body(("plain",)).get_content()
    if what.startswith("b16 script"):
        assert "&lt;script&gt;" in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize("what", NAMES)
def test_b86_b16_b19_the_inviters_name_in_the_subject(client, what):
    boss = make_person("admin1@hackney.example")
    sign_in(client, boss)
    body = hostile.body({"full_name": NAMES[what]})
    client.post(reverse("accounts:change", args=["name"]), body, content_type="application/x-www-form-urlencoded")
    mail = sent(invite(client))
    check(mail)
    assert "\n" not in mail["Subject"]
    assert len(mail["Subject"]) < 300


def test_b86_an_organisations_name_and_an_agreements_title(client, mailoutbox):
    sign_in(client, make_operator())
    data = {"legal_name": "Hackney\r\nBcc: x@evil.example", "kind": "company", "nation": "england"}
    assert client.post(reverse("parties:add"), data).status_code == 302
    staged = scene.set_stage()
    scene.open_round(staged)
    services.deliver(clock=timezone.now)
    assert mailoutbox
    for message in mailoutbox:
        parsed = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
        assert set(parsed.keys()) <= HEADERS | {"List-Unsubscribe"}
        assert len(message.to) == 1
        assert not message.cc + message.bcc


@pytest.mark.parametrize("header", [{"host": "testserver:99999"}, {"x-forwarded-host": "evil.example"}])
def test_b47_b48_links_are_ours_whoever_asked(client, header):
    make_person("ann@council.example")
    client.post("/account/reset/", {"email": "ann@council.example"}, headers=header)
    for notice in Notice.objects.all():
        assert set(re.findall(r"https?://[^/\s]+", notice.text)) == {settings.SITE_URL}


def test_b83_fifty_presses_of_send_again_reach_a_person_a_few_times(client):
    """Each press replaces the link of the one before, so every message that leaves is the newest one."""
    home = make_ready_organisation("Hackney")
    sign_in(client, make_person("admin1@hackney.example"))
    data = {"full_name": "Kim", "email": "kim@hackney.example", "roles": ["reader"]}
    client.post(reverse("parties:invite", args=[home.slug]), data)
    for _press in range(50):
        page = client.get(reverse("parties:people", args=[home.slug])).content.decode()
        again = next(form.action for form in hostile.forms(page) if form.action.endswith("/again/"))
        assert client.post(again).status_code == 302
    assert Notice.objects.filter(email="kim@hackney.example").exclude(state="cancelled").count() <= 2
