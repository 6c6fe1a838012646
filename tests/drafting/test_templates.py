"""The templates that come with the portal: what they hold, what they ask, and that agreements can begin with them."""

import re

import pytest

from drafting import beginning, conditions, outline, progress, template_files
from drafting.choices import TemplateState
from drafting.models import Template
from drafting.services import starting, templates
from dsaformat.choices import Block
from tests.architecture.access_table import words
from tests.drafting.scene import AT, draft
from tests.factories.people import make_operator

CODES = ("annex", "article-26", "digital-economy", "no-personal-data", "pan-london", "protocol")
LEAD = {"key": "lead", "organisation": {"name": "Lead"}, "roles": ["controller"]}

NOT_ASKED: set[str] = set()
"""Standard questions that no template of the portal asks."""
NOT_SHOWN = {Block.WAIVERS}
"""Checks that were answered with a reason have pages of their own."""


def read(code):
    return templates.parsed(template_files.read((templates.folder() / f"{code}.yaml").read_bytes()))


def begun(code):
    return beginning.document(read(code), version=1, identity={"title": "New"}, lead=LEAD)


def test_these_templates_come_with_the_portal():
    assert sorted(path.stem for path in templates.folder().glob("*.yaml")) == sorted([*CODES, "questions"])


@pytest.mark.parametrize("code", CODES)
def test_an_agreement_can_begin_with_it(code):
    """D-1, C-1, A-1: fixed wording, blocks and presets arrive in the document."""
    found, document = read(code), begun(code)
    assert document.template.code == code
    shown = {section.key: section for section in document.sections}
    for section in found.sections:
        if section.fixed:
            assert shown[section.key].fixed == section.fixed
        assert shown.get(section.key, section).blocks == section.blocks
    for part in found.starts_with:
        assert getattr(document, part) != type(document).model_fields[part].default, part


@pytest.mark.parametrize("code", CODES)
def test_a_file_read_and_written_is_the_same(code):
    found = read(code)
    again = templates.parsed(template_files.read(template_files.written(found).encode()))
    assert again == found


@pytest.mark.parametrize("code", CODES)
def test_each_section_says_what_to_do_and_why_it_may_not_be_needed(code):
    for section in read(code).sections:
        assert section.task[:1].isupper(), section.key
        assert not section.task.endswith("."), section.key
        assert bool(section.because) == bool(section.opens_when), section.key
        assert section.asked or section.fixed or Block.ATTACHMENTS in section.blocks, section.key


@pytest.mark.parametrize("code", CODES)
def test_no_gap_stands_in_wording_that_nobody_can_change(code):
    """D-1: a gap in square brackets must be fillable. Rule TX-01 finds those that are left."""
    for section in read(code).sections:
        assert "[" not in section.fixed + section.heading + section.because, section.key


def test_gaps_are_in_words_that_the_checks_find():
    from lawfulbasis.rules.text import _IN_BRACKETS

    for code in CODES:
        for gap in re.findall(r"\[[^\]]+\]", str(read(code).starts_with)):
            words = gap.strip("[]'\"")
            if " " in words and not words.startswith(("{", "'")):
                assert _IN_BRACKETS.search(f"[{words}]"), (code, gap)


@pytest.mark.parametrize("code", CODES)
def test_the_same_place_is_asked_for_once(code):
    seen = {}
    for section in read(code).sections:
        for question in section.asked:
            if question.kind != "answer":
                place = (question.path, question.fields, str(question.where))
                assert place not in seen, f"{section.key} and {seen[place]} both ask {question.key}"
                seen[place] = section.key


def test_every_standard_question_is_asked_somewhere():
    asked = {
        (question.path, question.fields)
        for code in CODES
        for section in read(code).sections
        for question in section.asked
    }
    missing = {
        f"{block}/{question.key}"
        for block, questions in outline.standard().items()
        for question in questions
        if (question.path, question.fields) not in asked
    }
    assert missing == NOT_ASKED


def test_every_table_is_shown_somewhere():
    shown = {block for code in CODES for section in read(code).sections for block in section.blocks}
    assert set(Block) - shown == NOT_SHOWN


def test_every_condition_has_words_and_opens_something_or_is_for_administrators():
    assert set(conditions.LABELS) == set(conditions.CONDITIONS)
    used = {name for code in CODES for section in read(code).sections for name in section.opens_when}
    assert set(conditions.CONDITIONS) - used == {"several_parties"}


@pytest.mark.parametrize("code", CODES)
def test_what_it_asks_is_where_a_check_sends_people(code):
    """A finding about a part that the template asks for leads to one of its questions."""
    found, document = read(code), begun(code)
    for section in found.sections:
        for question in section.asked:
            if question.kind == "part":
                names = question.names
                assert progress.home(found, document, f"{question.path}/{names[0]}") is not None


