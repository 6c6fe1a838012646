"""The pages of templates: everybody reads, operators write, two who write at once see both texts."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from drafting import template_files
from drafting.models import Template
from drafting.services import templates
from tests.drafting.scene import AT
from tests.drafting.test_templates_files import SMALL
from tests.factories.people import make_operator, make_person, sign_in

pytestmark = pytest.mark.django_db


def at(name, *parts):
    return reverse(f"drafting:template_{name}", args=parts)


def body(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def hidden(shown, name="based_on"):
    place = shown.index(f'name="{name}"')
    tag = shown[shown.rindex("<", 0, place) : shown.index(">", place)]
    return tag.split('value="')[1].split('"')[0]


def newest(code="small"):
    return Template.objects.filter(code=code).order_by("-version").first()


@pytest.fixture
def operator():
    return make_operator()


@pytest.fixture
def row(operator):
    return templates.create(values=template_files.read(SMALL.encode()), by=operator, at=AT)


@pytest.fixture
def desk(client, operator, row):
    """An operator's browser, with one version being written."""
    sign_in(client, operator)
    return client


@pytest.fixture
def reader(client):
    sign_in(client, make_person("ig@council.example"))
    return client


def test_everybody_reads_what_is_in_use(reader):
    templates.load(at=AT)
    shown = body(reader.get(reverse("drafting:templates")))
    for row in Template.objects.all():
        assert row.title in shown
        page = body(reader.get(reverse("drafting:template", args=[row.code])))
        assert row.outline.sections[-1].task in page
        assert "Write the next version" not in page
    section = body(reader.get(at("section", "pan-london", 1, "lawful-basis")))
    assert "This agreement is not itself a lawful basis." in section
    assert "needed when special category data is shared" in body(reader.get(at("tasks", "pan-london", 1)))
    assert reader.get(at("section", "pan-london", 1, "nothing")).status_code == 404


def test_a_draft_is_there_for_operators_only(reader, row):
    assert reader.get(reverse("drafting:template", args=["small"])).status_code == 404
    assert "Small" not in body(reader.get(reverse("drafting:templates")))
    for name in ("version", "tasks", "download", "about", "publish", "discard"):
        assert reader.get(at(name, "small", 1)).status_code == 404
    assert reader.post(at("about", "small", 1), {"title": "X"}).status_code == 404
    assert reader.get(at("compare", "small")).status_code == 404
    assert reader.get(at("history", "small")).status_code == 404
    assert newest().title == "Small"


def test_readers_never_change_what_is_in_use(reader, row, operator):
    templates.publish(template=row, note="One.", by=operator, at=AT)
    for name in ("revise", "retire", "publish", "about", "discard"):
        assert reader.post(at(name, "small", 1), {"title": "X", "kind": "agreement"}).status_code == 403
    assert [one.state for one in Template.objects.all()] == ["published"]


def test_an_operator_writes_a_section_from_nothing_to_use(desk):
    desk.post(at("group_add", "small", 1), {"title": "More"})
    response = desk.post(
        at("section_add", "small", 1), {"heading": "Data", "task": "List it", "group": "more", "after": "purpose"}
    )
    assert response["Location"] == at("section", "small", 1, "data")
    page = body(desk.get(at("words", "small", 1, "data")))
    sent = {"based_on": hidden(page), "number": "2", "heading": "The data", "task": "List the data"}
    desk.post(at("words", "small", 1, "data"), sent | {"guidance": "- All", "fixed": "Only this.", "text": "[name it]"})
    page = body(desk.get(at("asks", "small", 1, "data")))
    sent = {"based_on": hidden(page), "group": "more", "optional": "on", "opens_when": ["personal_data", "police"]}
    sent |= {"because": "Nothing of the kind.", "blocks": ["data", "people"], "asks": ["purposes/purposes"]}
    assert desk.post(at("asks", "small", 1, "data"), sent).status_code == 302
    page = body(desk.get(at("asks", "small", 1, "data")))
    sent |= {"based_on": hidden(page), "leave_out": ["people"], "required": ["data"]}
    assert desk.post(at("asks", "small", 1, "data"), sent).status_code == 302
    desk.post(at("question_add", "small", 1, "data"), {"label": "Which reports?", "required": "on"})
    found = newest().outline.section("data")
    assert (found.number, found.heading, found.fixed, found.text) == ("2", "The data", "Only this.", "[name it]")
    assert ([block.value for block in found.blocks], found.asks) == (["data", "people"], ("purposes/purposes",))
    assert (found.leave_out, found.required, found.optional) == (("people",), ("data",), True)
    assert found.opens_when == ("personal_data", "police")
    assert [question.label for question in found.questions] == ["Which reports?"]
    page = body(desk.get(at("publish", "small", 1)))
    desk.post(at("publish", "small", 1), {"note": "First version.", "based_on": hidden(page)})
    assert newest().state == "published"
    assert "First version." in body(desk.get(reverse("drafting:template", args=["small"])))


