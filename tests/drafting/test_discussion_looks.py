"""The pages of a discussion in a browser: nothing for axe to find, narrow and wide, with and without mistakes."""

import datetime as dt

import pytest
from django.utils import timezone

from drafting.choices_discussion import ThreadKind
from drafting.services import discussion
from tests.drafting.scene import AT, draft
from tests.drafting.talk import at as address
from tests.drafting.talk import of, say, suggest
from tests.factories.people import give_factor
from tests.journeys.browser import DESK, PHONE
from tests.journeys.test_accessibility import look

WHERE = "sections/necessity/answers/why/text"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def scenery():
    scene = draft(3)
    now = timezone.now()
    question = say(scene, scene.partner, ThreadKind.QUESTION, asked=scene.lead, quote="help comes late", question="why")
    discussion.reply(thread=question, text="Because.", organisation=scene.lead, by=scene.officer, at=AT)
    block = say(scene, scene.partner, ThreadKind.CHANGES, expires_on=now.date() + dt.timedelta(days=3), at=now)
    note = say(scene, scene.officer, is_internal=True)
    plain = suggest(scene, scene.reviewer, "Because help comes too late.")
    stale = suggest(scene, scene.reviewer, "Shredded.", path="retention/r0", field="method")
    first = suggest(scene, scene.partner, "Burnt.", path="retention/r0", field="method")
    discussion.accept(thread=first, by=scene.officer, at=AT)
    return scene, [
        address(scene, "discussion"),
        address(scene, "discussion") + "?show=closed&q=zzz",
        address(scene, "accept_suggestions"),
        address(scene, "discuss_section", "necessity"),
        address(scene, "discuss", "retention", "retention"),
        address(scene, "suggest", "necessity", "why", WHERE),
        *(of(scene, "thread", one) for one in (question, block, note, plain, stale, first)),
        of(scene, "close_thread", note),
        of(scene, "close_thread", block),
        of(scene, "share_thread", note),
        of(scene, "decide", plain),
        of(scene, "decide", stale),
    ]


def test_every_page_narrow_and_wide_and_its_form_sent_empty(window):
    scene, pages = scenery()
    wrong = []
    with window(PHONE, user=give_factor(scene.officer)) as page:
        for one in pages:
            page.goto(one)
            wrong += [f"{one} {line}" for line in look(page, PHONE, DESK)]
            box = page.locator("#main-content form[method=post] textarea").first
            if box.count():
                with page.expect_navigation():
                    box.evaluate("box => { box.value = ''; box.form.submit(); }")
                page.complaints.clear()
                wrong += [f"{one} sent empty: {line}" for line in look(page, PHONE, DESK)]
    assert wrong == []
