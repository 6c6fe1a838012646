"""Information pages and failure pages: what they say, and that they stand when other things fall."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse

from dsaportal.views import pages
from foundation import frontdoor

INFORMATION = ("help", "accessibility", "privacy", "cookies", "terms", "security")


@contextmanager
def no_database() -> Iterator[None]:
    def refuse(*_args: Any, **_options: Any) -> None:
        raise OperationalError("the database is away")

    with mock.patch("django.db.backends.utils.CursorWrapper.execute", refuse):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("name", INFORMATION)
def test_information_asks_the_database_nothing(client: Client, django_assert_num_queries: Any, name: str) -> None:
    with django_assert_num_queries(0):
        answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert "⟦missing" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*INFORMATION, "start", "status"])
def test_pages_stand_without_a_database(client: Client, name: str) -> None:
    with no_database():
        answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert "<h1" in answer.content.decode()


@pytest.mark.django_db
def test_the_status_page_says_when_the_database_is_away(client: Client) -> None:
    assert "Everything is working." in client.get(reverse("status")).content.decode()
    with no_database():
        assert "There is a problem" in client.get(reverse("status")).content.decode()


@pytest.mark.django_db
def test_the_start_page_has_facts_only_when_there_are_any(client: Client) -> None:
    assert "app-facts" not in client.get(reverse("start")).content.decode()
    fact = pages.facts.Fact("464", "organisations")
    with mock.patch("dsaportal.facts.for_start_page", return_value=[fact]):
        page = client.get(reverse("start")).content.decode()
    assert "464" in page
    assert "organisations" in page


@pytest.mark.django_db
@pytest.mark.parametrize("slug", [slug for slug, _title, _line in pages.HELP_TOPICS])
def test_every_help_topic_has_its_page(client: Client, slug: str) -> None:
    answer = client.get(reverse("help_topic", kwargs={"slug": slug}))
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.django_db
def test_an_unknown_help_topic_is_not_found(client: Client) -> None:
    answer = client.get("/help/nothing-of-the-kind/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


@pytest.mark.django_db
def test_the_cookie_message_stays_away_once_hidden(client: Client) -> None:
    assert "data-app-cookies" in client.get(reverse("help")).content.decode()
    answer = client.post(reverse("hide_cookie_notice"), {"next": "/help/"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    assert "data-app-cookies" not in client.get(reverse("help")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", ""])
def test_hiding_the_cookie_message_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    assert client.post(reverse("hide_cookie_notice"), {"next": elsewhere})["Location"] == "/"


@pytest.mark.django_db
def test_the_cookie_page_names_every_cookie_we_set(client: Client, settings: Any) -> None:
    page = client.get(reverse("cookies")).content.decode()
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages", pages.COOKIE_NOTICE):
        assert re.search(rf">\s*{re.escape(name)}\s*<", page)
    assert "data-app-cookies" not in page


@pytest.mark.django_db
def test_reading_public_pages_sets_no_cookie(client: Client) -> None:
    for name in INFORMATION:
        client.get(reverse(name))
    assert not client.cookies


@pytest.mark.django_db
def test_security_txt(client: Client, settings: Any) -> None:
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"].startswith("text/plain")
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == f"mailto:{settings.OPERATOR_EMAIL}"
    assert fields["Policy"].startswith(settings.SITE_URL)
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", fields["Expires"])


@pytest.mark.django_db
def test_titles_name_the_page_then_the_service(client: Client, settings: Any) -> None:
    assert f"<title>Help – {settings.SERVICE_NAME}</title>" in client.get(reverse("help")).content.decode()


@pytest.mark.django_db
def test_extending_a_session_needs_one(client: Client) -> None:
    assert client.get(reverse("extend_session")).status_code == 403


WORDS = {
    400: ("There is a problem with that request", "Go back and try again. If you pasted a web address, check it"),
    403: ("You cannot do this", "administrator of your organisation"),
    404: ("Page not found", "check you copied the entire address"),
    405: ("There is a problem with that request", "Go back and try again."),
    409: ("Someone else changed this while you were working", "your text is still there"),
    410: ("This link no longer works", "used, replaced or withdrawn"),
    413: ("That is too large to save in one go", "Use your browser’s back button – your text is still there."),
    415: ("There is a problem with that request", "Go back and try again."),
    429: ("Too many attempts", "Wait 15 minutes"),
    500: ("Sorry, there is a problem with the service", "Try again later."),
    503: ("Sorry, the service is unavailable", "What you had saved is safe."),
}


@pytest.mark.parametrize("status", WORDS)
def test_failure_pages_say_what_was_agreed(status: int) -> None:
    request = RequestFactory().get("/")
    request.META["PORTAL_REQUEST_ID"] = "abc123def456"
    with no_database():
        page = frontdoor.failure(request, status).content.decode()
    heading, body = WORDS[status]
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in page
    assert f"<title>{heading} – " in page
    assert body in page
    assert "⟦missing" not in page
    assert "abc123def456" in page
    shown = page[page.index("<main") :].replace("abc123def456", "")
    assert str(status) not in shown
    assert ("sorry" in shown.lower()) is (status in (500, 503))


def test_the_last_page_stands_even_without_templates() -> None:
    with mock.patch("foundation.frontdoor.failure", side_effect=RuntimeError):
        answer = pages.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Sorry, there is a problem with the service" in answer.content.decode()


def test_a_body_that_is_too_large_has_its_own_page() -> None:
    assert pages.bad_request(RequestFactory().post("/"), RequestDataTooBig()).status_code == 413
    assert pages.bad_request(RequestFactory().post("/"), ValueError()).status_code == 400


@pytest.mark.django_db
def test_a_stale_form_says_so(client: Client) -> None:
    answer = pages.csrf_failure(RequestFactory().post("/"), "CSRF token missing")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Your page was open too long" in page
    assert "Go back and try again" in page
    assert "CSRF" not in page


def test_a_refusal_gives_its_reason() -> None:
    request = RequestFactory().get("/")
    page = frontdoor.failure(request, 403, reason="Only the lead organisation can do this.").content.decode()
    assert "Only the lead organisation can do this." in page
