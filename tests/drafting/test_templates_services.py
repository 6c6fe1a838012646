"""The life of a template: drafts change, what is in use never does, and two who write at once both hear of it."""

import pytest
from django.db import IntegrityError, transaction

from drafting import policies, reworking, template_files
from drafting.choices import TemplateState
from drafting.models import Template
from drafting.services import starting, templates
from foundation.verdicts import Refused
from tests.drafting.scene import AT, draft
from tests.drafting.test_templates_files import SMALL
from tests.factories.people import make_operator, make_person

pytestmark = pytest.mark.django_db
PURPOSE = "sections/purpose"


@pytest.fixture
def operator():
    return make_operator()


@pytest.fixture
def row(operator):
    return templates.create(values=template_files.read(SMALL.encode()), by=operator, at=AT)


def publish(row, operator, **more):
    return templates.publish(template=row, note="First.", by=operator, at=AT, **more)


def write(row, operator, heading, based_on=None):
    row.refresh_from_db()
    read = reworking.digest(reworking.plain(row.outline), PURPOSE, ("heading",)) if based_on is None else based_on
    return templates.change(
        template=row,
        edit=lambda values: reworking.put(values, PURPOSE, {"heading": heading}),
        place=PURPOSE,
        names=("heading",),
        based_on=read,
        by=operator,
        at=AT,
    )


def test_only_operators_change_templates(row, operator):
    other = make_person("ig@council.example")
    assert not policies.can_edit_templates(other)
    for act in (
        lambda: write(row, other, "X"),
        lambda: publish(row, other),
        lambda: templates.discard(template=row, by=other),
        lambda: templates.revise(template=row, by=other, at=AT),
        lambda: templates.retire(template=row, by=other, at=AT),
        lambda: templates.create(values={}, by=other, at=AT),
        lambda: templates.write(template=row, values={}, by=other, at=AT),
    ):
        with pytest.raises(Refused, match="run this portal"):
            act()
    assert Template.history.filter(code="small").count() == 1


def test_a_change_is_kept_with_who_made_it(row, operator):
    write(row, operator, "Purposes")
    newest = Template.history.filter(code="small").latest("history_id")
    assert newest.changed_by == operator
    assert '"Purposes"' in newest.text
    write(row, operator, "Purposes")
    assert Template.history.filter(code="small").count() == 2, "saying the same again is no change"


def test_two_who_change_the_same_thing_meet_and_others_do_not(row, operator):
    plain = reworking.plain(row.outline)
    seen = reworking.digest(plain, PURPOSE, ("heading",))
    task = reworking.digest(plain, PURPOSE, ("task",))
    write(row, operator, "First", seen)
    with pytest.raises(templates.Changed) as changed:
        write(row, operator, "Second", seen)
    assert reworking.at(changed.value.values, PURPOSE)["heading"] == "First"
    templates.change(
        template=row,
        edit=lambda values: reworking.put(values, PURPOSE, {"task": "Say it"}),
        place=PURPOSE,
        names=("task",),
        based_on=task,
        by=operator,
        at=AT,
    )
    row.refresh_from_db()
    assert (row.outline.sections[0].heading, row.outline.sections[0].task) == ("First", "Say it")


def test_what_is_in_use_never_changes(row, operator):
    publish(row, operator)
    text = Template.objects.get(pk=row.pk).text
    for act in (
        lambda: write(row, operator, "Other"),
        lambda: publish(row, operator),
        lambda: templates.discard(template=row, by=operator),
        lambda: templates.write(template=row, values=template_files.read(SMALL.encode()), by=operator, at=AT),
    ):
        with pytest.raises(Refused, match="no longer changes"):
            act()
    assert Template.objects.get(pk=row.pk).text == text


def test_agreements_keep_the_version_they_began_with(row, operator):
    scene = draft()
    publish(row, operator)
    row.refresh_from_db()
    made = starting.start(template=row, title="A", public_title="A", lead=scene.lead, by=scene.officer, at=AT)
    second = templates.revise(template=row, by=operator, at=AT)
    write(second, operator, "Second")
    publish(second, operator)
    row.refresh_from_db()
    assert (row.state, second.version) == (TemplateState.RETIRED, 2)
    from agreements import assembly

    used = assembly.assemble(made).template
    assert templates.in_use(used.code, used.version) == row
    assert row.outline.sections[0].heading == "Purpose"
    with pytest.raises(Refused, match="not in use"):
        starting.start(template=row, title="B", public_title="B", lead=scene.lead, by=scene.officer, at=AT)


