"""One real browser for all journeys, and the questions that every page must answer.

``tests/conftest.py`` makes the fixtures ``chromium`` and ``window`` known to every test.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.factories import people

# Playwright's synchronous interface runs an event loop; the tests' own ORM calls are still alone in their thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "test-results" / "pictures"
PHONE, DESK, HEIGHT = 320, 1280, 900
# The first draws no window, which takes half of the processor's time.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

Window = Callable[..., AbstractContextManager[Page]]


def executable() -> str | None:
    """The installed Chromium; None lets Playwright use its own."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(),
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser, live_server: Any) -> Window:
    """``with window(width=320, user=ada, script=False) as page``; refusals are in ``page.complaints``."""

    @contextmanager
    def opened(width: int = DESK, *, user: Any = None, script: bool = True, **options: Any) -> Iterator[Page]:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=script,
            locale="en-GB",
            timezone_id="Europe/London",
            **options,
        )
        if user is not None:
            sign_in(context, live_server.url, user)
        page = context.new_page()
        page.complaints = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
        page.on(
            "console",
            lambda line: page.complaints.append(line.text) if _is_refusal(line.text) else None,  # type: ignore[attr-defined]
        )
        try:
            yield page
        finally:
            context.close()

    return opened


def _is_refusal(text: str) -> bool:
    return "Content Security Policy" in text or "Content-Security-Policy" in text


def prove(client: Client, person: Any) -> None:
    """Sign somebody in whose password and factor have just been proved, to us and to allauth."""
    people.sign_in(client, person, fresh=True)
    request = HttpRequest()
    request.session, request.user = client.session, person
    record_authentication(request, person, method="mfa", type="totp", reauthenticated=True)
    request.session.save()


def sign_in(context: BrowserContext, url: str, user: Any) -> None:
    """Give the browser a session of ``user``, as if both factors had been proved a moment ago."""
    client = Client()
    prove(client, user)
    morsel = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": morsel.key, "value": morsel.value, "url": url}])


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def axe(page: Page) -> list[str]:
    """Everything axe-core finds, with all of its rules, as one line each: rule, impact, element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())  # a script element would be refused by the Content-Security-Policy
        page.add_init_script(_axe())  # the pages after this one have it from the beginning
    # Only what is wrong crosses over to Python: what passed is a hundred times as much.
    violations = page.evaluate(
        """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
          ({id, impact, nodes}) => ({id, impact, nodes: nodes.map(
            ({target, failureSummary}) => ({target: target[0], summary: failureSummary ?? ""}))}))"""
    )
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']} {node['summary'][:160]!r}"
        for violation in violations
        for node in violation["nodes"]
    ]


def resize(page: Page, width: int) -> None:
    """Another width for the page that is open, once it has been laid out anew."""
    if page.viewport_size == {"width": width, "height": HEIGHT}:
        return
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.evaluate("() => new Promise(requestAnimationFrame)")


def sideways(page: Page) -> list[str]:
    """Elements that make the page scroll sideways; scroll regions of their own do not count."""
    return list(
        page.evaluate(
            """() => {
              const wide = document.documentElement.scrollWidth > window.innerWidth;
              if (!wide) return [];
              return [...document.body.querySelectorAll("*")]
                .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest(".app-scroll"))
                .map((e) => e.tagName + "." + e.className).slice(0, 5).concat(["scrollWidth " +
                  document.documentElement.scrollWidth]);
            }"""
        )
    )


def small_targets(page: Page) -> list[str]:
    """Buttons, fields and links of lists smaller than 24 by 24 pixels; links inside sentences may be."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll("button, input:not([type=hidden]), select, summary, nav a, li > a")]
              .filter((e) => e.checkVisibility() && !e.closest("p, .govuk-list, .govuk-error-summary"))
              .filter((e) => !e.matches(".govuk-skip-link, .govuk-radios__input, .govuk-checkboxes__input"))
              .map((e) => [e, e.getBoundingClientRect()])
              .filter(([e, box]) => box.width && (box.width < 24 || box.height < 23.5))
              .map(([e, box]) => `${e.tagName} ${e.textContent.trim().slice(0, 30)} ${box.width}x${box.height}`)"""
        )
    )


def tab_walk(page: Page, limit: int = 80) -> list[str]:
    """What the Tab key reaches, in order; ends when the focus leaves the page or ``limit`` is reached."""
    walked: list[str] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body) return null;
              const look = getComputedStyle(e);
              const seen = look.outlineStyle !== "none" || look.boxShadow !== "none";
              const name = (e.textContent || e.getAttribute("aria-label") || e.name || e.id).trim().slice(0, 40);
              return (seen ? "" : "UNSEEN ") + e.tagName.toLowerCase() + " " + name;
            }"""
        )
        if here is None:
            break
        walked.append(here)
    return walked


def picture(page: Page, name: str, *, whole: bool = True) -> Path:
    """A screenshot, kept as an artifact of the run."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    return path
