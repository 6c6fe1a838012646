"""What is said about a draft: who may, who sees it, who is told, and when it ends."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.roles import Role
from drafting import askable
from drafting import discussion as pure
from drafting.choices_discussion import Act, ThreadKind
from drafting.models import Remark, Thread
from drafting.services import discussion
from foundation.verdicts import Refused
from notices.models import Notice
from tests.drafting import talk
from tests.drafting.scene import AT, TODAY, draft
from tests.drafting.talk import say
from tests.factories.parties import make_organisation
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def _scene():
    return draft(3)


STAGE = _scene


def seen_by(person):
    return Thread.objects.visible_to(person)


def reply(thread, by, organisation, text="Because.", at=AT, **more):
    return discussion.reply(thread=thread, text=text, organisation=organisation, by=by, at=at, **more)


def test_whoever_drafts_or_reviews_for_a_party_can_comment_and_readers_read(scene):
    for person in (scene.officer, scene.partner, scene.reviewer):
        say(scene, person)
    with pytest.raises(Refused, match="Only people who draft or review"):
        say(scene, scene.reader)
    with pytest.raises(Refused):
        say(scene, scene.outsider)
    assert seen_by(scene.reader).count() == 3
    assert not seen_by(scene.outsider).exists()


def test_nobody_speaks_for_an_organisation_that_is_not_theirs(scene):
    with pytest.raises(Refused, match="cannot speak for that organisation"):
        say(scene, scene.partner, organisation=scene.lead)
    thread = say(scene, scene.officer)
    with pytest.raises(Refused, match="cannot speak for that organisation"):
        reply(thread, scene.partner, scene.lead)


def test_a_note_is_seen_by_ones_own_organisation_only(scene):
    """T03."""
    note = say(scene, scene.partner, text="canary-of-second", is_internal=True)
    reply(note, scene.reviewer, scene.organisations[1], "canary-reply")
    assert list(seen_by(scene.reviewer)) == [note]
    assert not seen_by(scene.officer).exists()
    assert not seen_by(scene.officer).found_by("canary").exists()
    assert not Thread.objects.needing(scene.officer).exists()
    talk.gather()
    assert talk.told_to("answer") == [scene.reviewer.email, scene.partner.email]
    assert not Notice.objects.filter(recipient=scene.officer, kind__startswith="discussion").exists()
    assert not Notice.objects.filter(text__contains="canary").exists()


def test_a_note_can_be_shown_to_all_and_never_hidden_again(scene):
    note = say(scene, scene.partner, is_internal=True)
    with pytest.raises(Refused):
        discussion.share(thread=note, by=scene.officer, at=AT)
    discussion.share(thread=note, by=scene.partner, at=AT)
    assert list(seen_by(scene.officer)) == [note]
    with pytest.raises(Refused, match="can see this already"):
        discussion.share(thread=note, by=scene.partner, at=AT)
    assert Remark.objects.get(thread=note).act == Act.SHARED


@pytest.mark.parametrize("kind", [ThreadKind.QUESTION, ThreadKind.CHANGES])
def test_a_note_asks_nobody_else_anything(scene, kind):
    with pytest.raises(Refused, match="Make it visible to all parties"):
        say(scene, scene.partner, kind, is_internal=True, asked=scene.lead)


def test_the_database_refuses_a_note_that_blocks(scene):
    note = say(scene, scene.partner, is_internal=True)
    note.is_blocking, note.expires_on = True, TODAY
    note.kind = ThreadKind.CHANGES
    with transaction.atomic(), pytest.raises(IntegrityError):
        note.save()


def test_a_question_waits_for_the_party_asked_and_is_mailed_once(scene):
    thread = say(scene, scene.officer, ThreadKind.QUESTION, asked=scene.organisations[1])
    assert talk.told_to("question") == [scene.reviewer.email, scene.partner.email]
    for person, waits in ((scene.partner, True), (scene.reviewer, True), (scene.officer, False), (scene.reader, False)):
        assert Thread.objects.needing(person).exists() is waits
    reply(thread, scene.reviewer, scene.organisations[1])
    assert not Thread.objects.needing(scene.partner).exists()
    talk.gather()
    assert talk.told_to("answer") == [scene.officer.email]
    thread.refresh_from_db()
    reply(thread, scene.officer, scene.lead, "And why?")
    assert Thread.objects.needing(scene.partner).exists()
    assert len(talk.mail("question")) == 2


def test_a_question_names_a_party_of_this_agreement(scene):
    with pytest.raises(Refused, match="Choose which party"):
        say(scene, scene.officer, ThreadKind.QUESTION)
    elsewhere = make_organisation("Ipswich Borough Council")
    with pytest.raises(Refused, match="Choose which party"):
        say(scene, scene.officer, ThreadKind.QUESTION, asked=elsewhere)
    with pytest.raises(Refused, match="another party"):
        say(scene, scene.officer, ThreadKind.QUESTION, asked=scene.lead)


def test_mail_says_nothing_of_what_was_said_and_only_the_public_title(scene):
    scene.agreement.title, scene.agreement.public_title = "Operation secret", "Early help"
    scene.agreement.save()
    say(scene, scene.officer, ThreadKind.QUESTION, asked=scene.organisations[1], text="canary")
    _, subject, words = talk.mail("question")[0]
    assert subject == "Borough 1 Council asks your organisation about Early help"
    assert "canary" not in words
    assert "secret" not in words
    assert f"/agreements/{scene.agreement.reference}/discussion/" in words


def test_only_people_who_are_there_already_can_be_named(scene):
    """T02: no directory of other organisations' people."""
    assert askable.people(scene.officer, scene.agreement) == []
    say(scene, scene.partner, text="Hello.")
    say(scene, scene.reviewer, is_internal=True)
    assert askable.people(scene.officer, scene.agreement) == [scene.partner]
    assert askable.people(scene.partner, scene.agreement) == [scene.reviewer]
    with pytest.raises(Refused, match="cannot see this agreement"):
        say(scene, scene.officer, person=scene.outsider)
    named = say(scene, scene.officer, person=scene.partner)
    assert talk.told_to("mention") == [scene.partner.email]
    assert list(Thread.objects.needing(scene.partner)) == [named]


