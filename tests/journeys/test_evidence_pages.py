"""Signing for several bodies and what is there to see of it afterwards, in a real browser, narrow and wide."""

import datetime as dt

import pytest
from django.utils import timezone

from signing import tasks_acts
from signing.services import heads
from tests.journeys import browser
from tests.signing import entry, scene, several

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def asked(settings, tmp_path, transactional_db, monkeypatch) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - dt.timedelta(minutes=30)
    staged = several.set_stage(monkeypatch, at)
    several.open_round(staged, at, timezone.localdate(at) + dt.timedelta(days=10))
    return staged


def fine(page, name: str) -> None:
    for width in (browser.PHONE, browser.DESK):
        browser.resize(page, width)
        browser.picture(page, f"evidence-{name}-{width}")
        assert browser.sideways(page) == []
    assert browser.axe(page) == []
    assert page.complaints == []


def test_several_bodies_their_evidence_and_a_dispute(window, asked):
    place = f"/agreements/{asked.agreement.reference}"
    watcher = several.reviewer(asked.harlow)
    for person in (asked.second, watcher):
        entry.equip(person)
    with window(user=asked.second) as page:
        for step in ("", "bodies/", "declare/", "others/"):
            page.goto(f"{place}/sign/{step}")
            fine(page, step.strip("/") or "landing")
    at = timezone.now() - dt.timedelta(minutes=5)
    scene.sign(asked, asked.second, at)
    with window(user=watcher) as page:
        page.goto(f"{place}/sign/object/harlow/")
        fine(page, "object")
        page.get_by_label("Why was it wrong to sign for you?").fill("Nobody asked us.")
        page.get_by_role("button", name="Object to this signature").click()
        page.wait_for_url("**/evidence/")
        assert "Disputed" in page.inner_text("main")
        fine(page, "proofs")
        page.get_by_role("button", name="Put the evidence together").click()
        tasks_acts.bundle(asked.agreement.pk)
        page.goto(f"{place}/evidence/")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the evidence bundle (zip)").click()
        assert download.value.suggested_filename == f"{asked.agreement.reference}-evidence.zip"
    heads.publish(link="/verify/chain/", at=timezone.now())
    with window() as page:
        page.goto("/verify/chain/")
        fine(page, "heads")
