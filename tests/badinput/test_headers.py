"""Headers of every class of response, as the portal answers on the web (over HTTPS)."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.scenarios import World

pytestmark = pytest.mark.django_db

ALWAYS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@pytest.fixture(autouse=True)
def _secure(settings):
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True


@pytest.fixture
def visitor(world: World) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def officer(world: World) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies = world.clients["officer"].cookies
    return client


def check(answer, status: int, kind: str) -> None:
    assert answer.status_code == status
    assert {name: answer.get(name) for name in ALWAYS} == ALWAYS
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in answer["Permissions-Policy"]
    assert "Server" not in answer
    assert "X-Powered-By" not in answer
    if kind:
        assert answer["Content-Type"] == kind


HTML = "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {}, 200),
        ("GET", "/account/sign-in/", {}, 200),
        ("GET", "/nowhere/", {}, 404),
        ("GET", "/a%00b/", {}, 404),
        ("GET", "/", {"host": "evil.example"}, 400),
        ("GET", "/", {"host": "testserver:99999"}, 400),
        ("TRACE", "/", {}, 405),
        ("GET", "/cookies/hide/", {}, 405),
        ("POST", "/cookies/hide/", {"sec-fetch-site": "cross-site"}, 403),
        ("GET", "/account/invitation/" + "x" * 43, {}, 410),
    ],
)
def test_pages_and_failures_for_everybody(visitor, method, path, headers, status):
    answer = visitor.generic(method, path, headers=headers, secure=True)
    check(answer, status, HTML)
    assert b"<h1" in answer.content


def test_b49_a_refused_method_names_those_that_work(visitor):
    assert visitor.generic("TRACE", "/", secure=True)["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert visitor.get("/cookies/hide/", secure=True)["Allow"] == "POST"


def test_failure_within_a_view(visitor, monkeypatch):
    def fail(*_args: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr("dsaportal.facts.for_start_page", fail)
    answer = visitor.get("/", secure=True)
    check(answer, 500, HTML)
    assert "a mistake of ours" not in answer.content.decode()


def test_redirects(visitor, officer):
    check(visitor.get("/home/", secure=True), 302, "")
    check(visitor.get("/help", secure=True), 301, "")
    check(visitor.get("/favicon.ico", secure=True), 301, "")


@pytest.mark.parametrize("name", ["home", "agreements:list", "parties:directory", "accounts:details"])
def test_pages_of_people_signed_in_are_stored_nowhere(officer, name):
    answer = officer.get(reverse(name), secure=True)
    check(answer, 200, HTML)
    assert answer["Cache-Control"] == "no-store"
    assert "Cookie" in answer["Vary"]


def test_what_somebody_may_not_see_is_stored_nowhere_either(officer, world):
    for path in ("/agreements/DSA-1999-9999/", "/organisations/no-such-body/people/"):
        answer = officer.get(path, secure=True)
        check(answer, 404, HTML)
        assert answer["Cache-Control"] == "no-store"


def test_json(officer, visitor, world):
    answer = visitor.get("/healthz", secure=True)
    check(answer, 200, "application/json")
    assert answer["Cache-Control"] == "no-store"
    assert "Vary" not in answer
    check(officer.get(reverse("agreements:json", args=[world.agreement.reference, 1]), secure=True), 200, "")


def test_data_of_an_agreement_is_saved_not_shown(officer, world):
    answer = officer.get(reverse("agreements:export", args=[world.agreement.reference]), secure=True)
    check(answer, 200, "application/json")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["Cache-Control"] == "no-store"


def test_a_pdf_runs_nothing(officer, world):
    answer = officer.get(reverse("agreements:pdf", args=[world.agreement.reference, 1]), secure=True)
    check_file(answer, "application/pdf")
    assert b"".join(answer.streaming_content if answer.streaming else [answer.content]).startswith(b"%PDF-1.7")


def test_evidence_is_saved_and_never_shown(world):
    administrator = world.clients["administrator"]
    answer = administrator.get(world.authority.evidence.get_absolute_url(), secure=True)
    check_file(answer, "application/octet-stream", "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment;")
    b"".join(answer.streaming_content if answer.streaming else [answer.content])


def check_file(answer, *kinds: str) -> None:
    assert answer.status_code == 200
    assert {name: answer.get(name) for name in ALWAYS} == ALWAYS
    assert answer["Content-Type"] in kinds
    assert "filename" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    if not answer["Content-Disposition"].startswith("attachment"):
        assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"] or "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["parties:activity_csv"])
def test_tables_are_saved(officer, world, name):
    answer = officer.get(reverse(name, args=[world.home.slug]), secure=True)
    check(answer, 200, "text/csv; charset=utf-8")
    assert answer["Content-Disposition"].startswith("attachment; filename=")


def test_static_files(visitor):
    answer = visitor.get(f"{settings.STATIC_URL}app.css", secure=True)
    check(answer, 200, 'text/css; charset="utf-8"')
    assert "Set-Cookie" not in answer
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert "public" in answer["Cache-Control"]
    b"".join(answer.streaming_content)


def test_signing_out_leaves_nothing_in_the_browser(world):
    client = Client()
    client.force_login(world.people["reader"], backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/account/sign-out/", secure=True)
    check(answer, 302, "")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/home/", secure=True)["Location"].startswith("/account/sign-in/")


def test_a_session_that_ran_out_leaves_nothing_either(world, settings):
    client = Client()
    client.force_login(world.people["reader"], backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/home/", secure=True)
    settings.SESSION_IDLE_SECONDS = 0
    answer = client.get("/home/", secure=True)
    check(answer, 302, "")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'


def test_public_pages_set_no_cookie_and_depend_on_none_for_strangers(visitor):
    for path in ("/help/", "/privacy/", "/accessibility/"):
        answer = visitor.get(path, secure=True)
        check(answer, 200, HTML)
        assert not answer.cookies
