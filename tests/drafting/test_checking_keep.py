"""Keeping while somebody types, in a browser: saved, in conflict, offline, sent at once; and who else is there."""

import pytest

from agreements import assembly
from drafting.models import Typed
from tests.drafting.scene import draft
from tests.drafting.test_checking import at
from tests.drafting.test_history import write
from tests.factories.people import sign_in

FIELD = "textarea[name=text]"
STATUS = "[data-keep-status]"


def text(scene):
    scene.agreement.refresh_from_db()
    return assembly.assemble(scene.agreement).proportionality.text


def says(page, words):
    page.wait_for_function("w => document.querySelector('[data-keep-status]').textContent.includes(w)", arg=words)


@pytest.mark.django_db(transaction=True)
def test_what_is_typed_is_saved_and_the_page_goes_on_from_there(window):
    scene = draft()
    with window(user=scene.officer) as page:
        page.goto(at(scene, "question", "necessity", "minimum"))
        page.fill(FIELD, "Only names.")
        says(page, "Saved at")
        assert text(scene) == "Only names."
        page.fill(FIELD, "Only names and dates.")
        page.locator(FIELD).blur()
        page.wait_for_timeout(800)
        assert text(scene) == "Only names and dates."
        page.fill(FIELD, "Only names, sent at once.")
        page.locator(FIELD).blur()
        page.get_by_role("button", name="Save and continue").click()
        page.wait_for_url(lambda url: "minimum" not in url)
        assert text(scene) == "Only names, sent at once."
        assert not Typed.objects.exists()
        assert page.complaints == []


@pytest.mark.django_db(transaction=True)
def test_a_conflict_is_said_and_the_text_stays(window):
    scene = draft()
    with window(user=scene.officer) as page:
        page.goto(at(scene, "question", "necessity", "minimum"))
        write(scene, "By somebody else.", 1, by=scene.officer)
        page.fill(FIELD, "By me.")
        says(page, "Somebody else changed this")
        assert page.input_value(FIELD) == "By me."
        assert text(scene) == "By somebody else."
        assert Typed.objects.get().values["text"] == ["By me."]


@pytest.mark.django_db(transaction=True)
def test_offline_the_text_stays_and_is_saved_when_the_line_is_back(window):
    scene = draft()
    with window(user=scene.officer) as page:
        page.goto(at(scene, "question", "necessity", "minimum"))
        page.context.set_offline(True)
        page.fill(FIELD, "Written on a train.")
        says(page, "could not save")
        assert page.input_value(FIELD) == "Written on a train."
        page.context.set_offline(False)
        says(page, "Saved at")
        assert text(scene) == "Written on a train."


@pytest.mark.django_db
def test_who_else_types_here_is_named(client):
    scene = draft()
    address = at(scene, "keep", "necessity", "minimum")
    sign_in(client, scene.officer)
    assert client.post(address, {"text": "One."}).json()["others"] == []
    sign_in(client, scene.partner)
    client.post(address, {"text": "Two."})
    sign_in(client, scene.officer)
    assert "Ben Second" in client.post(address, {"text": "Three."}).json()["others"]


@pytest.mark.django_db
def test_an_answer_that_got_lost_on_the_way_back_is_no_conflict(client):
    scene = draft()
    sign_in(client, scene.officer)
    address = at(scene, "keep", "necessity", "minimum")
    shown = client.get(at(scene, "question", "necessity", "minimum")).content.decode()
    read = shown.split('name="based_on" value="')[1].split('"')[0]
    sent = {"text": "Only names.", "alternatives": "", "based_on": read}
    first, again = client.post(address, sent).json(), client.post(address, sent).json()
    assert (again["state"], again["based_on"]) == ("saved", first["based_on"])
    other = client.post(address, sent | {"text": "Something else."})
    assert (other.status_code, other.json()["state"]) == (409, "conflict")


@pytest.mark.django_db(transaction=True)
def test_saying_that_it_is_saved_moves_no_button_from_under_the_pointer(window):
    """Leaving the field saves: the answer may come while the button is being pressed."""
    scene = draft()
    with window(user=scene.officer) as page:
        page.goto(at(scene, "question", "necessity", "minimum"))
        page.fill(FIELD, "Only names.")
        page.get_by_role("button", name="Save and continue").hover()
        page.mouse.down()
        says(page, "Saved at")
        page.mouse.up()
        page.wait_for_url(lambda url: "minimum" not in url)


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_never_comes_does_not_hold_the_form_for_ever(window):
    scene = draft()
    with window(user=scene.officer) as page:
        page.clock.install()
        page.goto(at(scene, "question", "necessity", "minimum"))
        page.route("**/keep/", lambda route: None)
        page.fill(FIELD, "Written in a tunnel.")
        with page.expect_request("**/keep/"):
            page.locator(FIELD).blur()
        page.get_by_role("button", name="Save and continue").click()
        page.clock.fast_forward(16000)
        page.wait_for_url(lambda url: "minimum" not in url)
        assert text(scene) == "Written in a tunnel."