def test_groups_sections_and_questions_move_and_go(desk):
    desk.post(at("group_add", "small", 1), {"title": "More"})
    desk.post(at("group_move", "small", 1, "more"), {"direction": "up"})
    assert [group.key for group in newest().outline.groups] == ["more", "all"]
    desk.post(at("section_add", "small", 1), {"heading": "Data", "task": "List it", "group": "all", "after": ""})
    desk.post(at("section_move", "small", 1, "data"), {"direction": "up"})
    assert [section.key for section in newest().outline.sections] == ["data", "purpose"]
    assert desk.post(at("section_move", "small", 1, "data"), {"direction": "sideways"}).status_code == 400
    for label in ("First?", "Second?"):
        desk.post(at("question_add", "small", 1, "data"), {"label": label})
    desk.post(at("question_move", "small", 1, "data", "second"), {"direction": "up"})
    assert [one.key for one in newest().outline.section("data").questions] == ["second", "first"]
    for name, parts in (
        ("question_remove", ("data", "first")),
        ("section_remove", ("data",)),
        ("group_remove", ("more",)),
    ):
        page = body(desk.get(at(name, "small", 1, *parts)))
        assert desk.post(at(name, "small", 1, *parts), {"based_on": hidden(page)}).status_code == 302
    left = newest().outline
    assert ([group.key for group in left.groups], [one.key for one in left.sections]) == (["all"], ["purpose"])
    page = body(desk.get(at("group_remove", "small", 1, "all")))
    response = desk.post(at("group_remove", "small", 1, "all"), {"based_on": hidden(page)}, follow=True)
    assert "still has sections" in body(response)


def edit(desk, **more):
    page = body(desk.get(at("words", "small", 1, "purpose")))
    sent = {"based_on": hidden(page), "number": "", "heading": "Purpose", "task": "Say why"}
    return desk.post(at("words", "small", 1, "purpose"), sent | {"guidance": "", "fixed": "", "text": ""} | more)


def test_what_is_wrong_is_said_beside_what_was_typed(desk):
    shown = body(edit(desk, heading="", fixed="Long and precious wording."), 422)
    assert "Enter a heading" in shown
    assert "Long and precious wording." in shown
    shown = body(edit(desk, fixed="See [here](http://example.org)"), 422)
    assert "Links must start with https:// or mailto:" in shown


def test_a_field_that_was_sent_twice_is_refused(desk):
    page = body(desk.get(at("words", "small", 1, "purpose")))
    twice = {"based_on": hidden(page), "heading": ["A", "B"], "task": "T"}
    assert desk.post(at("words", "small", 1, "purpose"), twice).status_code == 400
    assert desk.post(at("group_add", "small", 1), {"title": ["A", "B"]}).status_code == 400
    assert newest().outline.section("purpose").heading == "Purpose"


def test_what_a_new_agreement_begins_with_is_checked(desk):
    address = at("start", "small", 1)
    read = {"based_on": hidden(body(desk.get(address)))}
    shown = body(desk.post(address, read | {"text": "term: {endless: true}"}), 422)
    assert "endless" in shown
    assert "is not a field" in shown
    assert "neither YAML nor JSON" in body(desk.post(address, read | {"text": "term: ["}), 422)
    assert desk.post(address, read | {"text": "term: {ongoing: true}"}).status_code == 302
    assert newest().outline.starts_with == {"term": {"ongoing": True}}
    assert "ongoing: true" in body(desk.get(address))