def test_the_pan_london_template_has_each_heading_of_its_source():
    """D: the numbers of the source, and the law where the source was wrong."""
    found = read("pan-london")
    numbers = {section.number for section in found.sections}
    wanted = "1.1 1.2 1.2.1 1.3 1.4 2.1 2.1.1 2.2 2.3 2.4 2.5 2.6 3.1 3.2 3.3 4.1 4.3 4.4 4.5 4.6 4.7.1 4.7.2"
    assert set(words(wanted)) <= numbers
    document = begun("pan-london")
    rights = {row.right: row.applies.value for row in document.rights}
    assert rights["right_restriction"] == "yes"
    assert {"right_automated_decisions", "right_erasure", "right_object"} <= set(rights)
    duty = found.section("serious-violence").fixed
    assert "integrated care boards" in duty
    assert "no party discloses patient information" in duty
    assert "Part 1, 2 or 3" in found.section("criminal-offences").fixed
    assert "screening" in found.section("dpia").fixed


def test_presets_of_the_other_sources():
    """C-26, E-10, E-21, E-34, A-1, A-13: intervals, days and limits that the sources set."""
    protocol, act, annex = begun("protocol"), begun("digital-economy"), begun("annex")
    assert protocol.term.review.then_every_months == 12
    assert (act.term.review.first_after_months, act.term.review.then_every_months) == (6, 12)
    foi = act.freedom_of_information
    assert (str(foi.consult), str(foi.answer)) == ("2 working days", "7 working days")
    assert str(act.incidents.regulator) == "72 hours"
    assert len(act.checklists[0].items) == 10
    assert annex.related[0].link.value == "annex_of"
    assert {rule.key for rule in annex.sharing_rules} >= {"wider", "partners", "information-request"}
    assert [section.number for section in protocol.sections if section.number.isdigit()] == [
        str(number) for number in range(1, 11)
    ] + ["11"]


def test_the_joint_arrangement_shares_out_each_right_and_duty():
    """Article 26: a contact point, who does what, and the essence for the public."""
    found, document = read("article-26"), begun("article-26")
    duties = " ".join(row.duty for row in document.joint.responsibilities)
    for article in ("13 and 14", "15", "16", "17", "18", "19", "20", "21", "22A", "28", "30", "32", "33", "34", "35"):
        assert f"Article {article}" in duties or f"Articles {article}" in duties, article
    names = {question.path for section in found.sections for question in section.asked}
    assert {"joint", "joint/responsibilities"} <= names


@pytest.mark.django_db
def test_loading_twice_loads_once_and_keeps_what_was_changed():
    assert {row.code for row in templates.load(at=AT)} == set(CODES)
    row = Template.objects.get(code="protocol")
    assert (row.state, row.version, row.changed_by) == (TemplateState.PUBLISHED, 1, None)
    Template.objects.filter(code="annex").delete()
    assert [row.code for row in templates.load(at=AT)] == ["annex"]


@pytest.mark.django_db
def test_an_upgrade_publishes_new_words_unless_an_administrator_changed_the_template(tmp_path, settings):
    templates.load(at=AT)
    (tmp_path / "fixtures" / "templates").mkdir(parents=True)
    for path in templates.folder().glob("*.yaml"):
        new = path.read_text().replace("task: Set the dates and the review", "task: Set the dates")
        (tmp_path / "fixtures" / "templates" / path.name).write_text(new)
    settings.BASE_DIR = tmp_path
    operator = make_operator()
    theirs = templates.revise(template=Template.objects.get(code="protocol"), by=operator, at=AT)
    gone = Template.objects.get(code="annex")
    templates.retire(template=gone, by=operator, at=AT)
    made = templates.load(at=AT)
    assert {(row.code, row.version) for row in made} == {
        ("article-26", 2),
        ("digital-economy", 2),
        ("no-personal-data", 2),
        ("pan-london", 2),
    }
    assert templates.load(at=AT) == []
    assert Template.objects.get(code="pan-london", version=1).state == TemplateState.RETIRED
    assert Template.objects.get(pk=theirs.pk).state == TemplateState.DRAFT
    assert Template.objects.filter(code="annex", state=TemplateState.PUBLISHED).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_an_officer_begins_an_agreement_with_it(code):
    scene = draft()
    templates.load(at=AT)
    row = Template.objects.get(code=code)
    made = starting.start(
        template=row, title="Early help", public_title="Early help", lead=scene.lead, by=scene.officer, at=AT
    )
    from agreements import assembly

    document = assembly.assemble(made)
    assert (document.template.code, document.template.version) == (code, "1")
    tasks = progress.tasks(row.outline, document, {})
    assert len(tasks) == len(row.outline.sections)
    assert not any("\n" in line and not line.strip() for line in [task.hint for task in tasks])


def test_shipped_texts_have_one_line_for_each_paragraph():
    joined = template_files.unwrapped({"a": ["One\ntwo\n\n- three\n  four\n- five\n\n## Six\nseven"]})
    assert joined == {"a": ["One two\n\n- three four\n- five\n\n## Six\nseven"]}
    assert template_files.unwrapped(joined) == joined
