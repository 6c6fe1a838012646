"""Rows of the bad-input list that never reach a view; each test names its row."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory

from foundation import frontdoor


def ask(method: str = "GET", path: str = "/", **meta: str) -> HttpResponse:
    door = frontdoor.FrontDoor(lambda request: HttpResponse(request.META["QUERY_STRING"]))
    return door(RequestFactory().generic(method, path, **meta))


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "FOO"])
def test_b49_methods_nobody_needs(method):
    answer = ask(method)
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]


@pytest.mark.parametrize("host", ["testserver:99999", "testserver.", "ours:@evil", "ours:0", "a b", "ours:", "[::1"])
def test_b46_b47_hosts_that_would_poison_a_link(host):
    assert ask(HTTP_HOST=host).status_code == 400


@pytest.mark.parametrize("host", ["testserver", "testserver:8000", "127.0.0.1:8000", "Agreements.Example.GOV.UK"])
def test_ordinary_hosts_pass(host):
    assert ask(HTTP_HOST=host).status_code == 200


def test_b1_a_nul_in_a_query_is_dropped():
    assert ask(path="/?q=ab%00cd").content == b"q=abcd"


def test_b2_a_nul_in_a_path_is_not_found():
    assert ask(path="/agreements/a%00b/").status_code == 404


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_b51_a_post_from_another_site(site):
    assert ask("POST", HTTP_SEC_FETCH_SITE=site).status_code == 403


def test_b55_a_body_over_one_megabyte():
    answer = ask("POST", CONTENT_TYPE="application/x-www-form-urlencoded", CONTENT_LENGTH=str(3_000_000))
    assert answer.status_code == 413
    assert "your text is still there" in answer.content.decode()


@pytest.mark.parametrize("charset", ["utf-7", "bogus", "utf-16"])
def test_b57_other_encodings(charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert ask("POST", CONTENT_TYPE=kind).status_code == 415


def test_b57_multipart_without_a_boundary():
    assert ask("POST", CONTENT_TYPE="multipart/form-data").status_code == 400


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "https:evil",
        "https://evil.example/",
        "javascript:alert(1)",
        "\\\\evil",
        "/\\evil",
        "",
        None,
        "/a\r\nb",
    ],
)
def test_b52_only_paths_on_this_site_are_followed(target):
    assert frontdoor.safe_path(target, "/home/") == "/home/"


def test_b52_a_path_of_ours_is_followed():
    assert frontdoor.safe_path("/agreements/?q=1", "/home/") == "/agreements/?q=1"


@pytest.mark.django_db
def test_b48_forwarded_hosts_are_ignored(client: Client):
    answer = client.get("/", headers={"x-forwarded-host": "evil.example"})
    assert b"evil.example" not in answer.content
    assert settings.USE_X_FORWARDED_HOST is False


@pytest.mark.django_db
def test_headers_of_a_page(client: Client):
    answer = client.get("/help/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer["Permissions-Policy"]
