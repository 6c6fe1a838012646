"""Two who write one template at once: nothing is overwritten, nothing that was typed is lost."""

import io

import pytest

from drafting.services import templates
from tests.drafting.scene import AT
from tests.drafting.test_templates_files import SMALL
from tests.drafting.test_templates_pages import at, body, desk, edit, hidden, newest, operator, row

pytestmark = pytest.mark.django_db
__all__ = ["desk", "operator", "row"]


def test_removing_what_somebody_just_changed_asks_again(desk):
    page = body(desk.get(at("section_remove", "small", 1, "purpose")))
    edit(desk, heading="Changed meanwhile")
    response = desk.post(at("section_remove", "small", 1, "purpose"), {"based_on": hidden(page)}, follow=True)
    assert "Read it again" in body(response)
    assert newest().outline.section("purpose") is not None


def test_two_operators_and_one_text_both_are_shown_and_either_can_stand(desk):
    page = body(desk.get(at("words", "small", 1, "purpose")))
    edit(desk, fixed="Theirs.")
    mine = {"number": "", "heading": "Purpose", "task": "Say why", "guidance": "", "fixed": "Mine.", "text": ""}
    shown = body(desk.post(at("words", "small", 1, "purpose"), mine | {"based_on": hidden(page)}), 409)
    assert "Theirs." in shown
    assert "Mine." in shown
    assert newest().outline.section("purpose").fixed == "Theirs."
    fresh = {"based_on": hidden(shown)}
    shown = body(desk.post(at("words", "small", 1, "purpose"), mine | fresh | {"resolve": "edit"}))
    assert "Mine." in shown
    assert hidden(shown) == fresh["based_on"]
    desk.post(at("words", "small", 1, "purpose"), mine | fresh | {"resolve": "theirs"})
    assert newest().outline.section("purpose").fixed == "Theirs."
    desk.post(at("words", "small", 1, "purpose"), mine | fresh | {"resolve": "mine"})
    assert newest().outline.section("purpose").fixed == "Mine."


def test_words_and_questions_of_one_section_do_not_meet(desk):
    page = body(desk.get(at("asks", "small", 1, "purpose")))
    edit(desk, fixed="New words.")
    sent = {"based_on": hidden(page), "group": "all", "blocks": ["purposes", "benefits"], "because": ""}
    assert desk.post(at("asks", "small", 1, "purpose"), sent).status_code == 302
    found = newest().outline.section("purpose")
    assert (found.fixed, len(found.blocks)) == ("New words.", 2)


def test_text_for_what_was_published_or_removed_meanwhile_is_not_lost(desk, row, operator):
    edit_page = at("words", "small", 1, "purpose")
    sent = {"based_on": hidden(body(desk.get(edit_page))), "heading": "P", "task": "T", "fixed": "Precious."}
    templates.publish(template=row, note="Now.", by=operator, at=AT)
    shown = body(desk.post(edit_page, sent), 422)
    assert "no longer changes" in shown
    assert "Precious." in shown
    assert "no longer changes" in body(desk.get(edit_page), 403)
    second = templates.revise(template=row, by=operator, at=AT)
    templates.discard(template=second, by=operator)
    assert "Precious." in body(desk.post(at("words", "small", 2, "purpose"), sent), 409)
    assert "Precious." in body(desk.post(at("words", "small", 1, "gone"), sent), 409)


def test_a_file_replaces_a_draft_only_as_it_was_read(desk):
    read = hidden(body(desk.get(at("replace", "small", 1))))
    edit(desk, fixed="Meanwhile.")
    new = SMALL.replace("Say why", "Say what for").encode()
    assert "Read it again" in body(
        desk.post(at("replace", "small", 1), {"file": io.BytesIO(new), "based_on": read}), 422
    )
    assert newest().outline.section("purpose").fixed == "Meanwhile."
    read = hidden(body(desk.get(at("replace", "small", 1))))
    desk.post(at("replace", "small", 1), {"file": io.BytesIO(new), "based_on": read})
    assert newest().outline.section("purpose").task == "Say what for"
