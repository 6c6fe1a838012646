"""The wording library: whose it is, its versions, and how it gets into an answer."""

import uuid

import pytest
from django.urls import reverse

from agreements import assembly
from agreements.services import withdraw
from drafting import progress
from drafting.models import Wording
from drafting.services import wording as services
from foundation.verdicts import Refused
from tests.drafting.scene import AT, draft
from tests.factories.people import make_operator, sign_in

pytestmark = pytest.mark.django_db

TEXT = "Notes are kept for *six years* after the last contact."


STAGE = draft


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def kept(scene, *, organisation=..., by=None, title="Retention of notes", text=TEXT, section="", question=""):
    return services.keep(
        reference=uuid.uuid4(),
        organisation=scene.lead if organisation is ... else organisation,
        title=title,
        text=text,
        section=section,
        question=question,
        by=by or scene.officer,
        at=AT,
    )


def at(row, name="wording"):
    return reverse(f"drafting:{name}", args=[row.reference])


def here(scene, name, *parts):
    return reverse(f"drafting:{name}", args=[scene.agreement.reference, "necessity", "text", *parts])


def answer(scene):
    scene.agreement.refresh_from_db()
    return progress.answer(assembly.assemble(scene.agreement), "necessity", "text")


def based_on(page):
    return page.content.decode().split('name="based_on" value="')[1].split('"')[0]


def test_keeping_wording_once_however_often_it_is_sent(officer, scene):
    page = officer.get(reverse("drafting:keep_wording")).content.decode()
    token = page.split('name="token" value="')[1].split('"')[0]
    values = {"token": token, "title": "Retention", "text": TEXT, "organisation": str(scene.lead.pk)}
    first, second = (officer.post(reverse("drafting:keep_wording"), values) for _ in range(2))
    assert first["Location"] == second["Location"]
    row = Wording.objects.get()
    assert (row.organisation, row.version) == (scene.lead, 1)
    assert "Retention" in officer.get(reverse("drafting:wordings"), {"q": "six YEARS"}).content.decode()


def test_errors_keep_what_was_typed(officer, scene):
    response = officer.post(reverse("drafting:keep_wording"), {"title": "", "text": "Long [x](javascript:1) text"})
    shown = response.content.decode()
    assert response.status_code == 422
    for message in ("Enter a title", "Links must start with https:// or mailto:"):
        assert message in shown
    assert "Long [x]" in shown


def test_only_its_organisation_sees_it_unless_it_is_everybodys(client, scene):
    own = kept(scene)
    operator = make_operator()
    shared = kept(scene, organisation=None, by=operator, title="For all")
    sign_in(client, scene.partner)
    shown = client.get(reverse("drafting:wordings")).content.decode()
    assert "For all" in shown
    assert own.title not in shown
    assert client.get(at(own)).status_code == 404
    assert client.get(at(shared)).status_code == 200
    assert client.get(here(scene, "use_wording", own.reference)).status_code == 404
    for name in ("change_wording", "retire_wording"):
        assert client.get(at(own, name)).status_code == 404
        assert client.get(at(shared, name)).status_code == 403


def test_who_may_keep_it(scene):
    with pytest.raises(Refused):
        kept(scene, organisation=None)
    with pytest.raises(Refused):
        kept(scene, by=scene.reader)
    with pytest.raises(Refused):
        kept(scene, organisation=scene.organisations[1])


def test_a_change_is_a_version_and_a_late_one_is_refused(officer, scene):
    row = kept(scene)
    address = at(row, "change_wording")
    read = based_on(officer.get(address))
    officer.post(address, {"title": row.title, "text": "Seven years.", "based_on": read})
    late = officer.post(address, {"title": row.title, "text": "Eight years.", "based_on": read})
    assert late.status_code == 422
    assert "Somebody else changed this wording" in late.content.decode()
    assert "Eight years." in late.content.decode()
    row.refresh_from_db()
    assert (row.version, row.text) == (2, "Seven years.")
    page = officer.get(at(row)).content.decode()
    assert "Version 1," in page
    assert "six years" in page


def test_retired_wording_is_offered_no_more_and_can_come_back(officer, scene):
    row = kept(scene)
    officer.post(at(row, "retire_wording"), {"retired": "yes"})
    assert row.title not in officer.get(reverse("drafting:wordings")).content.decode()
    assert row.title in officer.get(reverse("drafting:wordings"), {"retired": "on"}).content.decode()
    assert row.title not in officer.get(here(scene, "pick_wording")).content.decode()
    response = officer.post(here(scene, "use_wording", row.reference), {"how": "replace"})
    assert "This wording is retired" in response.content.decode()
    assert officer.get(at(row, "change_wording")).status_code == 403
    officer.post(at(row, "retire_wording"), {"retired": "no"})
    assert row.title in officer.get(here(scene, "pick_wording")).content.decode()


