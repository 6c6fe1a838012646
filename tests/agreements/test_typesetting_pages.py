"""The agreement as a page of the portal: on a desk and on a phone, with a picture for whoever wants one."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from agreements import services
from tests.agreements.everything import crowd, everything
from tests.agreements.scene import AT, set_scene
from tests.factories.people import make_person
from tests.journeys.browser import DESK, PHONE, PICTURES, axe
from tests.shares import LATER

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = {"desk": DESK, "phone": PHONE}


@pytest.fixture
def scene(db):
    return set_scene()


def opened(page, agreement):
    page.goto(reverse("agreements:preview", args=[agreement.reference]))
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_the_text_can_be_read_by_everybody(scene, window, width):
    """C-1, C-6, C-16: the Essex protocol with its tables, its map of flows and the law it names."""
    with window(WIDTHS[width], user=scene.officer) as page:
        opened(page, scene.agreement)
        page.screenshot(path=PICTURES / f"document-essex-{width}.png", full_page=True)
        assert page.complaints == []
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]


def test_on_a_phone_the_list_comes_first_and_the_picture_on_demand(scene, window):
    with window(PHONE, user=scene.officer) as page:
        opened(page, scene.agreement)
        assert not page.locator(".flow-picture .flow-map").is_visible()
        page.get_by_text("Show as a picture").click()
        picture = page.locator(".flow-picture-small .flow-map")
        assert picture.is_visible()
        size = picture.locator("text").first.evaluate("text => text.getBoundingClientRect().height")
        assert size >= 12


def test_on_a_desk_the_picture_stands_above_the_list(scene, window):
    with window(DESK, user=scene.officer) as page:
        opened(page, scene.agreement)
        assert page.locator(".flow-picture .flow-map").is_visible()
        assert not page.get_by_text("Show as a picture").is_visible()
        assert page.get_by_role("img", name="7 data flows between 4 organisations").is_visible()


@pytest.mark.parametrize(
    ("made", "width"),
    [
        ("everything", "phone"),
        ("crowd", "desk"),
        pytest.param("everything", "desk", marks=LATER),
        pytest.param("crowd", "phone", marks=LATER),
    ],
)
def test_the_fullest_and_the_widest_agreement_can_be_read_too(window, made, width):
    """A-2: every table that there is, and a table of thirty-four rows, one of them with a very long name."""
    document = _fullest() if made == "everything" else crowd()
    agreement = services.import_document(document=document, by=None, at=AT)
    reader = make_person("reader@lead.example", agreement.lead, [Role.READER])
    with window(WIDTHS[width], user=reader) as page:
        opened(page, agreement)
        page.screenshot(path=PICTURES / f"document-{made}-{width}.png", full_page=True)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]


def _fullest():
    """Its one party is a body that a directory would take."""
    document, _ = everything(variant=0)
    (party,) = document.parties
    known = {
        "name": "Essex County Council",
        "kind": "local_authority",
        "nation": "england",
        "ico_reference": "Z6034810",
    }
    organisation = party.organisation.model_copy(update=known | {"slug": "essex-county-council"})
    return document.model_copy(
        update={"parties": (party.model_copy(update={"organisation": organisation, "whole_class": False}),)}
    )
