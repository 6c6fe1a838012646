"""What a narrow screen once broke: measured in a real browser."""

from typing import Any

import pytest

from accounts.roles import Role
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_person
from tests.journeys.browser import PHONE, Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_DROPPED = """() => [...document.querySelectorAll(".govuk-radios__label, .govuk-checkboxes__label")]
    .filter((label) => label.checkVisibility())
    .map((label) => [label, label.parentElement.querySelector("input")])
    .filter(([label, box]) => label.getBoundingClientRect().top >= box.getBoundingClientRect().bottom)
    .map(([label]) => label.textContent.trim())"""
_HIDDEN = """() => [...document.querySelectorAll(".app-scroll")]
    .filter((region) => region.scrollWidth > region.clientWidth + 1)
    .map((region) => region.getAttribute("aria-label"))"""


@pytest.fixture
def place() -> tuple[Any, Any]:
    organisation = make_ready_organisation("Essex County Council")
    return organisation, make_person(
        "an.administrator.with.a.long.name@essex.example", organisation, [Role.ADMINISTRATOR]
    )


def test_a_choice_stands_beside_its_box(window: Window, place: tuple[Any, Any]) -> None:
    organisation, person = place
    with window(PHONE, user=person) as page:
        for path in ("people/invite/", "change/law/"):
            page.goto(f"/organisations/{organisation.slug}/{path}")
            assert page.locator(".govuk-checkboxes__label").count() > 1
            assert page.evaluate(_DROPPED) == []


def test_people_fit_on_a_phone(window: Window, place: tuple[Any, Any]) -> None:
    organisation, person = place
    with window(PHONE, user=person) as page:
        page.goto(f"/organisations/{organisation.slug}/people/")
        assert page.get_by_role("rowheader").count() > 1  # still a table for whoever listens to it
        assert page.evaluate(_HIDDEN) == []