def test_one_next_version_at_a_time(row, operator):
    publish(row, operator)
    second = templates.revise(template=row, by=operator, at=AT)
    assert templates.revise(template=row, by=operator, at=AT) == second
    templates.discard(template=second, by=operator)
    with pytest.raises(Refused, match="thrown away"):
        write_gone(second, operator)
    assert templates.revise(template=row, by=operator, at=AT).version == 2


def write_gone(row, operator):
    templates.write(template=row, values={}, by=operator, at=AT)


def test_a_version_goes_back_to_an_older_one_by_being_written_from_it(row, operator):
    publish(row, operator)
    second = templates.revise(template=row, by=operator, at=AT)
    write(second, operator, "Second")
    publish(second, operator)
    row.refresh_from_db()
    third = templates.revise(template=row, by=operator, at=AT)
    assert (third.version, third.outline.sections[0].heading) == (3, "Purpose")


def test_publishing_what_was_not_read_is_refused(row, operator):
    seen = templates.digest(row)
    write(row, operator, "Changed meanwhile")
    with pytest.raises(templates.Changed):
        publish(row, operator, based_on=seen)
    row.refresh_from_db()
    assert publish(row, operator, based_on=templates.digest(row)).state == TemplateState.PUBLISHED


def test_a_template_without_sections_is_not_published(operator):
    empty = {"code": "empty", "title": "Empty", "groups": [], "sections": []}
    row = templates.create(values=empty, by=operator, at=AT)
    with pytest.raises(Refused, match="Add a section"):
        publish(row, operator)


@pytest.mark.parametrize("code", sorted(templates.RESERVED))
def test_codes_that_are_addresses_are_refused(operator, code):
    with pytest.raises(Refused, match="Choose another"):
        templates.create(values=template_files.read(SMALL.encode()) | {"code": code}, by=operator, at=AT)


def test_a_code_is_taken_once_and_never_changes(row, operator):
    with pytest.raises(Refused, match="already"):
        templates.create(values=template_files.read(SMALL.encode()), by=operator, at=AT)
    with pytest.raises(Refused, match="stays as it is"):
        templates.write(
            template=row, values=template_files.read(SMALL.encode()) | {"code": "other"}, by=operator, at=AT
        )


@pytest.mark.parametrize(
    "values",
    [
        {"version": 1},
        {"version": 2, "state": "draft"},
        {"version": 2, "state": "published", "published_at": None},
        {"version": 2, "state": "retired", "published_at": None},
        {"version": 0, "state": "retired"},
        {"version": 2, "state": "other"},
    ],
)
def test_the_database_holds_the_line(row, values):
    """Races that slip past the services end here: one draft, one in use, and dates that fit."""
    wanted = {"code": "small", "title": "S", "text": "{}", "changed_at": AT, "state": "retired", "published_at": AT}
    wanted |= {"published_at": None} if values.get("state") == "draft" else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Template.objects.create(**(wanted | values))


def test_two_in_use_at_once_are_refused_by_the_database(row, operator):
    publish(row, operator)
    with pytest.raises(IntegrityError), transaction.atomic():
        Template.objects.create(
            code="small", version=2, title="S", text="{}", changed_at=AT, state="published", published_at=AT
        )


def test_a_document_cannot_name_a_version_that_is_still_being_written(row, operator):
    assert templates.in_use("small", "1") is None
    publish(row, operator)
    assert templates.in_use("small", "1") == row
    for version in ("", "0", "9", "²", "1" * 10, "1.0", "-1"):
        assert templates.in_use("small", version) is None


def test_retired_templates_are_not_offered_and_can_be_written_again(row, operator):
    with pytest.raises(Refused, match="in use"):
        templates.retire(template=row, by=operator, at=AT)
    publish(row, operator)
    templates.retire(template=row, by=operator, at=AT)
    assert templates.revise(template=row, by=operator, at=AT).version == 2
