"""Every page: nothing for axe-core to find, nothing to scroll sideways for.

By turns narrow and wide; the other share of the corpus has each page in the other width, and the other forms.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.test import RequestFactory

from foundation import frontdoor
from tests import scenarios
from tests.journeys import routes
from tests.journeys.browser import DESK, PHONE, Window, axe, resize, sideways, small_targets, tab_walk
from tests.shares import dealt, shares

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (PHONE, DESK)
PARTS = 4
"""Each part of the walk takes every fourth page, so that several processes share it."""
FAILURES = (400, 403, 404, 405, 409, 410, 413, 415, 429, 500, 503)
# Inside the page's own part, so neither the switcher, nor signing out, nor the cookie message.
FORM = "#main-content form[method=post]"
# Shows its errors before anything is sent; asks the device for a passkey instead of sending.
NOT_SENT = {"styleguide", "mfa_add_webauthn"}
# Sent empty they do what they are for, and other pages have nothing to ask about it afterwards.
ENDS = {"drafting:close_thread"}
BOXES = f"{FORM} :is(input[type=text], input[type=email], input[type=password], textarea)"


def look(page: Any, *widths: int) -> list[str]:
    """What is wrong with the page that is open, in these widths; it is loaded once."""
    wrong = []
    for width in widths:
        resize(page, width)
        wrong += [f"at {width}: {line}" for line in _seen(page)]
    return wrong


def _seen(page: Any) -> list[str]:
    headings, skip = page.evaluate(
        "[document.querySelectorAll('h1').length, document.querySelector('a, button, input')?.className ?? '']"
    )
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


@shares(len(WIDTHS))
@pytest.mark.parametrize("names", [slice(part, None, PARTS) for part in range(PARTS)], ids=range(PARTS))
def test_every_page_and_every_form_sent_empty(window: Window, names: slice, share: int) -> None:
    world = scenarios.access_world()
    stops = routes.for_everybody(world, names) + routes.for_people(world, names)
    wrong: dict[str, list[str]] = {}
    forms = [stop for page, stop in _visits(window, world.people, stops, share) if _look_at(page, stop, wrong)]
    # Afterwards, because what they change must not stand in the way.
    forms = sorted(dealt(forms, share, len(WIDTHS)), key=lambda stop: stop.name in ENDS)
    answered = [stop for page, stop in _visits(window, world.people, forms, 0) if _send_empty(page, stop, wrong)]
    assert stops
    assert answered
    assert _told(wrong) == ""


def _visits(
    window: Window, people: dict[str, Any], stops: list[routes.Stop], turn: int
) -> Iterator[tuple[Any, routes.Stop]]:
    """Each page, open; one browser window for each kind of person. Narrow and wide by turns."""
    for who, theirs in _by_person(stops).items():
        with window(PHONE, user=people.get(who)) as page:
            for number, stop in enumerate(theirs):
                resize(page, WIDTHS[(number + turn) % len(WIDTHS)])
                page.complaints.clear()
                page.goto(stop.address)
                yield page, stop


def _look_at(page: Any, stop: routes.Stop, wrong: dict[str, list[str]]) -> bool:
    """Looks at the page as it is; whether it has a form with boxes of its own."""
    if found := look(page, page.viewport_size["width"]):
        wrong[str(stop)] = found
    has_boxes: bool = page.evaluate("(boxes) => document.querySelector(boxes) !== null", BOXES)
    return has_boxes and stop.name not in NOT_SENT


def _send_empty(page: Any, stop: routes.Stop, wrong: dict[str, list[str]]) -> bool:
    """Empties the boxes, sends the form and looks at the page of errors; whether one came back."""
    for box in page.locator(BOXES).all():
        if box.is_visible() and box.is_editable():
            box.fill("")
    with page.expect_navigation():
        page.locator(f"{FORM} button:not([type=button])").first.click()
    if not page.locator(".govuk-error-summary").count():
        return False
    if found := look(page, PHONE) + _look_at_errors(page):
        wrong[f"{stop}, sent empty"] = found
    return True


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


def test_failure_pages(window: Window, live_server: Any) -> None:
    wrong: dict[str, list[str]] = {}
    with window(DESK) as page:
        for status in FAILURES:
            body = frontdoor.failure(RequestFactory().get("/"), status).content.decode()
            page.goto("/help/")
            page.set_content(body.replace('"/static/', f'"{live_server.url}/static/'))
            if found := look(page, DESK, PHONE):
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