def test_nobody_elsewhere_can_be_named_in_a_note(scene):
    with pytest.raises(Refused):
        say(scene, scene.partner, is_internal=True, person=scene.officer)
    assert not Thread.objects.exists()


def test_a_comment_is_closed_by_its_author_or_the_lead(scene):
    thread = say(scene, scene.partner)
    with pytest.raises(Refused, match="Only Ben Second or Borough 1 Council"):
        discussion.close(thread=thread, by=scene.reviewer, at=AT)
    discussion.close(thread=thread, by=scene.officer, at=AT)
    with pytest.raises(Refused, match="closed already"):
        discussion.close(thread=thread, by=scene.partner, at=AT)
    with pytest.raises(Refused, match="is closed"):
        reply(thread, scene.partner, scene.organisations[1])
    discussion.reopen(thread=thread, by=scene.partner, at=AT)
    reply(thread, scene.partner, scene.organisations[1])
    acts = list(Remark.objects.filter(thread=thread).order_by("pk").values_list("act", flat=True))
    assert acts == [Act.CLOSED, Act.REOPENED, Act.REPLY]


def test_somebody_who_left_hears_nothing_more(scene):
    guest = make_person("guest@second.example", scene.organisations[1], [Role.REVIEWER])
    thread = say(scene, guest)
    guest.is_active = False
    guest.save()
    reply(thread, scene.officer, scene.lead)
    talk.gather()
    assert talk.told_to("answer") == [scene.officer.email]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Help comes late.", 0),
        ("So: help\n comes   late.", None),
        ("So: Help\n comes   late.", 4),
        ("Help comes late. And: Help comes late.", 22),
        ("Help came late.", None),
    ],
)
def test_quoted_words_are_found_again_nearest_to_where_they_stood(text, expected):
    assert pure.refind(text, "Help comes late.", 20) == expected