def test_a_file_goes_out_and_comes_in_again(desk):
    raw = desk.get(at("download", "small", 1))
    assert raw["Content-Disposition"] == 'attachment; filename="small-version-1.yaml"'
    text = raw.content.decode().replace("code: small", "code: second").replace("title: Small", "title: Second")
    response = desk.post(at("upload"), {"file": io.BytesIO(text.encode())})
    assert response["Location"] == at("version", "second", 1)
    assert "already" in body(desk.post(at("upload"), {"file": io.BytesIO(text.encode())}), 422)
    assert "Field required" in body(desk.post(at("upload"), {"file": io.BytesIO(b"code: x")}), 422)
    assert "Select a file" in body(desk.post(at("upload"), {}), 422)
    assert "empty" in body(desk.post(at("upload"), {"file": io.BytesIO(b"")}), 422)
    big = io.BytesIO(b"x" * 1_000_001)
    assert "smaller than 1MB" in body(desk.post(at("upload"), {"file": big}), 422)


def test_a_new_template_begins_as_a_copy(desk, row, operator):
    templates.publish(template=row, note="One.", by=operator, at=AT)
    sent = {"code": "copy", "title": "Copy of it", "source": str(row.pk)}
    assert desk.post(at("new"), sent)["Location"] == at("version", "copy", 1)
    made = newest("copy")
    assert (made.title, made.state, made.outline.sections) == ("Copy of it", "draft", row.outline.sections)
    assert "small letters" in body(desk.post(at("new"), sent | {"code": "Not a code"}), 422)
    assert "already" in body(desk.post(at("new"), sent), 422)
    assert "cannot have the code new" in body(desk.post(at("new"), sent | {"code": "new"}), 422)


def test_versions_are_compared_and_their_history_told(desk, row, operator):
    templates.publish(template=row, note="One.", by=operator, at=AT)
    desk.post(at("revise", "small", 1))
    address = at("words", "small", 2, "purpose")
    sent = {"based_on": hidden(body(desk.get(address))), "heading": "Purpose", "task": "Say what it is for"}
    desk.post(address, sent)
    shown = body(desk.get(at("compare", "small"), {"old": "1", "new": "2"}))
    assert "Purpose: changed" in shown
    assert "<ins" in shown
    assert "The two versions say the same." in body(desk.get(at("compare", "small"), {"old": "2", "new": "2"}))
    assert body(desk.get(at("compare", "small"), {"old": "x", "new": "99"}))
    told = body(desk.get(at("history", "small")))
    for words in ("Published", "Begun", "Purpose: changed", operator.full_name):
        assert words in told


def test_readers_compare_only_what_was_in_use(client, row, operator):
    templates.publish(template=row, note="One.", by=operator, at=AT)
    templates.revise(template=row, by=operator, at=AT)
    sign_in(client, make_person("ig@council.example"))
    assert "Version 2" not in body(client.get(at("compare", "small"), {"new": "2"}))


def test_taking_out_of_use_and_throwing_away_ask_first(desk, row, operator):
    templates.publish(template=row, note="One.", by=operator, at=AT)
    desk.post(at("revise", "small", 1))
    body(desk.get(at("discard", "small", 2)))
    desk.post(at("discard", "small", 2))
    assert newest().version == 1
    body(desk.get(at("retire", "small", 1)))
    desk.post(at("retire", "small", 1))
    assert newest().state == "retired"
    assert "in use" in body(desk.get(at("retire", "small", 1)), 403)


def test_pages_ask_little_of_the_database_however_many_templates_there_are(desk, row, operator):
    templates.load(at=AT)
    for number in range(60):
        values = template_files.read(SMALL.encode()) | {"code": f"small-{number}", "title": f"Small {number}"}
        templates.create(values=values, by=operator, at=AT)
    for address in (
        reverse("drafting:templates"),
        reverse("drafting:template", args=["pan-london"]),
        at("version", "small", 1),
        at("section", "small", 1, "purpose"),
        at("asks", "small", 1, "purpose"),
        at("history", "small"),
        at("new"),
    ):
        with CaptureQueriesContext(connection) as queries:
            body(desk.get(address))
        assert len(queries) <= 25, address
    assert "page 1 of 2" in body(desk.get(reverse("drafting:templates")))
