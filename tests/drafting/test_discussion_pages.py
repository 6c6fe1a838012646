"""The pages of a discussion: what each person sees and may do, kept typing, conflicts, and how many queries."""

import uuid
from dataclasses import replace

import pytest
from django.urls import reverse

from agreements import services as agreements
from drafting.choices_discussion import Act, ThreadKind
from drafting.models import Remark, Thread
from drafting.services import discussion
from dsaformat import reading
from tests.drafting.scene import AT, draft, values
from tests.drafting.talk import at, of, page, say, suggest
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> {{ settings.SECRET_KEY }} \"'>"


def _scene():
    return draft(3)


STAGE = _scene


def comment(**more):
    return {"kind": "comment", "text": "Too vague.", "visible_to": "all"} | more


def last_day(day, month, year):
    return {"expires_on_day": day, "expires_on_month": month, "expires_on_year": year}


def test_a_reviewer_who_cannot_draft_comments_on_a_question(client, scene):
    sign_in(client, scene.reviewer)
    address = at(scene, "discuss", "necessity", "minimum")
    assert "Comment or suggest a change" in page(client, address)
    response = client.post(address, comment(), follow=True)
    thread = Thread.objects.get()
    assert (thread.section, thread.question, thread.organisation) == ("necessity", "minimum", scene.organisations[1])
    assert response.redirect_chain[-1][0] == of(scene, "thread", thread)
    assert "Too vague." in response.content.decode()
    assert "Too vague." in page(client, at(scene, "discussion"))
    assert "Too vague." in page(client, address)


def test_a_reader_reads_and_is_told_why_they_cannot_write(client, scene):
    thread = say(scene, scene.officer)
    sign_in(client, scene.reader)
    for address in (at(scene, "discuss_section", "necessity"), of(scene, "thread", thread), at(scene, "discussion")):
        shown = page(client, address)
        assert "Only people who draft or review for a party can comment" in shown
        assert "<textarea" not in shown
    assert client.post(of(scene, "thread", thread), {"text": "No."}).status_code == 409
    client.post(at(scene, "discuss_section", "necessity"), comment())
    assert (Thread.objects.count(), Remark.objects.count()) == (1, 0)


def test_a_refused_comment_keeps_what_was_typed(client, scene):
    sign_in(client, scene.reviewer)
    address = at(scene, "discuss", "necessity", "minimum")
    for sent, says in (
        ({"kind": "question"}, "Choose which party should answer"),
        ({"quote": "Words that nobody wrote"}, "We cannot find these words in the text"),
        ({"visible_to": "own", "kind": "changes"}, "Only a comment can be kept to your own organisation"),
        ({"kind": "other"}, "kind"),
        ({"text": "Too vague." + "x" * 5_000}, "must be 5,000 characters or fewer"),
        ({"kind": "changes"} | last_day("1", "1", "2020"), "must be on or after"),
    ):
        response = client.post(address, comment(**sent))
        body = response.content.decode()
        assert (response.status_code, says in body, "Too vague." in body) == (422, True, True), sent
    assert not Thread.objects.exists()


def test_a_field_sent_twice_is_refused(client, scene):
    sign_in(client, scene.reviewer)
    address = at(scene, "discuss", "necessity", "minimum")
    assert client.post(address, comment(visible_to=["all", "own"])).status_code == 400


def test_a_quotation_survives_edits_elsewhere_and_says_when_it_is_gone(client, scene):
    sign_in(client, scene.officer)
    client.post(at(scene, "discuss", "necessity", "why"), comment(quote="help comes late"))
    thread = Thread.objects.get()
    lost = "The text this comment was about has changed"
    for words, is_lost in (("We say: because help  comes late.", False), ("Help came late.", True)):
        other = suggest(scene, scene.reviewer, words)
        discussion.accept(thread=other, by=scene.officer, at=AT)
        shown = page(client, of(scene, "thread", thread))
        assert (lost in shown) is is_lost
        assert "help comes late" in shown


def test_a_note_appears_nowhere_for_others(client, scene):
    """T02, T03: no list, thread, count, search, choice of people or address tells of it."""
    note = say(scene, scene.partner, is_internal=True, text="canary-text")
    discussion.reply(thread=note, text="canary-reply", organisation=scene.organisations[1], by=scene.reviewer, at=AT)
    hidden = suggest(scene, scene.partner, "canary-words", is_internal=True)
    sign_in(client, scene.officer)
    for query in ("", "?q=canary", "?show=closed", "?show=suggestions", "?show=needs-me", "?show=blocking"):
        shown = page(client, at(scene, "discussion") + query)
        assert "canary-" not in shown.replace('value="canary"', "")
        assert "0 open." in shown
    for name in ("thread", "close_thread", "share_thread", "decide"):
        for thread in (note, hidden):
            assert client.get(of(scene, name, thread)).status_code == 404
            assert client.post(of(scene, name, thread), {"text": "x"}).status_code == 404
    assert client.post(of(scene, "reopen_thread", note)).status_code == 404
    for address in (
        at(scene, "discuss", "necessity", "why"),
        at(scene, "accept_suggestions"),
        at(scene, "tasks"),
        at(scene, "section", "necessity"),
        reverse("agreements:overview", args=[scene.agreement.reference]),
    ):
        shown = page(client, address)
        assert "canary" not in shown
        assert "Ben Second" not in shown
    sign_in(client, scene.reviewer)
    assert "canary-text" in page(client, at(scene, "discussion"))
    assert "Only Borough 2 Council" in page(client, of(scene, "thread", note))


