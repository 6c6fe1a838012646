"""Comments that one person writes within a few minutes are told of in one message, never one for each."""

import datetime as dt

import pytest

from accounts.roles import Role
from drafting.choices_discussion import ThreadKind
from drafting.models import Gathering
from drafting.services import discussion
from drafting.services.discussion import gathering
from drafting.tasks import sweep
from notices.choices import Choice, DigestTime, State
from notices.models import Notice
from notices.services import choose, write_digests
from tests.drafting import talk
from tests.drafting.scene import AT, draft
from tests.drafting.talk import gather, say, suggest
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def _scene():
    return draft(3)


STAGE = _scene


def reply(thread, by, organisation, at=AT, **more):
    return discussion.reply(thread=thread, text="Because.", organisation=organisation, by=by, at=at, **more)


def subjects():
    return [(email, subject) for email, subject, _ in talk.mail("answer")]


def test_several_comments_are_one_message_to_those_who_write_the_text(scene):
    for minute in (0, 2, 4):
        say(scene, scene.partner, at=AT + minute * MINUTE)
    assert not Notice.objects.exists()
    assert gather(8.9) == 0
    assert gather(9) == 1
    assert subjects() == [(scene.officer.email, "3 new comments on Early help")]
    words = talk.mail("answer")[0][2]
    assert "Ben Second has written 3 new comments" in words
    assert f"/agreements/{scene.agreement.reference}/discussion/" in words
    assert "Too vague" not in words
    assert gather(30) == 0
    assert Notice.objects.count() == 1


def test_one_comment_leads_to_its_conversation(scene):
    thread = say(scene, scene.partner)
    gather()
    assert subjects() == [(scene.officer.email, "A new comment on Early help")]
    assert thread.get_absolute_url() in talk.mail("answer")[0][2]


def test_whoever_goes_on_and_on_is_heard_after_half_an_hour(scene):
    for minute in range(0, 40, 4):
        say(scene, scene.partner, at=AT + minute * MINUTE)
        gather(minute)
    assert subjects() == [(scene.officer.email, "9 new comments on Early help")]
    gather(60)
    assert {subject for _, subject in subjects()} == {"9 new comments on Early help", "A new comment on Early help"}


def test_each_authors_words_are_a_message_of_their_own(scene):
    say(scene, scene.partner)
    say(scene, scene.reviewer)
    assert gather() == 2
    assert [email for email, _ in subjects()] == [scene.officer.email] * 2


def test_replies_are_told_to_those_who_took_part_with_the_rest(scene):
    first, second = say(scene, scene.partner), say(scene, scene.reviewer)
    gather()
    Notice.objects.all().delete()
    later = AT + 10 * MINUTE
    for thread in (first, second, first):
        reply(thread, scene.officer, scene.lead, at=later)
    gather(20)
    assert subjects() == [
        (scene.reviewer.email, "A new comment on Early help"),
        (scene.partner.email, "2 new comments on Early help"),
    ]


def test_a_note_is_told_to_colleagues_only(scene):
    """T03."""
    say(scene, scene.partner, is_internal=True)
    say(scene, scene.partner)
    gather()
    assert subjects() == [
        (scene.reviewer.email, "A new comment on Early help"),
        (scene.officer.email, "A new comment on Early help"),
    ]


def test_what_was_told_at_once_is_not_told_again(scene):
    say(scene, scene.partner, ThreadKind.CHANGES)
    say(scene, scene.partner, ThreadKind.QUESTION, asked=scene.lead)
    gather()
    assert talk.told_to("blocking") == talk.told_to("question") == [scene.officer.email]
    assert subjects() == []
    assert not Gathering.objects.exists()


def test_somebody_who_is_named_hears_at_once_and_once(scene):
    colleague = make_person("other@lead.example", scene.lead, [Role.IG_OFFICER])
    thread = say(scene, scene.officer, person=colleague)
    reply(thread, scene.officer, scene.lead, person=colleague)
    assert talk.told_to("mention") == [colleague.email] * 2
    gather()
    assert subjects() == []
    reply(thread, colleague, scene.lead, at=AT + 10 * MINUTE)
    gather(20)
    assert subjects() == [(scene.officer.email, "A new comment on Early help")]


def test_a_comment_that_was_closed_meanwhile_is_not_told(scene):
    thread = say(scene, scene.partner)
    discussion.close(thread=thread, by=scene.partner, at=AT + MINUTE)
    assert gather() == 1
    assert subjects() == []
    assert not Gathering.objects.exists()


def test_a_suggestion_is_told_like_a_comment(scene):
    suggest(scene, scene.partner, "Because help is late.")
    gather()
    assert subjects() == [(scene.officer.email, "A new comment on Early help")]


def test_it_waits_for_the_digest_of_whoever_wants_one(scene):
    choose(by=scene.officer, choices={"discussion.answer": Choice.DAILY}, time=DigestTime.EARLY, at=AT)
    say(scene, scene.partner)
    say(scene, scene.reviewer)
    gather()
    assert [row.state for row in Notice.objects.all()] == [State.HELD] * 2
    write_digests(at=AT + dt.timedelta(days=2))
    assert Notice.objects.get(kind="digest.daily").subject == "Your agreements: 2 messages of new comments"


def test_one_that_cannot_be_told_does_not_hold_up_the_others(scene, monkeypatch):
    say(scene, scene.partner)
    say(scene, scene.reviewer)
    real = gathering._shares

    def fails_once(row, agreement):
        if row.by_id == scene.partner.pk:
            raise RuntimeError("broken")
        return real(row, agreement)

    monkeypatch.setattr(gathering, "_shares", fails_once)
    assert gather() == 1
    assert [row.by for row in Gathering.objects.all()] == [scene.partner]
    monkeypatch.setattr(gathering, "_shares", real)
    assert gather() == 1
    assert len(subjects()) == 2


def test_the_sweep_tells(scene):
    say(scene, scene.partner)
    sweep()
    assert subjects() == [(scene.officer.email, "A new comment on Early help")]
