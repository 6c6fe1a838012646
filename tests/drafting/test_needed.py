"""Sections that can be left out, and sections that are asked although nothing calls for them (D-1)."""

import pytest

from agreements import services as agreements
from drafting import progress, services
from drafting.choices import TaskStatus
from drafting.models import SectionMark
from drafting.outline import OutlineSection
from drafting.services import starting, templates
from drafting.views.desk import outline_of
from dsaformat import editing
from foundation.verdicts import Refused
from tests.drafting.scene import AT, draft
from tests.drafting.test_checking import at, document, page
from tests.drafting.test_templates import CODES, begun, read
from tests.factories.people import sign_in

ALWAYS, OPTIONAL, SOMETIMES = "purpose", "oversight", "law-enforcement"


def one(scene, key):
    return templates.in_use("pan-london", "1").outline.section(key)


def statuses(code="pan-london", **wanted):
    tasks = progress.tasks(read(code), begun(code), {}, wanted=wanted)
    return {task.section.key: (task.status, task.hint) for task in tasks}


@pytest.mark.parametrize("code", CODES)
def test_every_template_has_sections_that_stay_and_some_that_may_go(code):
    """D-1: optional sections."""
    may = {section.may_be_left_out for section in read(code).sections}
    assert may == {True, False}


def test_what_may_be_left_out():
    section = OutlineSection(key="one", heading="One", task="One", group="g")
    assert not section.may_be_left_out
    assert section.model_copy(update={"optional": True}).may_be_left_out
    assert section.model_copy(update={"opens_when": ("police",)}).may_be_left_out


def test_a_section_that_nothing_calls_for_is_asked_when_somebody_wants_it():
    sometimes = next(section.key for section in read("pan-london").sections if section.opens_when)
    assert statuses()[sometimes][0] is TaskStatus.NOT_NEEDED
    status, hint = statuses(**{sometimes: "The police join in May."})[sometimes]
    assert status is not TaskStatus.NOT_NEEDED
    assert hint == "Asked although nothing calls for it. The police join in May."


def test_a_reason_that_is_no_longer_needed_is_not_shown():
    assert statuses(purpose="Old.")["purpose"] == statuses()["purpose"]


# By services and on pages


def _scene():
    templates.load(at=AT)
    scene = draft()
    scene.agreement = starting.start(
        template=templates.in_use("pan-london", "1"),
        title="Early help",
        public_title="",
        lead=scene.lead,
        by=scene.officer,
        at=AT,
    )
    return scene


STAGE = _scene


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def leave_out(scene, key, reason, by=None):
    return services.say_not_needed(
        agreement=scene.agreement, section=one(scene, key), reason=reason, by=by or scene.officer, at=AT
    )


def test_what_every_agreement_has_is_not_left_out(officer, scene):
    with pytest.raises(Refused, match="Every agreement made from this template has this section"):
        leave_out(scene, ALWAYS, "We are in a hurry.")
    assert at(scene, "not_needed", ALWAYS) not in page(officer, at(scene, "section", ALWAYS))
    shown = page(officer, at(scene, "not_needed", ALWAYS))
    assert "Every agreement made from this template has this section" in shown
    assert 'name="reason"' not in shown
    response = officer.post(at(scene, "not_needed", ALWAYS), {"reason": "We are in a hurry."})
    assert response.status_code == 422
    assert not any(section.not_needed for section in document(scene).sections)


def test_an_optional_section_goes_and_comes_back(officer, scene):
    assert "can be left out" in page(officer, at(scene, "tasks"))
    address = at(scene, "not_needed", OPTIONAL)
    assert f'href="{address}"' in page(officer, at(scene, "section", OPTIONAL))
    response = officer.post(address, {"reason": "  "})
    assert response.status_code == 422
    assert "Enter why the section is not needed" in response.content.decode()
    assert officer.post(address, {"reason": "One council alone decides."}).status_code == 302
    assert "One council alone decides." in page(officer, at(scene, "tasks"))
    assert "Change why this section is not needed, or ask it again" in page(officer, at(scene, "section", OPTIONAL))
    assert officer.post(address, {"reason": ""}).status_code == 302
    assert not progress.left_out(one(scene, OPTIONAL), document(scene))


def test_what_was_left_out_once_can_always_be_asked_again(officer, scene):
    """A file, or an earlier version of the template, may have left out what this one asks for."""
    text = document(scene)
    agreements.change(
        agreement=scene.agreement,
        edit=lambda text: editing.put(text, f"sections/{ALWAYS}", {"not_needed": "Not ours."}),
        by=scene.officer,
        at=AT,
    )
    assert officer.post(at(scene, "not_needed", ALWAYS), {"reason": ""}).status_code == 302
    assert document(scene).sections == text.sections


def test_a_section_is_asked_for_a_reason_and_no_longer_without_one(officer, scene):
    link = at(scene, "ask_section", SOMETIMES)
    shown = page(officer, at(scene, "section", SOMETIMES))
    assert f'href="{link}"' in shown
    assert "This section is needed here" in shown
    assert "The template does not ask this section here" in page(officer, link)
    assert officer.post(link, {"reason": ""}).status_code == 422
    assert officer.post(link, {"reason": "The police join in May."}).status_code == 302
    assert "The police join in May." in page(officer, at(scene, "tasks"))
    assert "Change why it is asked, or ask it no longer" in page(officer, at(scene, "section", SOMETIMES))
    assert SectionMark.history.filter(section=SOMETIMES).count() == 1
    officer.post(link, {"reason": ""})
    assert "The police join in May." not in page(officer, at(scene, "tasks"))


def test_marking_a_section_keeps_why_it_is_asked(scene):
    section = one(scene, SOMETIMES)
    named = {"agreement": scene.agreement, "section": section, "by": scene.officer, "at": AT}
    services.want(reason="The police join in May.", **named)
    row = services.mark(completed=True, **named)
    assert (row.completed, row.wanted_because) == (True, "The police join in May.")
    assert services.want(reason="", **named).completed


@pytest.mark.parametrize("who", ["partner", "reader", "reviewer"])
def test_only_the_leads_officers_say_what_is_needed(scene, who):
    with pytest.raises(Refused):
        leave_out(scene, OPTIONAL, "No.", by=getattr(scene, who))
    with pytest.raises(Refused):
        services.want(
            agreement=scene.agreement, section=one(scene, SOMETIMES), reason="Yes.", by=getattr(scene, who), at=AT
        )


def test_a_text_that_no_template_made_may_leave_out_any_section(db):
    scene = draft()
    outline = outline_of(document(scene))
    assert [section.key for section in outline.sections if not section.may_be_left_out] == ["about"]
