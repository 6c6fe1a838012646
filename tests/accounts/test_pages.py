"""Every page under /account/, walked from the URL conf, is ours: our frame, our words, nothing inline."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, URLResolver

from accounts import urls
from tests.accounts.conftest import PASSWORD, sign_in

pytestmark = pytest.mark.django_db


def _paths(patterns, prefix="/account/"):
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _paths(pattern.url_patterns, where)
        elif isinstance(pattern, URLPattern) and not re.search(r"[<^(]", where):
            yield where


PATHS = sorted(_paths(urls.urlpatterns))


def _check(answer):
    if answer.status_code in {302, 405} or "text/html" not in answer.get("Content-Type", ""):
        return
    borrowed = [t.name for t in answer.templates if "/allauth/templates/" in (t.origin.name if t.origin else "")]
    assert borrowed == []
    page = answer.content.decode()
    assert page.count("<h1") == 1
    assert "⟦missing" not in page
    assert re.search(r"\sstyle=|\son\w+=", page) is None
    inline = [s for s in re.findall(r"<script([^>]*)>", page) if "src=" not in s and "application/json" not in s]
    assert inline == []


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_ours(client, make, path):
    for browser in (Client(), client):
        if browser is client:
            sign_in(client, make())
            client.post("/account/again/password/", {"password": PASSWORD})
        answer = browser.get(path)
        assert answer.status_code < 500
        _check(answer)


def test_the_walk_finds_the_pages():
    assert len(PATHS) > 35


def test_too_many_attempts_look_as_every_other_refusal():
    """allauth asks for a template of this name, and ships one: the portal's own stands with its other refusals."""
    ours = get_template("429.html")
    assert Path(ours.origin.name) == settings.BASE_DIR / "templates" / "429.html"
    assert ours.render() == get_template("errors/429.html").render()