def test_what_was_kept_for_this_question_comes_first(officer, scene):
    kept(scene, title="A for another", section="law", question="text")
    kept(scene, title="B for anything")
    kept(scene, title="C for the section", section="necessity", question="why")
    kept(scene, title="D for this", section="necessity", question="text")
    shown = officer.get(here(scene, "pick_wording")).content.decode()
    titles = ["D for this", "C for the section", "A for another", "B for anything"]
    assert sorted(titles, key=shown.index) == titles
    assert "B for anything" not in officer.get(here(scene, "pick_wording"), {"q": "section"}).content.decode()


def test_wording_goes_into_an_empty_answer_and_after_one(officer, scene):
    row = kept(scene)
    address = here(scene, "use_wording", row.reference)
    officer.post(address, {"how": "replace", "based_on": based_on(officer.get(address))})
    assert answer(scene) == TEXT
    officer.post(address, {"how": "append", "based_on": based_on(officer.get(address))})
    assert answer(scene) == f"{TEXT}\n\n{TEXT}"
    officer.post(address, {"how": "replace", "based_on": based_on(officer.get(address))})
    assert answer(scene) == TEXT
    assert officer.post(address, {"how": "", "based_on": ""}).status_code == 422


def test_a_conflict_puts_nothing_in_and_shows_the_answer_as_it_is(officer, scene):
    row = kept(scene)
    address = here(scene, "use_wording", row.reference)
    read = based_on(officer.get(address))
    question = here(scene, "question")
    officer.post(question, {"text": "Said meanwhile.", "based_on": based_on(officer.get(question))})
    response = officer.post(address, {"how": "replace", "based_on": read})
    assert response.status_code == 409
    assert "Someone else changed this answer" in response.content.decode()
    assert "Said meanwhile." in response.content.decode()
    assert answer(scene) == "Said meanwhile."
    officer.post(address, {"how": "append", "based_on": based_on(response)})
    assert answer(scene) == f"Said meanwhile.\n\n{TEXT}"


def test_an_answer_that_would_be_too_long_is_refused(officer, scene):
    row = kept(scene, text="x" * 15_000)
    address = here(scene, "use_wording", row.reference)
    officer.post(address, {"how": "replace", "based_on": based_on(officer.get(address))})
    response = officer.post(address, {"how": "append", "based_on": based_on(officer.get(address))})
    assert response.status_code == 422
    assert "longer than 20,000 characters" in response.content.decode()


def test_a_partys_officer_cannot_put_wording_into_the_leads_text(client, scene):
    row = kept(scene, organisation=scene.organisations[1], by=scene.partner)
    sign_in(client, scene.partner)
    address = here(scene, "use_wording", row.reference)
    assert "Put it into the answer" not in client.get(address).content.decode()
    response = client.post(address, {"how": "replace"})
    assert response.status_code == 422
    assert answer(scene) == ""


def test_nothing_goes_into_a_text_that_is_no_longer_written(officer, scene):
    row = kept(scene)
    address = here(scene, "use_wording", row.reference)
    withdraw(agreement=scene.agreement, by=scene.officer, at=AT, reason="Not needed any more")
    response = officer.post(address, {"how": "replace"})
    assert response.status_code == 422
    assert "The agreement was withdrawn." in response.content.decode()


def test_keeping_an_answer(officer, scene):
    address = reverse("drafting:keep_answer", args=[scene.agreement.reference, "necessity", "text"])
    question = here(scene, "question")
    officer.post(question, {"text": "A good answer.", "based_on": based_on(officer.get(question))})
    page = officer.get(address).content.decode()
    assert "A good answer." in page
    token = page.split('name="token" value="')[1].split('"')[0]
    values = {"token": token, "title": "Good", "text": "A good answer.", "organisation": str(scene.lead.pk)}
    assert officer.post(address, values)["Location"] == question
    row = Wording.objects.get()
    assert (row.section, row.question) == ("necessity", "text")


def test_only_texts_are_made_of_wording(officer, scene):
    for name in ("pick_wording", "keep_answer"):
        assert (
            officer.get(
                reverse(f"drafting:{name}", args=[scene.agreement.reference, "purpose", "purposes"])
            ).status_code
            == 404
        )
