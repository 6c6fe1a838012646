"""A text beside the template that it came from: what was changed, added, left out, and what the template says since.

D-1: the fixed text of a template stays what it is, and every departure from it is named.
"""

import json

import pytest

from agreements import demo
from agreements import services as agreements
from drafting import against_template, beginning, template_files
from drafting.against_template import Kind
from drafting.services import starting, templates
from dsaformat import editing
from tests.drafting.scene import AT, draft
from tests.drafting.test_checking import at, document, page
from tests.drafting.test_templates import CODES, LEAD, begun, read
from tests.factories.people import make_operator, sign_in


def departures(edited, code="pan-london"):
    return [(one.kind, one.section, one.sentence) for one in against_template.departures(read(code), edited)]


@pytest.mark.parametrize("code", CODES)
def test_what_has_just_begun_says_what_its_template_says(code):
    assert departures(begun(code), code) == []


def test_an_answer_is_no_departure():
    text = begun("pan-london")
    first = next(section for section in read("pan-london").sections if not section.text and section.fixed)
    text = editing.put(text, f"sections/{first.key}", {"text": "Ours."})
    text = editing.put(text, "proportionality", {"text": "Only names."})
    assert departures(text) == []


def test_changed_fixed_wording_is_shown_as_a_redline():
    section = next(section for section in read("pan-london").sections if section.fixed)
    text = editing.put(
        begun("pan-london"), f"sections/{section.key}", {"fixed": f"{section.fixed}\n\nBut not on Sundays."}
    )
    (found,) = against_template.departures(read("pan-london"), text)
    assert (found.kind, found.section) == (Kind.FIXED, section.key)
    assert found.sentence == f"{section.number} {section.heading}: the fixed wording was changed."
    assert ("added", "But not on Sundays.") in [(run.state, run.text.strip()) for run in found.runs]
    emptied = editing.put(text, f"sections/{section.key}", {"fixed": None})
    assert "was taken out" in against_template.departures(read("pan-london"), emptied)[0].sentence


def test_sections_that_came_and_went_are_named_with_the_reason():
    outline = read("pan-london")
    text = editing.add(begun("pan-london"), "sections", {"key": "cats", "heading": "Cats", "text": "None."})
    gone, left = (section for section in text.sections[3:5])
    text = editing.without(text, f"sections/{gone.key}")
    text = editing.put(text, f"sections/{left.key}", {"not_needed": "No cats either."})
    found = {(one.kind, one.section): one for one in against_template.departures(outline, text)}
    assert set(found) == {(Kind.ADDED, "cats"), (Kind.LEFT_OUT, gone.key), (Kind.LEFT_OUT, left.key)}
    assert found[Kind.LEFT_OUT, left.key].sentence.endswith("is left out. The reason given: No cats either.")
    assert [run.text for run in found[Kind.ADDED, "cats"].runs] == ["None."]


def test_headings_numbers_tables_and_order():
    text = begun("pan-london")
    one = next(section for section in text.sections if section.blocks and section.number)
    text = editing.put(text, f"sections/{one.key}", {"heading": "Other", "number": "99", "blocks": []})
    said = [sentence for kind, _, sentence in departures(text) if kind is Kind.SET_OUT]
    assert said[0] == f"99 Other: the template calls it “{one.heading}”."
    assert said[1] == f"99 Other: in the template it has the number {one.number}."
    assert said[2] == f"99 Other: the table “{one.blocks[0].label}” was taken out."
    last = begun("pan-london").sections[-1]
    moved = editing.move(begun("pan-london"), f"sections/{last.key}", -2)
    assert departures(moved) == [
        (
            Kind.SET_OUT,
            last.key,
            f"In another place than in the template: {last.number} {last.heading}.".replace(":  ", ": "),
        )
    ]


