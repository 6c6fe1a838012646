"""What holds up the freezing of a draft, until when, and how freezing ends what was said."""

import datetime as dt

import pytest

from agreements import services as agreements
from agreements import stops
from drafting import policies_discussion, registering_discussion
from drafting.choices_discussion import ThreadKind
from drafting.models import Thread
from drafting.services import discussion
from foundation.verdicts import Refused
from tests.drafting import talk
from tests.drafting.scene import AT, TODAY, draft
from tests.drafting.talk import say

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def _scene():
    return draft(3)


STAGE = _scene


def seen_by(person):
    return Thread.objects.visible_to(person)


def reply(thread, by, organisation, text="Because.", at=AT, **more):
    return discussion.reply(thread=thread, text=text, organisation=organisation, by=by, at=at, **more)


def frozen(scene, monkeypatch):
    monkeypatch.setattr("agreements.services.life.check", lambda **_: ())
    return agreements.freeze(agreement=scene.agreement, by=scene.officer, at=AT)


def test_a_block_lasts_fourteen_days_unless_said_otherwise(scene):
    assert say(scene, scene.partner, ThreadKind.CHANGES).expires_on == TODAY + 14 * DAY
    day = TODAY + 3 * DAY
    assert say(scene, scene.partner, ThreadKind.CHANGES, expires_on=day).expires_on == day
    for wrong in (TODAY, TODAY + 91 * DAY):
        with pytest.raises(Refused, match="last day must be"):
            say(scene, scene.partner, ThreadKind.CHANGES, expires_on=wrong)
    assert talk.told_to("blocking") == [scene.officer.email] * 2


def test_only_its_organisation_lifts_a_block_until_its_last_day_has_passed(scene):
    thread = say(scene, scene.partner, ThreadKind.CHANGES)
    last = AT + 14 * DAY
    with pytest.raises(Refused, match="before 4 December 2026 has passed"):
        discussion.close(thread=thread, by=scene.officer, at=last, reason="We must go on.")
    with pytest.raises(Refused, match="Say why"):
        discussion.close(thread=thread, by=scene.officer, at=last + DAY, reason="  ")
    discussion.close(thread=thread, by=scene.officer, at=last + DAY, reason="We must go on.")
    thread.refresh_from_db()
    assert (thread.closed_by, thread.closed_because) == (scene.officer, "We must go on.")
    discussion.reopen(thread=thread, by=scene.partner, at=last + 2 * DAY)
    thread.refresh_from_db()
    assert thread.expires_on == TODAY + 14 * DAY
    discussion.close(thread=thread, by=scene.reviewer, at=AT)


def test_blocks_stop_the_freezing_and_each_is_counted(scene):
    assert policies_discussion.blocking(scene.agreement) == []
    first = say(scene, scene.partner, ThreadKind.CHANGES)
    say(scene, scene.reviewer, ThreadKind.CHANGES)
    say(scene, scene.partner, is_internal=True)
    registering_discussion.register()
    assert stops.reasons(scene.agreement) == ["Resolve 2 blocking comments before you freeze the text."]
    discussion.close(thread=first, by=scene.partner, at=AT)
    assert policies_discussion.blocking(scene.agreement) == ["Resolve 1 blocking comment before you freeze the text."]


def test_freezing_closes_everything_and_says_so(scene, monkeypatch):
    registering_discussion.register()
    open_, note = say(scene, scene.partner), say(scene, scene.partner, is_internal=True)
    done = say(scene, scene.officer)
    discussion.close(thread=done, by=scene.officer, at=AT, reason="Said.")
    frozen(scene, monkeypatch)
    for thread in (open_, note):
        thread.refresh_from_db()
        assert (thread.closed_because, thread.closed_version) == ("Closed when version 1 was frozen", 1)
        assert thread.history.latest("history_id").closed_version == 1
    done.refresh_from_db()
    assert done.closed_because == "Said."
    assert seen_by(scene.officer).count() == 2
    for act in (lambda: reply(open_, scene.partner, scene.organisations[1]), lambda: reopen(open_, scene.partner)):
        with pytest.raises(Refused, match="not being written"):
            act()
    agreements.unfreeze(agreement=scene.agreement, by=scene.officer, at=AT)
    reopen(Thread.objects.get(pk=open_.pk), scene.partner)


def reopen(thread, by):
    return discussion.reopen(thread=thread, by=by, at=AT)


def test_what_comes_just_after_the_freezing_is_kept_closed(scene, monkeypatch):
    frozen(scene, monkeypatch)
    thread = say(scene, scene.partner, ThreadKind.CHANGES)
    assert (thread.is_open, thread.closed_because) == (False, "Closed when version 1 was frozen")
    assert talk.mail("blocking") == []
    assert policies_discussion.blocking(scene.agreement) == []


def test_the_end_of_a_block_is_told_once_before_and_once_after(scene):
    thread = say(scene, scene.partner, ThreadKind.CHANGES)
    say(scene, scene.partner)
    told = [scene.reviewer.email, scene.officer.email, scene.partner.email]
    expected = {10: ([], []), 11: (told, []), 14: (told, []), 15: (told, told), 40: (told, told)}
    for days, (before, after) in expected.items():
        for _ in range(2):
            discussion.remind(at=AT + days * DAY)
        assert (talk.told_to("expiring"), talk.told_to("expired")) == (before, after), days
    assert "Borough 1 Council can close it" in talk.mail("expiring")[0][2]
    assert thread.is_open


def test_nobody_is_told_in_the_night(scene):
    say(scene, scene.partner, ThreadKind.CHANGES)
    morning = (AT + 11 * DAY).replace(hour=7, minute=29)
    discussion.remind(at=morning)
    assert talk.told_to("expiring") == []
    discussion.remind(at=morning + dt.timedelta(minutes=1))
    assert len(talk.told_to("expiring")) == 3


def test_nobody_is_told_of_a_block_that_was_lifted(scene):
    thread = say(scene, scene.partner, ThreadKind.CHANGES)
    discussion.close(thread=thread, by=scene.partner, at=AT)
    discussion.remind(at=AT + 15 * DAY)
    assert talk.told_to("expired") == []


def test_a_block_stops_the_freezing_itself(scene, monkeypatch):
    """B80."""
    registering_discussion.register()
    thread = say(scene, scene.partner, ThreadKind.CHANGES)
    note = say(scene, scene.partner, is_internal=True)
    with pytest.raises(Refused, match="Resolve 1 blocking comment before you freeze the text"):
        frozen(scene, monkeypatch)
    discussion.close(thread=thread, by=scene.partner, at=AT)
    frozen(scene, monkeypatch)
    note.refresh_from_db()
    assert note.closed_because == "Closed when version 1 was frozen"
