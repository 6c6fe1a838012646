"""Suggested changes: accepted into the text, edited, refused, overtaken; alone and several at once."""

import datetime as dt

import pytest

from agreements.models import Piece
from agreements.services import change
from drafting.choices_discussion import Outcome, ThreadKind
from drafting.models import Thread
from drafting.services import discussion
from drafting.services.discussion import TextChanged
from dsaformat import editing
from foundation.verdicts import Refused
from tests.drafting import talk
from tests.drafting.scene import AT, draft
from tests.drafting.talk import WHY, gather, suggest, text

pytestmark = pytest.mark.django_db
METHOD = "retention/r1"


STAGE = draft


def accept(thread, by, **more):
    return discussion.accept(thread=thread, by=by, at=AT, **more)


def rewrite(scene, words):
    scene.agreement.refresh_from_db()
    edit = lambda document: editing.put(document, WHY, {"text": words})  # noqa: E731
    change(agreement=scene.agreement, edit=edit, by=scene.officer, at=AT)


def test_accepting_puts_the_words_in_and_credits_their_author(scene):
    thread = suggest(scene, scene.reviewer, "Because help comes too late.")
    accept(thread, scene.officer)
    assert text(scene) == "Because help comes too late."
    assert scene.agreement.revision == 2
    thread.refresh_from_db()
    assert (thread.outcome, thread.closed_by) == (Outcome.ACCEPTED, scene.officer)
    record = Piece.objects.get(agreement=scene.agreement, part="sections", key="necessity").history.first()
    assert record.history_change_reason == "Suggested by Cleo Second, Borough 2 Council"
    gather()
    assert talk.mail("decided")[0][:2] == (scene.reviewer.email, "Your suggestion on Early help was accepted")


def test_two_who_accept_the_same_suggestion_change_the_text_once(scene):
    thread = suggest(scene, scene.reviewer, "Better.")
    again = Thread.objects.get(pk=thread.pk)
    accept(thread, scene.officer)
    with pytest.raises(Refused, match="decided already"):
        accept(again, scene.officer)
    with pytest.raises(Refused, match="decided already"):
        discussion.decline(thread=again, reason="", by=scene.officer, at=AT)
    text(scene)
    assert scene.agreement.revision == 2
    gather()
    assert len(talk.mail("decided")) == 1


def test_a_suggestion_to_a_text_that_changed_is_never_applied_silently(scene):
    thread = suggest(scene, scene.reviewer, "Better.")
    rewrite(scene, "Somebody else's words.")
    with pytest.raises(TextChanged) as told:
        accept(thread, scene.officer)
    assert told.value.current == "Somebody else's words."
    with pytest.raises(Refused, match="Nothing was accepted"):
        discussion.accept_many(agreement=scene.agreement, threads=[thread], by=scene.officer, at=AT)
    assert text(scene) == "Somebody else's words."
    thread.refresh_from_db()
    assert (thread.outcome, thread.is_open) == ("", True)
    gather()
    assert talk.mail("decided") == []


def test_a_text_that_changed_takes_an_edited_suggestion_from_who_read_both(scene):
    thread = suggest(scene, scene.reviewer, "Better.")
    rewrite(scene, "Theirs.")
    with pytest.raises(TextChanged):
        accept(thread, scene.officer, edited="Both.", based_on="Because help comes late.")
    accept(thread, scene.officer, edited="Both.", based_on="Theirs.")
    assert text(scene) == "Both."
    thread.refresh_from_db()
    assert thread.outcome == Outcome.EDITED


def test_several_accepted_at_once_make_one_revision(scene):
    threads = [
        suggest(scene, scene.reviewer, "Better."),
        suggest(scene, scene.partner, "Shredded.", path=METHOD, field="method"),
        suggest(scene, scene.reviewer, "Destroyed.", path="retention/r0", field="method"),
    ]
    history = Piece.history.count()
    discussion.accept_many(agreement=scene.agreement, threads=threads, by=scene.officer, at=AT)
    assert (text(scene), text(scene, METHOD, "method")) == ("Better.", "Shredded.")
    assert scene.agreement.revision == 2
    assert Piece.history.count() == history + 3
    gather()
    assert sorted(talk.told_to("decided")) == sorted([scene.partner.email, scene.reviewer.email])
    assert talk.mail("decided")[0][1] == "Your suggestions on Early help were accepted"


def test_several_at_once_are_all_or_none(scene):
    good = suggest(scene, scene.reviewer, "Shredded.", path=METHOD, field="method")
    stale = suggest(scene, scene.reviewer, "Better.")
    rewrite(scene, "Theirs.")
    with pytest.raises(Refused):
        discussion.accept_many(agreement=scene.agreement, threads=[good, stale], by=scene.officer, at=AT)
    assert text(scene, METHOD, "method") == ""
    good.refresh_from_db()
    assert good.is_undecided


def test_two_to_the_same_text_are_not_accepted_together(scene):
    threads = [suggest(scene, scene.reviewer, "One."), suggest(scene, scene.partner, "Two.")]
    with pytest.raises(Refused, match="change the same text"):
        discussion.accept_many(agreement=scene.agreement, threads=threads, by=scene.officer, at=AT)
    with pytest.raises(Refused, match="at least one"):
        discussion.accept_many(agreement=scene.agreement, threads=[], by=scene.officer, at=AT)


