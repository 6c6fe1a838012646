"""Signing on a telephone, in a real browser: from the link in the mail to the receipt, and the pages round it."""

import datetime as dt

import pytest
from django.utils import timezone

from signing import tasks
from signing.models import Signature
from tests.journeys import browser
from tests.signing import entry, scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TELEPHONE = 390


@pytest.fixture
def asked(settings, tmp_path, transactional_db) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - dt.timedelta(minutes=30)
    staged = scene.set_stage(at)
    scene.open_round(staged, at + scene.MINUTE, timezone.localdate() + dt.timedelta(days=10))
    return staged


def fine(page, name: str) -> None:
    """Nothing that axe finds, nothing that makes a telephone scroll sideways, nothing refused; and a picture."""
    browser.picture(page, f"signing-{name}")
    assert browser.axe(page) == []
    assert browser.sideways(page) == []
    assert page.complaints == []


def test_signing_on_a_telephone(window, asked):
    person = asked.second
    start = f"/agreements/{asked.agreement.reference}/sign/"
    entry.equip(person)
    with window(width=TELEPHONE, user=person) as page:
        page.goto(start)
        fine(page, "1-landing")
        page.get_by_role("button", name="Start").click()
        page.wait_for_url("**/sign/before/")
        assert page.get_by_label("Your rank").input_value() == "Superintendent"
        fine(page, "2-before")
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/sign/read/")
        fine(page, "2-read")
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/sign/decision/")
        page.get_by_label("Sign it").check()
        fine(page, "2-decision")
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/sign/declare/")
        page.get_by_role("button", name="Continue to sign").click()
        fine(page, "3-declare-mistakes")
        assert "Tick both boxes to sign" in page.inner_text(".govuk-error-summary")
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.get_by_label("Your full name").fill("Siân Llewellyn")
        assert page.get_by_label("Your rank").input_value() == "Superintendent"
        fine(page, "4-declare")
        page.get_by_role("button", name="Continue to sign").click()
        page.wait_for_url("**/account/confirm/**")
        fine(page, "5-confirm-it-is-you")
        page.get_by_label("6-digit code").fill(entry.code_for(person))
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/sign/confirm/")
        fine(page, "6-sign-now")
        page.get_by_role("button", name="Sign agreement").dblclick()
        page.wait_for_url("**/sign/done/police/")
        fine(page, "7-done")
        page.go_back()
        page.goto(start)
        page.wait_for_url("**/sign/done/police/")
    assert Signature.objects.count() == 1


def test_the_lead_watches_and_takes_the_signed_pdf_home(window, asked, monkeypatch):
    monkeypatch.setattr("foundation.jobs.ring", lambda task, **facts: None)  # every message to the worker is lost
    at = timezone.now() - dt.timedelta(minutes=20)
    scene.sign(asked, asked.first, at)
    entry.equip(asked.officer)
    page_address = f"/agreements/{asked.agreement.reference}/sign/progress/"
    with window(width=TELEPHONE, user=asked.officer) as page:
        page.goto(page_address)
        fine(page, "8-progress")
        scene.sign(asked, asked.second, at + scene.MINUTE)
        page.goto(f"/agreements/{asked.agreement.reference}/sign/v1/pdf/")
        fine(page, "9-sealing")
        tasks.sweep()
        page.goto(page_address)
        fine(page, "10-complete")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the signed PDF").click()
        assert download.value.suggested_filename == f"{asked.agreement.reference}-v1-signed.pdf"
        page.goto("/reviews/")
        fine(page, "12-reviews")


def test_sending_for_signature_without_script(window, settings, tmp_path, transactional_db):
    settings.MEDIA_ROOT = tmp_path
    staged = scene.set_stage(timezone.now() - dt.timedelta(minutes=30))
    entry.equip(staged.officer)
    day = timezone.localdate() + dt.timedelta(days=10)
    with window(width=TELEPHONE, user=staged.officer, script=False) as page:
        page.goto(f"/agreements/{staged.agreement.reference}/")
        page.get_by_role("button", name="Send for signature").click()
        browser.picture(page, "signing-11-ask")
        page.get_by_label("Day").fill(str(day.day))
        page.get_by_label("Month").fill(str(day.month))
        page.get_by_label("Year").fill(str(day.year))
        page.get_by_role("button", name="Continue").click()
        browser.picture(page, "signing-12-check")
        page.get_by_role("button", name="Send for signature").click()
        assert "0 of 2 signed" in page.inner_text("main")
        page.goto(f"/agreements/{staged.agreement.reference}/sign/")
        browser.picture(page, "signing-13-not-asked")
        assert "You have not been asked to sign this agreement." in page.inner_text("main")
