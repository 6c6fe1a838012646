"""What changed in a draft: every save once, by whom, filtered, and the earlier texts of one answer."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements import services as agreements
from drafting import past
from dsaformat import editing
from tests.drafting.scene import AT, draft
from tests.drafting.test_checking import at, document, page
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db

LONG = "Only the names of families who asked for help are shared, and nothing else about them at all."


STAGE = draft


def minutes(number):
    return AT + dt.timedelta(minutes=number)


def write(scene, text, when, by=None):
    agreements.change(
        agreement=scene.agreement,
        edit=lambda held: editing.put(held, "proportionality", {"text": text}),
        by=by or scene.officer,
        at=minutes(when),
    )


def test_every_save_is_told_once_with_who_and_what(client, scene):
    write(scene, "Only names.", 1)
    agreements.change(
        agreement=scene.agreement,
        edit=lambda held: editing.put(held, "retention/r1", {"period": {"number": 6, "unit": "years"}}),
        by=scene.partner,
        at=minutes(2),
    )
    agreements.change(
        agreement=scene.agreement,
        edit=lambda held: editing.without(held, "retention/r0"),
        by=scene.officer,
        at=minutes(3),
    )
    sign_in(client, scene.partner)
    shown = page(client, at(scene, "history"))
    assert [f">Revision {number}<" in shown for number in (1, 2, 3, 4, 5)] == [True, True, True, True, False]
    assert shown.index(">Revision 4<") < shown.index(">Revision 1<")
    assert "Ada Lead" in shown
    assert "Ben Second" in shown
    assert "6 years" in shown
    assert "was removed" in shown
    assert "The draft was begun." in shown


def test_a_long_text_is_shown_with_what_came_and_went(client, scene):
    write(scene, LONG, 1)
    write(scene, LONG.replace("names", "addresses"), 2)
    sign_in(client, scene.officer)
    shown = page(client, at(scene, "history"))
    assert "<ins" in shown
    assert "<del" in shown


def test_filtering_by_person_and_section(client, scene):
    write(scene, "Only names.", 1)
    agreements.change(
        agreement=scene.agreement,
        edit=lambda held: editing.put(held, "retention/r1", {"method": "Shredded"}),
        by=scene.partner,
        at=minutes(2),
    )
    sign_in(client, scene.officer)
    theirs = page(client, at(scene, "history", person=scene.partner.pk))
    assert (">Revision 3<" in theirs, ">Revision 2<" in theirs) == (True, False)
    section = page(client, at(scene, "history", section="necessity"))
    assert (">Revision 3<" in section, ">Revision 2<" in section) == (False, True)
    assert ">Revision 1<" in page(client, at(scene, "history", person="999999", section="nothing"))


def test_the_past_is_put_together_as_it_was(scene):
    texts = {1: document(scene)}
    for number, words in enumerate(("One.", "Two.", "Three."), start=1):
        write(scene, words, number)
        texts[number + 1] = document(scene)
    instants = past.instants(scene.agreement)
    assert [past.document_at(scene.agreement, instant) for instant in instants] == list(texts.values())
    told = list(past.moments(scene.agreement, [past.Moment(3, minutes(2), None)]))
    assert [(one.before, one.after) for one in told] == [(texts[2], texts[3])]


def test_a_thousand_changes_ask_no_more_of_the_database(client, scene):
    write(scene, "Text 0.", 1)
    row = past.rows(scene.agreement).filter(part="proportionality").get()
    copies = []
    for number in range(2, 1_001):
        copy = type(row).objects.get(pk=row.pk)
        copy.pk, copy.history_type = None, "~"
        copy.value = copy.value.replace("Text 0.", f"Text {number}.")
        copy.changed_at = minutes(number)
        copies.append(copy)
    type(row).objects.bulk_create(copies)
    sign_in(client, scene.officer)
    for query in ({}, {"page": 20}, {"section": "necessity"}):
        with CaptureQueriesContext(connection) as queries:
            shown = page(client, at(scene, "history", **query))
        assert len(queries) <= 25
        assert shown.count('<section class="app-card"') == 20


def test_the_earlier_texts_of_one_answer_and_bringing_one_back(client, scene):
    for number, words in enumerate(("First.", "Second.", "Third."), start=1):
        write(scene, words, number)
    sign_in(client, scene.officer)
    address = at(scene, "answer_history", "necessity", "minimum")
    shown = page(client, address)
    assert shown.count("Use this again") == 2
    assert "as it is now" in shown
    first = shown.rsplit('name="text" value="', 1)[1].split('"')[0]
    read = shown.split('name="based_on" value="')[1].split('"')[0]
    revision = scene.agreement.revision
    response = client.post(at(scene, "restore", "necessity", "minimum"), {"text": first, "based_on": read})
    assert response.status_code == 302
    assert document(scene).proportionality.text == "First."
    assert scene.agreement.revision > revision
    assert page(client, address).count("Use this again") == 3


def test_bringing_back_does_not_overwrite_what_somebody_wrote_meanwhile(client, scene):
    write(scene, "First.", 1)
    write(scene, "Second.", 2)
    sign_in(client, scene.officer)
    shown = page(client, at(scene, "answer_history", "necessity", "minimum"))
    first = shown.rsplit('name="text" value="', 1)[1].split('"')[0]
    read = shown.split('name="based_on" value="')[1].split('"')[0]
    write(scene, "Meanwhile.", 3)
    response = client.post(at(scene, "restore", "necessity", "minimum"), {"text": first, "based_on": read}, follow=True)
    assert "Somebody else changed this answer" in response.content.decode()
    assert document(scene).proportionality.text == "Meanwhile."


def test_an_answer_of_a_section_is_brought_back_too(client, scene):
    agreements.change(
        agreement=scene.agreement,
        edit=lambda held: editing.put(held, "sections/necessity/answers/why", {"text": "Another reason."}),
        by=scene.officer,
        at=minutes(1),
    )
    sign_in(client, scene.officer)
    shown = page(client, at(scene, "answer_history", "necessity", "why"))
    first = shown.rsplit('name="text" value="', 1)[1].split('"')[0]
    read = shown.split('name="based_on" value="')[1].split('"')[0]
    client.post(at(scene, "restore", "necessity", "why"), {"text": first, "based_on": read})
    assert document(scene).sections[4].answers[0].text == "Because help comes late."


def test_readers_look_and_bring_nothing_back(client, scene):
    write(scene, "First.", 1)
    write(scene, "Second.", 2)
    sign_in(client, scene.reader)
    assert "Use this again" not in page(client, at(scene, "answer_history", "necessity", "minimum"))
    text = past.answers(scene.agreement, "proportionality", ("text", "alternatives"))[-1].id
    client.post(at(scene, "restore", "necessity", "minimum"), {"text": text})
    assert document(scene).proportionality.text == "Second."
    assert client.post(at(scene, "restore", "necessity", "minimum"), {"text": "0"}).status_code == 404
