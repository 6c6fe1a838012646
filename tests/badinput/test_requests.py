"""Rows 2 and 43 to 57: requests that no browser of ours would send, to real pages."""

import logging
import re
from pathlib import Path
from unittest import mock

import pytest
from django import forms
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from dsaportal.reference.pages import routes
from notices.models import Notice
from parties.models import Membership
from tests.badinput import hostile
from tests.factories.parties import make_organisation, make_ready_organisation
from tests.factories.people import make_person, sign_in
from tests.shares import dealt, shares

pytestmark = pytest.mark.django_db

ROOT = Path(settings.BASE_DIR)
FORM = "application/x-www-form-urlencoded"
WITH_PARTS = [path for _name, path in routes() if "<" in path and "(?P" not in path]
NOTHING = ("9" * 20, "9" * 5_000, "a%00b", "%2e%2e", "%ff%fe", "..%2f..%2fetc", "٣")
STALE = "Your page was open too long"
PROBLEM = "There is a problem with that request"


@pytest.fixture
def person(client):
    somebody = make_person("ann@council.example", make_ready_organisation("Hackney"))
    sign_in(client, somebody)
    return somebody


@shares(4)
@pytest.mark.parametrize("part", NOTHING)
def test_b2_b44_addresses_of_nothing_are_not_found(world, part, share):
    answers = {}
    for pattern in dealt(WITH_PARTS, share + NOTHING.index(part), 4):
        address = re.sub(r"<[^>]+>", part, pattern)
        answers[pattern] = world.clients["administrator"].get(address).status_code
    assert set(answers.values()) <= {302, 404, 405, 410}, answers
    # Sign-in pages that lead on, and addresses that take a POST only, say so whatever they are asked for.
    assert all("organisation/" in path or "passkeys/" in path for path, code in answers.items() if code == 302), answers


@pytest.mark.parametrize("page", ["abc", "-1", "0", "1" + "0" * 21, "９", "1.5", "%00", "", "2,3", "99"])
def test_b45_a_page_that_is_not_there_is_the_first(client, person, page):
    for number in range(30):
        make_organisation(f"Body {number:02}")
    first = client.get(reverse("parties:directory"))
    answer = client.get(f"{reverse('parties:directory')}?page={page}")
    assert answer.status_code == 200
    names = [re.findall(r"Body \d\d", one.content.decode()) for one in (first, answer)]
    assert names[0] == names[1] != []


@pytest.mark.parametrize("host", ["evil.example", "testserver:99999", "testserver.", "testserver:@evil", "a b", "[::1"])
def test_b46_b47_a_foreign_host_gets_nothing(client, host):
    answer = client.get("/account/reset/", headers={"host": host})
    assert answer.status_code == 400
    assert PROBLEM in answer.content.decode()
    client.post("/account/reset/", {"email": "ann@council.example"}, headers={"host": host})
    assert not Notice.objects.filter(email="ann@council.example").exists()


@pytest.mark.parametrize("header", ["x-forwarded-host", "x-host", "forwarded", "x-original-url", "x-forwarded-port"])
def test_b48_links_in_mail_start_with_our_address(client, header):
    make_person("ann@council.example")
    client.post("/account/reset/", {"email": "ann@council.example"}, headers={header: "evil.example"})
    text = Notice.objects.get(email="ann@council.example").text
    assert "evil" not in text
    assert set(re.findall(r"https?://[^/\s]+", text)) == {settings.SITE_URL}


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "FOO"])
@pytest.mark.parametrize("path", ["/", "/account/sign-in/", "/nowhere/", "/healthz"])
def test_b49_methods_that_nobody_needs(client, method, path):
    answer = client.generic(method, path, headers={"x-mark": "reflected?"})
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert PROBLEM in answer.content.decode()
    assert "reflected?" not in answer.content.decode()


@pytest.mark.parametrize("name", ["hide_cookie_notice", "accounts:invitation_ask", "parties:switch"])
def test_b49_a_page_that_only_takes_a_post_says_so_in_words(client, person, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert PROBLEM in answer.content.decode()
    assert answer.headers.get("Content-Length", str(len(answer.content))) == str(len(answer.content))
    assert client.head(reverse(name)).content == b""


@pytest.mark.parametrize("token", ["", "wrong", "x" * 64])
def test_b50_without_a_good_token_the_text_is_kept(person, token):
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, person)
    typed = "Head of <b>Everything</b>, & more\nand a second line"
    data = {"job_title": typed, "password": "otter-lantern", "csrfmiddlewaretoken": token}
    answer = strict.post(reverse("accounts:change", args=["job-title"]), data)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert STALE in page
    assert "Go back and try again" in page
    assert "Head of &lt;b&gt;Everything&lt;/b&gt;, &amp; more<br>and a second line" in page
    assert "otter-lantern" not in page
    person.refresh_from_db()
    assert person.job_title == ""


def test_b50_signed_out_nothing_is_repeated(db):
    answer = Client(enforce_csrf_checks=True).post("/account/sign-in/", {"login": "planted words", "password": "x"})
    assert answer.status_code == 403
    assert STALE in answer.content.decode()
    assert "planted words" not in answer.content.decode()


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_b51_a_form_on_another_site(person, headers):
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, person)
    address = reverse("accounts:change", args=["job-title"])
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', strict.get(address).content.decode()).group(1)
    data = {"job_title": "Chosen elsewhere", "csrfmiddlewaretoken": token}
    assert strict.post(address, data, headers=headers).status_code == 403
    person.refresh_from_db()
    assert person.job_title == ""
    assert strict.post(address, data).status_code == 302


