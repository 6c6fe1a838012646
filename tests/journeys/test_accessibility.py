"""Every page, at a narrow and a wide size: nothing for axe-core to find, nothing to scroll sideways for."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from foundation import frontdoor
from tests.journeys import routes
from tests.journeys.browser import (
    DESK,
    PHONE,
    Window,
    axe,
    chromium,  # noqa: F401 - a fixture
    sideways,
    small_targets,
    tab_walk,
    window,  # noqa: F401 - a fixture
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("width", [PHONE, DESK])
FAILURES = (400, 403, 404, 405, 409, 410, 413, 415, 429, 500, 503)


def _look(page: Any) -> list[str]:
    """What is wrong with the page that is open."""
    headings = page.locator("h1").count()
    skip = page.evaluate("document.querySelector('a, button, input')?.className ?? ''")
    return [
        *axe(page),
        *(f"sideways: {line}" for line in sideways(page)),
        *(f"small target: {line}" for line in small_targets(page)),
        *([] if headings == 1 else [f"{headings} main headings"]),
        *([] if "govuk-skip-link" in skip else ["the skip link is not the first thing to reach"]),
        *(f"refused by the browser: {line}" for line in page.complaints),
    ]


def _addresses() -> dict[str, str]:
    """The pages that answer a signed-out person, by name."""
    client = Client()
    found = {}
    for name in routes.names_without_values():
        answer = client.get(reverse(name))
        if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
            found[name] = reverse(name)
    return found | {str(stop): reverse(stop.name, kwargs=stop.kwargs) for stop in routes.PUBLIC}


@SIZES
def test_pages_for_everybody(window: Window, width: int) -> None:  # noqa: F811
    titles: dict[str, str] = {}
    wrong: dict[str, list[str]] = {}
    with window(width) as page:
        for name, address in _addresses().items():
            page.goto(address)
            if found := _look(page):
                wrong[name] = found
            title = page.title()
            if title in titles:
                wrong.setdefault(name, []).append(f"the title {title!r} is also that of {titles[title]}")
            titles[title] = name
    assert "start" in titles.values()
    assert not wrong


@SIZES
def test_failure_pages(window: Window, live_server: Any, width: int) -> None:  # noqa: F811
    wrong: dict[int, list[str]] = {}
    with window(width) as page:
        for status in FAILURES:
            body = frontdoor.failure(RequestFactory().get("/"), status).content.decode()
            page.goto("/help/")
            page.set_content(body.replace('"/static/', f'"{live_server.url}/static/'))
            if found := _look(page):
                wrong[status] = found
    assert not wrong


@SIZES
@pytest.mark.parametrize("stop", routes.SIGNED_IN, ids=str)
def test_pages_for_people_signed_in(window: Window, width: int, stop: routes.Stop) -> None:  # noqa: F811
    world = stop.world()
    with window(width, user=world.get("user")) as page:
        page.goto(reverse(stop.name, kwargs=stop.kwargs | world.get("kwargs", {})))
        assert not _look(page)


def test_the_start_page_by_keyboard(window: Window) -> None:  # noqa: F811
    with window() as page:
        page.goto("/")
        walked = tab_walk(page)
    assert walked[0] == "a Skip to main content"
    assert not [step for step in walked if step.startswith("UNSEEN")]
    assert any(step.endswith("Sign in") for step in walked)
    assert walked.index("a Accessibility") > walked.index("a Help")


def test_everything_is_there_without_script(window: Window) -> None:  # noqa: F811
    with window(PHONE, script=False) as page:
        page.goto("/")
        assert page.locator(".govuk-service-navigation__list").is_visible()
        assert not page.locator(".govuk-service-navigation__toggle").is_visible()
        page.get_by_role("button", name="Hide cookie message").click()
        assert page.get_by_role("region", name="Cookies").count() == 0


def test_text_spacing_and_forced_colours_lose_nothing(window: Window) -> None:  # noqa: F811
    with window(PHONE, forced_colors="active", bypass_csp=True) as page:
        page.goto("/styleguide/")
        page.add_style_tag(
            content="*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
        )
        assert sideways(page) == []


def test_help_stands_at_the_same_place_on_every_page(window: Window) -> None:  # noqa: F811
    with window() as page:
        places = set()
        for address in _addresses().values():
            page.goto(address)
            places.add(page.evaluate("document.querySelector('.app-footer a').textContent"))
    assert places == {"Help"}