def test_the_demonstration_keeps_the_fixed_wording_of_its_template():
    """As it is loaded: a line that was broken in the file of the template is not broken in an agreement."""
    raw = (templates.folder() / "pan-london.yaml").read_bytes()
    outline = templates.parsed(template_files.unwrapped(template_files.read(raw)))
    text = demo.document(demo.folder() / "boroughs.json", on=AT.date())
    assert {one.kind for one in against_template.departures(outline, text)} == {Kind.LEFT_OUT}


# On pages


def _scene():
    templates.load(at=AT)
    scene = draft()
    row = templates.in_use("pan-london", "1")
    scene.agreement = starting.start(
        template=row, title="Early help", public_title="", lead=scene.lead, by=scene.officer, at=AT
    )
    return scene


STAGE = _scene


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def publish(change):
    """The next version of the template, changed by an operator."""
    operator = make_operator()
    row = templates.revise(template=templates.in_use("pan-london", "1"), by=operator, at=AT)
    values = json.loads(row.text)
    change(values)
    row = templates.write(template=row, values=values, by=operator, at=AT)
    return templates.publish(template=row, note="Shorter.", by=operator, at=AT)


def fixed(values):
    return next(section for section in values["sections"] if section.get("fixed"))


def test_the_page_is_reached_from_the_tasks_and_the_comparison(officer, scene):
    link = at(scene, "compare_template")
    for name in ("tasks", "compare"):
        assert f'href="{link}"' in page(officer, at(scene, name))
    shown = page(officer, link)
    assert "in the template’s words" in shown
    assert "The template has changed since" not in shown


def test_a_newer_version_is_told_and_can_be_compared_with(officer, scene):
    def change(values):
        fixed(values)["fixed"] = "Be kind."

    publish(change)
    assert "The template has changed since this draft was begun." in page(officer, at(scene, "tasks"))
    shown = page(officer, at(scene, "compare_template"))
    assert "The template has changed since: version 2" in shown
    assert "in the template’s words" in shown
    assert "Shorter." in shown
    assert "Show 1 change" in shown
    now = page(officer, at(scene, "compare_template", **{"with": "now"}))
    assert "the fixed wording was changed." in now
    assert "<del" in now
    both = page(officer, at(scene, "compare", **{"from": "template-now", "to": "now"}))
    assert "The template as it is now (version 2)" in both


def test_what_nobody_published_is_not_told_of(officer, scene):
    operator = make_operator()
    templates.revise(template=templates.in_use("pan-london", "1"), by=operator, at=AT)
    assert "The template has changed since" not in page(officer, at(scene, "tasks"))
    assert "The template has changed since" not in page(officer, at(scene, "compare_template"))


def test_departures_lead_to_their_sections(officer, scene):
    section = document(scene).sections[0]
    agreements.change(
        agreement=scene.agreement,
        edit=lambda text: editing.put(text, f"sections/{section.key}", {"heading": "About <us>"}),
        by=scene.officer,
        at=AT,
    )
    shown = page(officer, at(scene, "compare_template"))
    assert "About &lt;us&gt;: the template calls it" in shown
    assert f'href="{at(scene, "section", section.key)}"' in shown


def test_a_text_without_a_template_says_so(client, db):
    scene = draft()
    sign_in(client, scene.officer)
    assert "was not made from a template" in page(client, at(scene, "compare_template"))
    assert at(scene, "compare_template") not in page(client, at(scene, "tasks"))


def test_a_page_costs_the_same_whatever_the_template_says(officer, scene, django_assert_max_num_queries):
    publish(lambda values: [one.update(guidance="New.") for one in values["sections"]])
    with django_assert_max_num_queries(25):
        page(officer, at(scene, "compare_template", **{"with": "now"}))
    with django_assert_max_num_queries(25):
        page(officer, at(scene, "tasks"))


def test_a_new_agreement_begins_with_a_version_that_it_does_not_depart_from():
    text = beginning.document(read("protocol"), version=3, identity={"title": "New"}, lead=LEAD)
    assert against_template.departures(read("protocol"), text) == ()
