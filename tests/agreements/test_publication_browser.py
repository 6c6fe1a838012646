"""The page that makes the PDF for publication, on a desk and on a phone."""

import pytest
from django.urls import reverse

from agreements import services
from tests.agreements.scene import AT, set_scene
from tests.journeys.browser import DESK, PHONE, PICTURES, axe

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = {"desk": DESK, "phone": PHONE}


@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_say_what_is_left_out(window, width, monkeypatch):
    monkeypatch.setattr("foundation.jobs.ring", lambda task, **facts: None)  # the worker is late
    scene = set_scene()
    version = services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    with window(WIDTHS[width], user=scene.officer, script=False) as page:
        page.goto(version.get_absolute_url())
        page.get_by_role("link", name="PDF for publication").click()
        page.screenshot(path=PICTURES / f"publication-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width]
        page.locator(f"input[name='{version.document.sections[1].key}']").fill("Not while the pilot runs.")
        page.get_by_role("button", name="Make the PDF").click()
        assert page.get_by_role("status").get_by_text("The PDF is being made.").is_visible()
        page.screenshot(path=PICTURES / f"publication-waiting-{width}.png", full_page=True)
    with window(WIDTHS[width], user=scene.officer) as page:
        page.goto(reverse("agreements:publication", args=[version.agreement.reference, version.number]))
        assert page.complaints == []
        assert axe(page) == []