@pytest.mark.parametrize("then", ["//evil", "https:evil", "https://evil.example/", "javascript:alert(1)", "\\evil"])
def test_b52_sign_in_never_leads_off_the_site(client, then):
    make_person("ann@council.example")
    data = {"login": "ann@council.example", "password": "correct-horse-battery", "next": then}
    answer = client.post("/account/sign-in/", data)
    assert answer.status_code == 302
    assert answer["Location"] == "/home/"


def test_b53_a_question_answered_twice(client):
    make_person("ann@council.example")
    twice = "login=eve@evil.example&login=ann@council.example&password=correct-horse-battery"
    answer = client.post("/account/sign-in/", twice, content_type=FORM)
    assert answer.status_code == 400
    assert PROBLEM in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_b53_yes_and_no_in_one_decision(client, person):
    member = Membership.objects.get(person=person)
    address = reverse("parties:leave", args=[member.organisation.slug, member.pk])
    assert client.post(address, "go=yes&go=no", content_type=FORM).status_code == 400
    member.refresh_from_db()
    assert member.state == "active"


def test_b53_every_question_with_several_answers_is_known():
    """The front door refuses every other name that comes twice."""
    many = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    ours = [form for form in _all(forms.Form) if (ROOT / form.__module__.split(".")[0]).is_dir()]
    names = {name for form in ours for name, field in form.base_fields.items() if isinstance(field, many)}
    assert len(ours) > 30
    assert names == settings.MANY_VALUED_FIELDS


def _all(kind):
    for one in kind.__subclasses__():
        yield one
        yield from _all(one)


@pytest.mark.parametrize("extra", ["state", "is_staff", "is_operator", "frozen_at", "signed_at", "organisation", "pk"])
def test_b43_fields_that_nobody_asked_for_change_nothing(client, person, caplog, extra):
    with caplog.at_level(logging.WARNING, "foundation.frontdoor"):
        client.post(reverse("accounts:change", args=["job-title"]), {"job_title": "Clerk", extra: "1"})
    before = {field.name: getattr(person, field.attname) for field in person._meta.concrete_fields}
    person.refresh_from_db()
    after = {field.name: getattr(person, field.attname) for field in person._meta.concrete_fields}
    assert {name for name in after if after[name] != before[name]} <= {"job_title", "last_login"}
    assert ("probing" in caplog.text) is (extra in {"is_staff", "is_operator", "frozen_at", "signed_at"})


def test_b54_more_fields_and_files_than_any_page_has(client, person):
    many = "&".join(f"f{number}=1" for number in range(1_001))
    answer = client.post(reverse("notices:preferences"), many, content_type=FORM)
    assert answer.status_code == 400
    assert PROBLEM in answer.content.decode()
    boundary = "x"
    part = '--x\r\nContent-Disposition: form-data; name="file{0}"; filename="{0}.txt"\r\n\r\nhello\r\n'
    six = "".join(part.format(number) for number in range(6)) + "--x--\r\n"
    answer = client.post("/account/details/job-title/", six, content_type=f"multipart/form-data; boundary={boundary}")
    assert answer.status_code == 400


def test_b54_no_page_of_ours_comes_near_the_limit(world):
    for name in ("notices:preferences", "parties:add", "styleguide"):
        page = world.clients["operator"].get(reverse(name)).content.decode()
        assert all(len(form.fields) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS / 5 for form in hostile.forms(page))


def test_b55_three_megabytes_of_text(client, person):
    typed = "x" * 3_000_000
    address = reverse("accounts:change", args=["job-title"])
    for answer in (client.post(address, f"job_title={typed}", content_type=FORM), client.post(address, {"x": typed})):
        page = answer.content.decode()
        assert answer.status_code == 413
        assert "That is too large to save in one go" in page
        assert "your text is still there" in page


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (f"{FORM}; charset=utf-7", 415),
        (f"{FORM}; charset=bogus", 415),
        ("multipart/form-data", 400),
        ("multipart/form-data; boundary=" + "é" * 300, 400),
        ("multipart/form-data; boundary=x; charset=utf-7", 415),
    ],
)
def test_b57_bodies_in_another_encoding(client, person, kind, status):
    address = reverse("accounts:change", args=["job-title"])
    answer = client.generic("POST", address, b"job_title=+ADw-b+AD4-", content_type=kind)
    assert answer.status_code == status
    person.refresh_from_db()
    assert person.job_title == ""


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "text/xml", ""])
def test_b57_bodies_that_are_no_form(client, person, kind):
    answer = client.generic("POST", reverse("accounts:confirm"), b'{"code": "123456"}', content_type=kind)
    assert answer.status_code in (200, 422)


def _away(*_args, **_options):
    raise OperationalError("the database is away")


def test_a_signed_in_browser_still_reads_public_pages_without_a_database(client, person):
    client.get("/home/")
    with mock.patch("django.db.backends.utils.CursorWrapper.execute", _away):
        for path in ("/", "/help/", "/help/signing/", "/privacy/", "/status/", "/.well-known/security.txt", "/healthz"):
            assert client.get(path).status_code == 200, path
        for path in ("/home/", "/agreements/", "/organisations/"):
            answer = client.get(path)
            assert answer.status_code == 503, path
            assert "the service is unavailable" in answer.content.decode()
        assert client.get("/organisations/", headers={"host": "evil.example"}).status_code == 400
        assert client.delete("/").status_code == 405
    assert client.get("/home/").status_code == 200


def test_a_health_check_looks_at_nobody(client, person, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert answer.status_code == 200
    assert "Cookie" not in answer.headers.get("Vary", "")