def test_only_those_who_write_a_text_decide_about_it(scene):
    about_lead = suggest(scene, scene.officer, "Destroyed.", path="retention/r0", field="method")
    own = suggest(scene, scene.reviewer, "Shredded.", path=METHOD, field="method")
    for person in (scene.partner, scene.reviewer, scene.reader):
        with pytest.raises(Refused, match="Only those who write"):
            accept(about_lead, person)
    with pytest.raises(Refused, match="Only those who write"):
        accept(own, scene.reviewer)
    accept(own, scene.partner)
    assert text(scene, METHOD, "method") == "Shredded."


def test_not_accepting_leaves_the_text_and_tells_the_author(scene):
    thread = suggest(scene, scene.reviewer, "Better.")
    discussion.decline(thread=thread, reason="", by=scene.officer, at=AT)
    thread.refresh_from_db()
    assert (thread.outcome, thread.is_open) == (Outcome.DECLINED, False)
    assert text(scene) == "Because help comes late."
    gather()
    assert talk.mail("decided")[0][1] == "Your suggestion on Early help was not accepted"
    discussion.reopen(thread=thread, by=scene.reviewer, at=AT)
    thread.refresh_from_db()
    assert thread.is_undecided


def test_decisions_within_a_few_minutes_are_one_message_to_each_author(scene):
    """Mail 11: batched."""
    threads = [
        suggest(scene, scene.reviewer, "Better."),
        suggest(scene, scene.partner, "Shredded.", path=METHOD, field="method"),
        suggest(scene, scene.reviewer, "Destroyed.", path="retention/r0", field="method"),
    ]
    gather()
    for minute, thread in zip((10, 12), threads[:2], strict=True):
        discussion.accept(thread=thread, by=scene.officer, at=AT + dt.timedelta(minutes=minute))
    discussion.decline(thread=threads[2], reason="", by=scene.officer, at=AT + dt.timedelta(minutes=14))
    gather(18)
    assert talk.mail("decided") == []
    gather(19)
    gather(60)
    said = {email: (subject, words) for email, subject, words in talk.mail("decided")}
    assert {email: subject for email, (subject, _) in said.items()} == {
        scene.reviewer.email: "Your suggestions on Early help were decided",
        scene.partner.email: "Your suggestion on Early help was accepted",
    }
    words = said[scene.reviewer.email][1]
    assert "1 of your suggestions was accepted. 1 of your suggestions was not accepted." in words
    assert threads[1].get_absolute_url() in said[scene.partner.email][1]
    assert len(talk.mail("decided")) == 2


def test_a_decision_that_was_opened_again_meanwhile_is_not_told(scene):
    thread = suggest(scene, scene.reviewer, "Better.")
    discussion.decline(thread=thread, reason="", by=scene.officer, at=AT)
    discussion.reopen(thread=thread, by=scene.reviewer, at=AT)
    gather()
    assert talk.mail("decided") == []


def test_a_block_outlives_a_refusal_and_needs_a_reason(scene):
    thread = suggest(scene, scene.reviewer, "Better.", is_blocking=True)
    with pytest.raises(Refused, match="Say why you do not accept it"):
        discussion.decline(thread=thread, reason=" ", by=scene.officer, at=AT)
    discussion.decline(thread=thread, reason="It is not true.", by=scene.officer, at=AT)
    thread.refresh_from_db()
    assert (thread.outcome, thread.is_open) == (Outcome.DECLINED, True)
    assert Thread.objects.blocking().count() == 1
    discussion.close(thread=thread, by=scene.partner, at=AT)
    assert not Thread.objects.blocking().exists()


def test_accepting_what_blocks_settles_it(scene):
    accept(suggest(scene, scene.reviewer, "Better.", is_blocking=True), scene.officer)
    assert not Thread.objects.blocking().exists()


def test_twenty_thousand_characters(scene):
    long = "Help comes late. " * 1_176
    long = long[:20_000].strip()
    accept(suggest(scene, scene.reviewer, long), scene.officer)
    assert text(scene) == long


def test_an_answer_that_nobody_gave_yet_can_be_suggested(scene):
    accept(suggest(scene, scene.reviewer, "To help.", path="sections/purpose", question="text"), scene.officer)
    assert text(scene, "sections/purpose") == "To help."


def test_a_suggestion_says_something_new(scene):
    with pytest.raises(Refused, match="Change the text"):
        suggest(scene, scene.reviewer, "Because help comes late.")


def test_what_the_document_cannot_hold_is_refused_in_words(scene):
    thread = suggest(scene, scene.reviewer, "x" * 60_001, path="retention/r1", field="method")
    with pytest.raises(Refused):
        accept(thread, scene.officer)
    thread.refresh_from_db()
    assert thread.is_undecided


def test_a_row_that_is_gone_takes_no_suggestion(scene):
    thread = suggest(scene, scene.reviewer, "Shredded.", path=METHOD, field="method")
    scene.agreement.refresh_from_db()
    gone = lambda document: editing.without(document, METHOD)  # noqa: E731
    change(agreement=scene.agreement, edit=gone, by=scene.officer, at=AT)
    with pytest.raises(Refused, match="no longer there"):
        accept(thread, scene.officer)


def test_a_comment_is_nothing_to_accept(scene):
    thread = talk.say(scene, scene.reviewer, ThreadKind.COMMENT)
    with pytest.raises(Refused, match="nothing to accept"):
        accept(thread, scene.officer)
