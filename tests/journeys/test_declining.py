"""Not signing, on a telephone, in a real browser: a request that is passed on, and one that is declined.

The pictures of the guide come from here: ``GUIDE_PICTURES=1 .venv/bin/pytest tests/journeys/test_declining.py``.
"""

import datetime as dt
import os

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from signing.choices import AnswerKind, RequestState
from signing.models import Answer
from tests.journeys import browser
from tests.signing import answering, entry, scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOLDER = browser.ROOT / "docs" / "guide" / "pictures" if os.environ.get("GUIDE_PICTURES") else browser.PICTURES


@pytest.fixture
def asked(settings, tmp_path, transactional_db) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    at = timezone.now() - dt.timedelta(minutes=30)
    staged = scene.set_stage(at)
    scene.open_round(staged, at + scene.MINUTE, timezone.localdate() + dt.timedelta(days=10))
    return staged


def fine(page: Page, name: str) -> None:
    """Nothing that axe finds, nothing that makes a telephone scroll sideways, nothing refused; and a picture."""
    assert browser.axe(page) == []
    assert browser.sideways(page) == []
    assert browser.small_targets(page) == []
    assert page.complaints == []  # type: ignore[attr-defined]
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"sign-{name}.png", full_page=True)


def open_for(window, staged: scene.Scene, person: User, rest: str, script: bool = True):
    entry.equip(person)
    return window(width=browser.PHONE, user=person, script=script), f"/agreements/{staged.agreement.reference}/{rest}"


def test_a_request_is_passed_on_and_declined_by_whoever_got_it(window, asked):
    other = answering.deputy(asked.partner, timezone.now())
    opened, start = open_for(window, asked, asked.second, "sign/pass-on/police/")
    with opened as page:
        page.goto(start)
        page.get_by_role("button", name="Pass it on").click()
        assert "Select who should sign instead" in page.inner_text(".govuk-error-summary")
        page.get_by_label("Dee Puty, Inspector, Deputy").check()
        page.get_by_label("Why? (optional)").fill("I am on leave until May.")
        fine(page, "pass-on")
        page.get_by_role("button", name="Pass it on").click()
        page.wait_for_url("**/sign/answered/police/")
        assert "You passed this to Dee Puty on" in page.inner_text("main")
        fine(page, "passed-on")
    assert asked.request_of(other).state == RequestState.ASKED

    opened, start = open_for(window, asked, other, "sign/decline/police/")
    with opened as page:
        page.goto(start)
        page.get_by_label("Anything they should know (optional)").fill("The backup was never tested.")
        page.get_by_role("button", name="Decline to sign").click()
        assert "Select a reason for declining" in page.inner_text(".govuk-error-summary")
        assert page.get_by_label("Anything they should know (optional)").input_value() == "The backup was never tested."
        page.get_by_label("We have concerns about security or the impact assessment").check()
        assert "This stops the agreement" in page.inner_text(".govuk-warning-text")
        fine(page, "decline")
        page.get_by_role("button", name="Decline to sign").click()
        page.wait_for_url("**/sign/answered/police/")
        assert "You declined to sign" in page.inner_text("h1")
        fine(page, "declined")
    assert list(Answer.objects.values_list("kind", flat=True)) == [AnswerKind.PASSED_ON, AnswerKind.DECLINED]


def test_a_question_is_asked_and_answered_without_script(window, asked):
    opened, start = open_for(window, asked, asked.second, "sign/changes/police/", script=False)
    with opened as page:
        page.goto(start)
        page.get_by_label("What should change, and why?").fill(
            "Keep the faults for 1 year.\nWe never look further back."
        )
        page.get_by_role("button", name="Ask for these changes").click()
        assert "has been asked for changes" in page.inner_text("h1")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened, start = open_for(window, asked, asked.officer, "sign/questions/")
    with opened as page:
        page.goto(start)
        fine(page, "questions")
        page.get_by_role("link", name="Wants changes").click()
        page.get_by_label("The text stays.").check()
        page.get_by_label("Your answer").fill("The law asks for 2 years.")
        fine(page, "answer")
        page.get_by_role("button", name="Send your answer").click()
        page.wait_for_url("**/sign/progress/")
    assert asked.request_of(asked.second).state == RequestState.ASKED


def test_a_signature_is_withdrawn(window, asked):
    scene.sign(asked, asked.first, timezone.now() - dt.timedelta(minutes=5))
    opened, start = open_for(window, asked, asked.first, "sign/withdraw-signature/essex/")
    with opened as page:
        page.goto(start)
        page.get_by_label("Why do you withdraw your signature?").fill("I signed before our board had met.")
        fine(page, "withdraw")
        page.get_by_role("button", name="Continue to withdraw").click()
        page.wait_for_url("**/account/confirm/**")
        page.get_by_label("6-digit code").fill(entry.code_for(asked.first))
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/withdraw-signature/essex/confirm/")
        fine(page, "withdraw-now")
        page.get_by_role("button", name="Withdraw my signature").click()
        page.wait_for_url("**/sign/answered/essex/")
        fine(page, "withdrawn")
    assert asked.request_of(asked.first).state == RequestState.ASKED


def test_an_administrator_chooses_for_somebody_who_is_not_the_right_person(window, asked):
    opened, start = open_for(window, asked, asked.second, "sign/pass-on/police/")
    with opened as page:
        page.goto(start)
        page.get_by_label("I am not the right person").check()
        page.get_by_role("button", name="Pass it on").click()
        page.wait_for_url("**/sign/answered/police/")
        fine(page, "not-for-me")
    other = answering.deputy(asked.partner, timezone.now())
    opened, start = open_for(
        window, asked, answering.administrator(asked.partner), "sign/choose/Signature-police/", script=False
    )
    with opened as page:
        page.goto(start)
        page.get_by_label("Dee Puty, Inspector, Deputy").check()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        browser.picture(page, "choose-who-signs")
        page.get_by_role("button", name="Ask this person to sign").click()
        page.wait_for_url("**/sign/progress/")
    assert asked.request_of(other).state == RequestState.ASKED


@pytest.mark.parametrize("act", ["decline", "changes", "question", "pass-on"])
def test_wide_pages_are_fine_too(window, asked, act):
    with window(user=asked.second) as page:
        entry.equip(asked.second)
        page.goto(f"/agreements/{asked.agreement.reference}/sign/{act}/police/")
        assert browser.axe(page) == []
        assert page.complaints == []
        browser.picture(page, f"wide-{act}")
