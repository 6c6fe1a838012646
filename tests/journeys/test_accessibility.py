"""Every page, at a narrow and a wide size: nothing for axe-core to find, nothing to scroll sideways for."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import RequestFactory

from foundation import frontdoor
from tests import scenarios
from tests.journeys import routes
from tests.journeys.browser import (
    DESK,
    PHONE,
    Window,
    axe,
    sideways,
    small_targets,
    tab_walk,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("width", [PHONE, DESK])
FAILURES = (400, 403, 404, 405, 409, 410, 413, 415, 429, 500, 503)
# Inside the page's own part, so neither the switcher, nor signing out, nor the cookie message.
FORM = "#main-content form[method=post]"


def look(page: Any) -> list[str]:
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


def _by_person(stops: Iterable[routes.Stop]) -> dict[str, list[routes.Stop]]:
    theirs: dict[str, list[routes.Stop]] = defaultdict(list)
    for stop in stops:
        theirs[stop.who].append(stop)
    return theirs


def _told(wrong: dict[str, list[str]]) -> str:
    return "\n".join(f"{where}: {line}" for where, lines in wrong.items() for line in lines)


def _walk(window: Window, stops: list[routes.Stop], people: dict[str, Any], width: int) -> str:
    """What is wrong, a line for each; two pages with one title are wrong too."""
    wrong: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for who, theirs in _by_person(stops).items():
        with window(width, user=people.get(who)) as page:
            for stop in theirs:
                page.complaints.clear()
                page.goto(stop.address)
                found = look(page)
                known = titles.setdefault(page.title(), stop.name)
                if known != stop.name and {known, stop.name} not in routes.SAME:
                    found.append(f"its title {page.title()!r} is also that of {known}")
                if found:
                    wrong[str(stop)] = found
    return _told(wrong)


@SIZES
def test_pages_for_everybody(window: Window, width: int) -> None:
    world = scenarios.access_world()
    stops = routes.for_everybody(world)
    assert {"start", "help", "account_login"} <= {stop.name for stop in stops}
    assert _walk(window, stops, world.people, width) == ""


@SIZES
def test_pages_for_people_signed_in(window: Window, width: int) -> None:
    world = scenarios.access_world()
    stops = routes.for_people(world)
    assert {"home", "accounts:details", "parties:organisation"} <= {stop.name for stop in stops}
    assert _walk(window, stops, world.people, width) == ""


def test_forms_with_errors(window: Window) -> None:
    """Every form is sent empty; where the answer is a page of errors, it is looked at like any other page."""
    world = scenarios.access_world()
    stops = routes.for_everybody(world) + routes.for_people(world)
    wrong: dict[str, list[str]] = {}
    answered = 0
    for who, theirs in _by_person(stops).items():
        with window(PHONE, user=world.people.get(who)) as page:
            for stop in theirs:
                if stop.name == "styleguide":
                    continue  # shows its errors before anything is sent
                page.complaints.clear()
                page.goto(stop.address)
                if not _send_empty(page):
                    continue
                answered += 1
                if found := look(page) + _look_at_errors(page):
                    wrong[str(stop)] = found
    assert answered
    assert _told(wrong) == ""


def _send_empty(page: Any) -> bool:
    """Empties the boxes of the page's own form and sends it; whether a page of errors came back."""
    boxes = page.locator(f"{FORM} :is(input[type=text], input[type=email], input[type=password], textarea)")
    if boxes.count() == 0:
        return False
    for box in boxes.all():
        if box.is_visible() and box.is_editable():
            box.fill("")
    with page.expect_navigation():
        page.locator(f"{FORM} button:not([type=button])").first.click()
    return bool(page.locator(".govuk-error-summary").count())


def _look_at_errors(page: Any) -> list[str]:
    found = []
    if not page.title().startswith("Error: "):
        found.append(f"the title {page.title()!r} does not say that there is an error")
    if page.evaluate("document.activeElement.className") != "govuk-error-summary":
        found.append("the summary has not the focus")
    for link in page.locator(".govuk-error-summary a").all():
        if page.locator(f"[id='{(link.get_attribute('href') or '#')[1:]}']").count() != 1:
            found.append(f"{link.text_content()!r} leads nowhere")
    return found


@SIZES
def test_failure_pages(window: Window, live_server: Any, width: int) -> None:
    wrong: dict[str, list[str]] = {}
    with window(width) as page:
        for status in FAILURES:
            body = frontdoor.failure(RequestFactory().get("/"), status).content.decode()
            page.goto("/help/")
            page.set_content(body.replace('"/static/', f'"{live_server.url}/static/'))
            if found := look(page):
                wrong[str(status)] = found
    assert _told(wrong) == ""


def test_the_start_page_by_keyboard(window: Window) -> None:
    with window() as page:
        page.goto("/")
        walked = tab_walk(page)
    assert walked[0] == "a Skip to main content"
    assert not [step for step in walked if step.startswith("UNSEEN")]
    assert any(step.endswith("Sign in") for step in walked)
    assert walked.index("a Accessibility") > walked.index("a Help")


def test_everything_is_there_without_script(window: Window) -> None:
    with window(PHONE, script=False) as page:
        page.goto("/")
        assert page.locator(".govuk-service-navigation__list").is_visible()
        assert not page.locator(".govuk-service-navigation__toggle").is_visible()
        page.get_by_role("button", name="Hide cookie message").click()
        assert page.get_by_role("region", name="Cookies").count() == 0


def test_script_improves_what_stands(window: Window) -> None:
    with window(PHONE) as page:
        page.goto("/styleguide/")
        page.get_by_role("button", name="Hide cookie message").click()
        assert page.get_by_role("region", name="Cookies").count() == 0
        assert page.locator("body.js-enabled").count() == 1
        menu = page.get_by_role("button", name="Menu")
        assert menu.get_attribute("aria-expanded") == "false"
        menu.click()
        assert page.locator(".govuk-service-navigation__list").is_visible()
        reveal = page.locator("#id_example-instructions")
        assert not reveal.is_visible()
        page.locator("#id_example-role_1").check()
        assert reveal.is_visible()
        page.locator("#id_example-partner").fill("univ")
        page.get_by_role("option", name="University of Essex").click()
        assert page.locator("select[name=example-partner]").input_value() == "uoe"
        page.reload()
        assert page.get_by_role("region", name="Cookies").count() == 0
        assert page.complaints == []


def test_text_spacing_and_forced_colours_lose_nothing(window: Window) -> None:
    with window(PHONE, forced_colors="active", bypass_csp=True) as page:
        page.goto("/styleguide/")
        page.add_style_tag(
            content="*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
        )
        assert sideways(page) == []


def test_help_stands_at_the_same_place_on_every_page(window: Window) -> None:
    with window() as page:
        places = set()
        for address in ("/", "/help/", "/account/sign-in/", "/status/", "/nothing-here/"):
            page.goto(address)
            places.add(page.evaluate("document.querySelector('.app-footer a').textContent"))
    assert places == {"Help"}
