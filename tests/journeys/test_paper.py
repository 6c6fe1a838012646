"""A party signs with a pen: the photo is brought, looked at, turned, handed in, and checked by a second person (E-36).

The pictures of the guide come from here: ``GUIDE_PICTURES=1 .venv/bin/pytest tests/journeys/test_paper.py``.
"""

import datetime as dt
import os

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from signing.choices import RequestState
from tests.journeys import browser
from tests.signing import paper_scene as desk
from tests.signing import scene as stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOLDER = browser.ROOT / "docs" / "guide" / "pictures" if os.environ.get("GUIDE_PICTURES") else browser.PICTURES


@pytest.fixture
def scene(settings, tmp_path) -> stage.Scene:
    settings.MEDIA_ROOT = tmp_path / "files"
    now = timezone.now()
    scene = stage.set_stage(now - dt.timedelta(hours=1))
    stage.open_round(scene, now, sign_by=timezone.localdate(now) + dt.timedelta(days=14))
    return scene


def usable(page: Page, name: str) -> None:
    """At both widths: nothing that axe finds, nothing sideways, nothing too small to press; and a picture of it."""
    for width in (browser.PHONE, browser.DESK):
        browser.resize(page, width)
        assert browser.axe(page) == []
        assert browser.sideways(page) == []
        assert browser.small_targets(page) == []
        FOLDER.mkdir(parents=True, exist_ok=True)
        suffix = "" if width == browser.DESK else f"-{width}"
        page.screenshot(path=FOLDER / f"paper-{name}{suffix}.png", full_page=True)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_a_photo_becomes_a_signature_when_a_second_person_has_checked_it(scene, window):
    second = desk.checker(scene)
    reference = scene.agreement.reference
    today = timezone.localdate()
    with window(user=scene.officer) as page:
        page.goto(f"/agreements/{reference}/sign/paper/")
        page.get_by_role("link", name="Essex Police").click()
        usable(page, "one")
        page.get_by_role("button", name="Bring a scan").click()
        page.get_by_role("button", name="Continue").click()
        assert page.title().startswith("Error: ")
        usable(page, "upload")
        page.set_input_files("input[type=file]", {"name": "x.png", "mimeType": "image/png", "buffer": desk.sheet()})
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("heading", name="Is this the right file?").wait_for()
        page.get_by_role("button", name="Turn it clockwise").click()
        usable(page, "look")
        page.get_by_role("button", name="This is the right one").click()
        page.get_by_label("Name written there").fill("Siân Llewellyn")
        page.get_by_label("Rank written there").fill("Superintendent")
        page.get_by_label("Job title written there").fill("Borough Commander")
        for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
            page.get_by_label(part).fill(str(value))
        page.get_by_label("Who keeps the original, and where").fill("Legal services, County Hall")
        usable(page, "written")
        page.get_by_role("button", name="Hand it in").click()
        page.get_by_text("It counts when a second person has checked it. We have asked them.").wait_for()
        usable(page, "waiting")
    with window(user=second) as page:
        page.goto(f"/agreements/{reference}/sign/paper/Signature-police/check/")
        usable(page, "check")
        for group in page.get_by_role("group").all():
            group.get_by_label("Yes").check()
        page.get_by_role("button", name="Finish the check").click()
        page.get_by_text("The signature of Essex Police counts now.").wait_for()
        usable(page, "done")
    assert desk.request_of_partner(scene).state == RequestState.SIGNED


def test_an_agreement_from_before_the_portal_is_recorded_and_speaks_for_itself(settings, tmp_path, window):
    settings.MEDIA_ROOT = tmp_path / "files"
    scene = stage.set_stage(timezone.now() - dt.timedelta(hours=1))
    with window(user=scene.officer) as page:
        page.goto(f"/agreements/{scene.agreement.reference}/signed-elsewhere/")
        usable(page, "elsewhere-record")
        file = {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": desk.scanned(2)}
        page.set_input_files("input[type=file]", file)
        for part, value in (("Day", "3"), ("Month", "3"), ("Year", "2021")):
            page.get_by_label(part).fill(value)
        page.get_by_role("button", name="Record it as signed").click()
        page.get_by_text("Signed outside this portal on 3 March 2021.").wait_for()
        usable(page, "elsewhere-recorded")
