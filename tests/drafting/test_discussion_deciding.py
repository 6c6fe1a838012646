"""The pages of suggestions: both texts when they part, and how many queries a long discussion takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from drafting.models import Thread
from drafting.services import discussion
from tests.drafting import talk
from tests.drafting.scene import AT, draft
from tests.drafting.talk import at, of, page, read, say, suggest
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db
WHERE = "sections/necessity/answers/why/text"


def _scene():
    return draft(3)


STAGE = _scene


def test_suggesting_and_accepting_through_the_pages(client, scene):
    sign_in(client, scene.reviewer)
    address = at(scene, "suggest", "necessity", "why", WHERE)
    shown = page(client, address)
    assert "Because help comes late." in shown
    sent = {"proposed": "Because help comes too late.", "visible_to": "all", "based_on": read(shown)}
    assert client.post(address, sent | {"proposed": "Because help comes late."}).status_code == 422
    assert client.post(address, sent | {"proposed": "[x](javascript:alert(1))"}).status_code == 422
    assert client.post(address, sent | {"proposed": "x" * 20_001}).status_code == 422
    assert client.post(address, sent).status_code == 302
    thread = Thread.objects.get()
    assert "Added: </span> too" in page(client, of(scene, "thread", thread))
    assert "Only those who write this part" in page(client, of(scene, "decide", thread))
    sign_in(client, scene.officer)
    shown = page(client, of(scene, "decide", thread))
    response = client.post(of(scene, "decide", thread), {"decision": "accept", "based_on": read(shown)})
    assert response.status_code == 302
    assert talk.text(scene) == "Because help comes too late."


def test_suggesting_a_text_that_changed_meanwhile_shows_both_and_keeps_mine(client, scene):
    sign_in(client, scene.reviewer)
    address = at(scene, "suggest", "necessity", "why", WHERE)
    seen = read(page(client, address))
    discussion.accept(thread=suggest(scene, scene.partner, "Theirs."), by=scene.officer, at=AT)
    sent = {"proposed": "Mine.", "visible_to": "all", "based_on": seen}
    response = client.post(address, sent)
    body = response.content.decode()
    assert response.status_code == 409
    assert "Theirs." in body
    assert "Mine." in body
    assert client.post(address, sent | {"based_on": read(body)}).status_code == 302
    assert Thread.objects.undecided().get().before == "Theirs."


def test_deciding_on_a_text_that_changed_shows_both_and_applies_nothing(client, scene):
    thread, other = suggest(scene, scene.reviewer, "Mine."), suggest(scene, scene.partner, "Theirs.")
    sign_in(client, scene.officer)
    address = of(scene, "decide", thread)
    seen = read(page(client, address))
    discussion.accept(thread=other, by=scene.officer, at=AT)
    response = client.post(address, {"decision": "accept", "based_on": seen})
    body = response.content.decode()
    assert response.status_code == 409
    assert "Theirs." in body
    assert "Mine." in body
    assert 'value="accept"' not in body
    assert talk.text(scene) == "Theirs."
    assert "cannot be accepted as it is" in page(client, address)
    sent = {"decision": "edit", "edited": "Both.", "based_on": read(body)}
    assert client.post(address, sent | {"decision": "accept"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert talk.text(scene) == "Both."


def test_accepting_several_on_one_page(client, scene):
    first = suggest(scene, scene.reviewer, "Better.")
    second = suggest(scene, scene.partner, "Shredded.", path="retention/r1", field="method")
    sign_in(client, scene.officer)
    address = at(scene, "accept_suggestions")
    shown = page(client, address)
    assert "Better." in shown
    assert "Choose at least one suggestion" in client.post(address, {}).content.decode()
    client.post(address, {"suggestions": [str(first.reference), str(second.reference), "nonsense"]})
    assert talk.text(scene) == "Better."
    assert scene.agreement.revision == 2
    assert "No suggestions wait for your decision." in page(client, address)


@pytest.mark.parametrize("parties", [2, 33, 100])
def test_two_hundred_threads_take_no_more_queries(client, parties):
    scene = draft(parties)
    for number in range(100):
        thread = say(scene, scene.partner, text=f"Comment {number}", section="purpose")
        suggest(scene, scene.reviewer, f"Words {number}")
    for number in range(20):
        discussion.reply(thread=thread, text=f"{number}", organisation=scene.lead, by=scene.officer, at=AT)
    mine = suggest(scene, scene.reviewer, "Mine.", path="retention/r1", field="method")
    sign_in(client, scene.partner)
    with CaptureQueriesContext(connection) as queries:
        assert "Mine." in page(client, at(scene, "accept_suggestions"))
    assert len(queries) <= 25
    assert mine.is_undecided
    sign_in(client, scene.officer)
    for address in (
        at(scene, "discussion"),
        at(scene, "discussion") + "?page=2&q=words",
        of(scene, "thread", thread),
        of(scene, "decide", Thread.objects.undecided().first()),
        at(scene, "accept_suggestions"),
        at(scene, "discuss", "retention", "retention"),
        at(scene, "discuss_section", "purpose"),
        at(scene, "suggest", "necessity", "why", WHERE),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 25, (address, len(queries))
