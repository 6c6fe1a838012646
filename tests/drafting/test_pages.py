"""The pages of a draft: tasks, sections, questions, rows; conflicts, what was typed, and how many queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements import assembly
from agreements.services import freeze
from drafting.models import Typed
from tests.drafting.scene import AT, draft
from tests.factories.people import sign_in

pytestmark = pytest.mark.django_db


def at(scene, name, *parts):
    return reverse(f"drafting:{name}", args=[scene.agreement.reference, *parts])


def page(client, scene, name, *parts):
    response = client.get(at(scene, name, *parts))
    assert response.status_code == 200
    return response.content.decode()


def based_on(page):
    return page.split('name="based_on" value="')[1].split('"')[0]


def document(scene):
    scene.agreement.refresh_from_db()
    return assembly.assemble(scene.agreement)


STAGE = draft


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def test_the_list_says_how_far_each_section_has_come(officer, scene):
    shown = page(officer, scene, "tasks")
    assert "sections completed. You can do them in any order." in shown
    for status in ("In progress", "Not yet started"):
        assert status in shown
    officer.post(at(scene, "section", "parties"), {"completed": "yes"})
    assert "1 of" in page(officer, scene, "tasks")


def test_a_section_shows_its_answers_and_asks_whether_it_is_done(officer, scene):
    shown = page(officer, scene, "section", "retention")
    assert "2 years" in shown
    assert "Have you completed this section?" in shown
    response = officer.post(at(scene, "section", "retention"), {})
    assert "Select whether you’ve completed this section" in response.content.decode()


def test_a_section_can_be_left_out_with_a_reason_that_readers_see(officer, scene):
    officer.post(at(scene, "not_needed", "necessity"), {"reason": "The law sets the minimum."})
    assert document(scene).sections[4].not_needed == "The law sets the minimum."
    assert "The law sets the minimum." in page(officer, scene, "tasks")
    assert (
        "The law sets the minimum."
        in officer.get(reverse("agreements:preview", args=[scene.agreement.reference])).content.decode()
    )


def test_a_part_is_saved_and_leads_on(officer, scene):
    address = at(scene, "question", "necessity", "minimum")
    shown = officer.get(address).content.decode()
    response = officer.post(address, {"text": "Only names.", "alternatives": "", "based_on": based_on(shown)})
    assert response.status_code == 302
    assert document(scene).proportionality.text == "Only names."


def test_a_refused_form_keeps_what_was_typed_and_shows_it_again(officer, scene):
    address = at(scene, "change", "retention", "retention", "retention/r1")
    shown = officer.get(address).content.decode()
    typed = {"party": "p1", "period__number": "three", "period__unit": "years", "method": "Shredded"}
    response = officer.post(address, typed | {"based_on": based_on(shown)})
    body = response.content.decode()
    assert response.status_code == 422
    assert "Kept for must be a whole number, like 12" in body
    assert 'value="Shredded"' in body
    assert Typed.objects.get().values["method"] == ["Shredded"]
    again = officer.get(address).content.decode()
    assert "We kept what you typed" in again
    assert "Shredded" in again
    officer.post(address, typed | {"period__number": "٣", "based_on": based_on(shown)})
    assert str(document(scene).retention[1].period) == "3 years"
    assert not Typed.objects.exists()


def test_a_conflict_shows_both_texts_and_loses_neither(officer, scene):
    address = at(scene, "question", "necessity", "minimum")
    seen = based_on(officer.get(address).content.decode())
    officer.post(address, {"text": "First text.", "alternatives": "", "based_on": seen})
    response = officer.post(address, {"text": "Second text.", "alternatives": "", "based_on": seen})
    body = response.content.decode()
    assert response.status_code == 409
    assert "Someone else changed this while you were working" in body
    assert "First text." in body
    assert "Second text." in body
    fresh = based_on(body)
    officer.post(address, {"text": "Second text.", "alternatives": "", "based_on": fresh, "resolve": "theirs"})
    assert document(scene).proportionality.text == "First text."
    response = officer.post(address, {"text": "Second text.", "alternatives": "", "based_on": fresh, "resolve": "edit"})
    assert "Second text." in response.content.decode()
    officer.post(address, {"text": "Second text.", "alternatives": "", "based_on": fresh, "resolve": "mine"})
    assert document(scene).proportionality.text == "Second text."


def test_one_form_makes_a_row_for_each_party_that_is_chosen(client):
    scene = draft(4)
    sign_in(client, scene.officer)
    address = at(scene, "add", "retention", "retention", "retention")
    client.post(address, {"party": ["p1", "p2", "p3"], "period__number": "6", "period__unit": "months"})
    added = [row for row in document(scene).retention if row.period and row.period.number == 6]
    assert [row.party for row in added] == ["p1", "p2", "p3"]


def test_rows_within_rows_have_pages_of_their_own(officer, scene):
    address = at(scene, "add", "data", "data", "datasets/families/items")
    officer.post(address, {"name": "Date of birth", "types": ["pd_date_of_birth"]})
    item = document(scene).datasets[0].items[1]
    assert (item.key, item.types) == ("date-of-birth", ("pd_date_of_birth",))
    address = at(scene, "remove", "data", "data", "datasets/families/items/date-of-birth")
    assert "Remove Date of birth" in officer.get(address).content.decode()
    officer.post(address)
    assert len(document(scene).datasets[0].items) == 1


def test_removing_says_what_goes_with_it(officer, scene):
    shown = page(officer, scene, "remove", "data", "data", "datasets/families")
    assert "Remove Families" in shown
    officer.post(at(scene, "remove", "data", "data", "datasets/families"))
    assert document(scene).datasets == ()


def test_each_link_of_a_list_says_what_it_changes(officer, scene):
    officer.post(at(scene, "add", "purpose", "purposes", "purposes"), {"title": "Second"})
    shown = page(officer, scene, "question", "purpose", "purposes")
    assert 'Change<span class="govuk-visually-hidden"> Second</span></a>' in shown


def test_rows_move_up_and_down(officer, scene):
    officer.post(at(scene, "add", "purpose", "purposes", "purposes"), {"title": "Second"})
    officer.post(at(scene, "move", "purpose", "purposes", "purposes/second"), {"direction": "up"})
    assert [purpose.key for purpose in document(scene).purposes] == ["second", "help"]


@pytest.mark.parametrize(
    "parts",
    [
        ("question", "retention", "nothing"),
        ("question", "nothing", "retention"),
        ("change", "retention", "retention", "term"),
        ("change", "retention", "retention", "retention/r1/nothing"),
        ("change", "retention", "retention", "retention//"),
        ("add", "retention", "retention", "retention/r1"),
        ("add", "data", "data", "datasets/families/description"),
        ("change", "data", "data", "datasets/families/items/name/types/x/y"),
    ],
)
def test_places_that_a_question_is_not_about_are_not_there(officer, scene, parts):
    assert officer.get(at(scene, *parts)).status_code == 404


def test_what_is_gone_leads_back(officer, scene):
    response = officer.get(at(scene, "change", "retention", "retention", "retention/gone"), follow=True)
    assert "no longer there" in response.content.decode()


def test_a_partys_officer_finds_their_own_rows_open_and_others_closed(client, scene):
    sign_in(client, scene.partner)
    assert "your own organisation" in page(client, scene, "tasks")
    shown = page(client, scene, "question", "retention", "retention")
    assert at(scene, "change", "retention", "retention", "retention/r1") in shown
    assert at(scene, "change", "retention", "retention", "retention/r0") not in shown
    response = client.post(
        at(scene, "change", "retention", "retention", "retention/r0"),
        {"party": "p0", "period__number": "9", "period__unit": "years"},
    )
    assert "your own organisation" in response.content.decode()
    assert document(scene).retention[0].period.number == 2


def test_outsiders_find_nothing_and_readers_read(client, scene):
    sign_in(client, scene.outsider)
    assert client.get(at(scene, "tasks")).status_code == 404
    assert client.post(at(scene, "keep", "necessity", "minimum"), {"text": "x"}).status_code == 404
    sign_in(client, scene.reader)
    shown = page(client, scene, "question", "necessity", "minimum")
    assert "<textarea" not in shown
    assert "Only information governance officers" in shown


def test_a_frozen_text_is_read_only_and_what_was_typed_is_kept(officer, scene, monkeypatch):
    address = at(scene, "question", "necessity", "minimum")
    seen = based_on(officer.get(address).content.decode())
    monkeypatch.setattr("agreements.services.life.check", lambda **_: ())
    freeze(agreement=scene.agreement, by=None, at=AT)
    response = officer.post(address, {"text": "Too late.", "alternatives": "", "based_on": seen})
    assert "The text is already frozen." in response.content.decode()
    assert Typed.objects.get().values["text"] == ["Too late."]


def test_keeping_while_typing(officer, scene):
    shown = page(officer, scene, "question", "necessity", "minimum")
    keep = at(scene, "keep", "necessity", "minimum")
    said = officer.post(keep, {"text": "Half a", "alternatives": "", "based_on": based_on(shown)}).json()
    assert said["state"] == "saved"
    assert said["words"].startswith("Saved at ")
    again = officer.post(keep, {"text": "Half a sentence", "alternatives": "", "based_on": said["based_on"]}).json()
    assert again["state"] == "saved"
    late = officer.post(keep, {"text": "Other", "alternatives": "", "based_on": said["based_on"]})
    assert (late.status_code, late.json()["state"]) == (409, "conflict")
    assert document(scene).proportionality.text == "Half a sentence"
    long = officer.post(keep, {"text": "x" * 20_001, "alternatives": "", "based_on": again["based_on"]}).json()
    assert long["state"] == "kept"
    assert len(Typed.objects.get().values["text"][0]) == 20_001


@pytest.mark.parametrize("parties", [2, 33, 100])
def test_no_page_asks_more_of_the_database_for_more_parties(client, parties):
    scene = draft(parties)
    sign_in(client, scene.officer)
    for address in (
        at(scene, "tasks"),
        at(scene, "section", "law"),
        at(scene, "section", "parties"),
        at(scene, "question", "retention", "retention"),
        at(scene, "question", "parties", "contacts"),
        at(scene, "add", "retention", "retention", "retention"),
        at(scene, "change", "data", "data", "datasets/families"),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 25, address


def test_a_sections_own_text_is_written_on_a_page_of_its_own(client):
    """Any section may say more than its questions ask."""
    scene = draft()
    sign_in(client, scene.officer)
    read = based_on(page(client, scene, "question", "law", "text"))
    sent = {"text": "Each relies on its **own** tasks.", "based_on": read}
    assert client.post(at(scene, "question", "law", "text"), sent).status_code == 302
    shown = page(client, scene, "section", "law")
    assert "Each relies on its **own** tasks." in shown
    assert "Change the text" in shown
    scene.agreement.refresh_from_db()
    section = next(one for one in assembly.assemble(scene.agreement).sections if one.key == "law")
    assert (section.text, section.answers) == ("Each relies on its **own** tasks.", ())


def test_a_contact_with_its_role_alone_is_kept(officer, scene):
    """Empty places for more contacts are no contacts."""
    address = at(scene, "change", "parties", "contacts", "parties/p0")
    read = based_on(officer.get(address).content.decode())
    sent = {"based_on": read, "contacts__0__role": "incidents", "contacts__0__office": "Service desk"}
    assert officer.post(address, sent).status_code == 302
    (contact,) = document(scene).parties[0].contacts
    assert (contact.role, contact.office) == ("incidents", "Service desk")


def test_a_conflict_about_an_answer_shows_both_texts(officer, scene):
    address = at(scene, "question", "law", "text")
    read = based_on(officer.get(address).content.decode())
    officer.post(address, {"text": "Kept for two years.", "based_on": read})
    answer = officer.post(address, {"text": "Kept for one year.", "based_on": read})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Kept for two years." in shown
    assert "Kept for one year." in shown
    assert 'class="app-redline__added"' in shown