def test_showing_a_note_to_all_asks_first(client, scene):
    note = say(scene, scene.partner, is_internal=True)
    sign_in(client, scene.partner)
    address = of(scene, "share_thread", note)
    assert "You cannot take this back" in page(client, address)
    note.refresh_from_db()
    assert note.is_internal
    assert "All parties can see this now" in client.post(address, follow=True).content.decode()
    assert "All parties can see this already" in page(client, address)


def test_threads_of_other_agreements_are_not_there(client, scene):
    """B84."""
    document = reading.parse(values(list(scene.organisations)))
    other = agreements.import_document(document=document, by=scene.officer, at=AT)
    thread = say(replace(scene, agreement=other), scene.officer)
    sign_in(client, scene.officer)
    assert client.get(of(scene, "thread", thread)).status_code == 404
    assert client.get(at(scene, "thread", uuid.uuid4())).status_code == 404


def test_a_reply_to_a_closed_thread_is_a_conflict_and_keeps_what_was_typed(client, scene):
    """B84."""
    thread = say(scene, scene.officer)
    discussion.close(thread=thread, by=scene.officer, at=AT)
    sign_in(client, scene.partner)
    response = client.post(of(scene, "thread", thread), {"text": "One more thing."})
    assert response.status_code == 409
    assert "One more thing." in response.content.decode()
    assert "This conversation is closed" in response.content.decode()
    assert not Remark.objects.filter(act=Act.REPLY).exists()


def test_what_people_type_is_shown_as_typed(client, scene):
    """B16, B19."""
    thread = suggest(scene, scene.reviewer, HOSTILE, text=HOSTILE)
    discussion.reply(thread=thread, text=HOSTILE, organisation=scene.lead, by=scene.officer, at=AT)
    sign_in(client, scene.officer)
    for address in (
        at(scene, "discussion"),
        of(scene, "thread", thread),
        of(scene, "decide", thread),
        at(scene, "accept_suggestions"),
        at(scene, "discuss", "necessity", "why"),
    ):
        shown = page(client, address)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page(client, of(scene, "thread", thread))
    assert "{{ settings.SECRET_KEY }}" in page(client, of(scene, "thread", thread))


def test_closing_a_block_of_others_needs_its_last_day_and_a_reason(client, scene):
    thread = say(scene, scene.partner, ThreadKind.CHANGES)
    sign_in(client, scene.officer)
    assert "Only Borough 2 Council can close this before" in page(client, of(scene, "close_thread", thread))
    thread.expires_on = AT.date().replace(year=2020)
    thread.save()
    address = of(scene, "close_thread", thread)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "We must go on."}).status_code == 302
    shown = page(client, of(scene, "thread", thread))
    assert "We must go on." in shown
    client.post(of(scene, "reopen_thread", thread))
    thread.refresh_from_db()
    assert thread.is_open


def test_the_list_shows_what_is_asked_for(client, scene):
    say(scene, scene.partner, text="From-partner")
    say(scene, scene.officer, text="From-officer")
    say(scene, scene.partner, ThreadKind.CHANGES, text="Blocks-it")
    suggest(scene, scene.reviewer, "Suggested-words")
    done = say(scene, scene.partner, text="Done-with")
    discussion.close(thread=done, by=scene.partner, at=AT)
    sign_in(client, scene.officer)
    every = {"From-partner", "From-officer", "Blocks-it", "Suggested-words", "Done-with"}
    for query, wanted in {
        "": every - {"Done-with"},
        "?show=needs-me": {"Blocks-it", "Suggested-words"},
        "?show=suggestions": {"Suggested-words"},
        "?show=blocking": {"Blocks-it"},
        "?show=mine": {"From-officer"},
        "?show=closed": {"Done-with"},
        "?show=nonsense&page=99": every - {"Done-with"},
        "?q=from-": {"From-partner", "From-officer"},
        "?q=%00%25": set(),
    }.items():
        shown = page(client, at(scene, "discussion") + query)
        assert {word for word in every if word in shown} == wanted, query
        assert "4 open, 1 blocking, 1 suggested change to decide." in shown


def test_after_the_freezing_everything_stays_readable(client, scene, monkeypatch):
    thread = say(scene, scene.partner, text="Still-here")
    monkeypatch.setattr("agreements.services.life.check", lambda **_: ())
    version = agreements.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    discussion.close_all(agreement=scene.agreement, version=version, by=scene.officer, at=AT)
    sign_in(client, scene.partner)
    assert "Still-here" in page(client, at(scene, "discussion") + "?show=closed")
    assert "Closed when version 1 was frozen" in page(client, of(scene, "thread", thread))
    response = client.post(at(scene, "discuss", "necessity", "why"), comment(text="A-moment-late"), follow=True)
    assert "Closed when version 1 was frozen" in response.content.decode()
