"""Tables pasted from a spreadsheet: read, mapped, checked and added; nothing lost, nothing run (C-6)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements import assembly
from drafting import pasting
from drafting.models import Typed
from dsaformat import parts
from foundation.verdicts import Refused
from lawfulbasis import services as law
from tests.drafting.scene import TODAY, draft
from tests.factories.people import sign_in

ITEMS = ("data", "data", "datasets/families/items")
SCRIPT = "<script>alert(1)</script>"


def at(scene, *parts):
    return reverse("drafting:paste", args=[scene.agreement.reference, *parts])


def document(scene):
    scene.agreement.refresh_from_db()
    return assembly.assemble(scene.agreement)


def body(response):
    return response.content.decode()


def tabbed(*rows):
    return "\n".join("\t".join(row) for row in rows)


STAGE = draft


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


class TestReading:
    def test_tabs_commas_and_semicolons(self):
        for mark in "\t,;":
            found = pasting.table(f"Name{mark}Note\nDate of birth{mark}as held")
            assert (found.heads, found.lines[0].cells) == (("Name", "Note"), ("Date of birth", "as held"))

    def test_a_quoted_cell_has_several_lines_and_commas(self):
        found = pasting.table('Name,Note\n"Age, in years","One\nTwo"\n')
        assert found.lines[0].cells == ("Age, in years", "One\nTwo")

    def test_lines_are_numbered_as_a_spreadsheet_does(self):
        found = pasting.table("Name\nA\n\nB\n")
        assert [(line.number, line.cells[0]) for line in found.lines] == [(2, "A"), (4, "B")]

    def test_cells_without_a_heading_are_not_lost(self):
        for pasted in ("Name\nA\tmore", "Name\t\nA\tmore", "Name,\nA,more"):
            assert pasting.table(pasted).heads == ("Name", "Column 2")

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("", "Paste a table, its headings first"),
            ("Name", "Paste at least one line under the headings"),
            ("Name\n" + "a\n" * 5_000, "Paste 1,000 lines or fewer at a time. You pasted 5,000"),
            ("\t".join("abcdefg" * 6) + "\na", "Paste 40 columns or fewer"),
            ("a" * 500_001, "Paste 500,000 characters or fewer at a time"),
        ],
    )
    def test_what_is_no_table_or_too_much_is_refused(self, typed, words):
        with pytest.raises(Refused, match=words):
            pasting.table(typed)

    def test_headings_are_recognised_once_each(self):
        known = pasting.columns(parts.DataItem)
        found = pasting.guessed(("Data item", "Definition", "Type", "Match key", "Data item", "Colour"), known)
        assert found == {0: "name", 1: "description", 2: "value_kind", 3: "matching_key"}

    @pytest.mark.parametrize(
        "model", [parts.DataItem, parts.Legislation, parts.RetentionRule, parts.Dataset, parts.Flow]
    )
    def test_every_column_can_be_read_or_says_why_not(self, scene, model):
        known = pasting.columns(model)
        found = pasting.Table(tuple(one.title for one in known), (pasting.Line(2, tuple("?" for _ in known)),))
        reader = pasting.Reader(document(scene), law.catalogue(), TODAY)
        mapping = {index: one.name for index, one in enumerate(known)}
        assert all(isinstance(problem, str) for problem in reader.read(found, mapping, known, model)[0].problems)

    def test_cells_become_values(self, scene):
        known = pasting.columns(parts.RetentionRule)
        cells = ("Borough 2 Council", "Families", "6 Years", "=SUM(A1:A9)")
        found = pasting.Table(("party", "datasets", "period", "method"), (pasting.Line(2, cells),))
        reader = pasting.Reader(document(scene), law.catalogue(), TODAY)
        read = reader.read(found, dict(enumerate(found.heads)), known, parts.RetentionRule)[0]
        assert read.problems == ()
        assert read.values == {
            "party": "p1",
            "datasets": ["families"],
            "period": {"number": 6, "unit": "years"},
            "method": "=SUM(A1:A9)",
        }

    @pytest.mark.parametrize(
        ("head", "cell", "words"),
        [
            ("name", "", "Item is empty"),
            ("value_kind", "Colour", "Kind of value: “Colour” is none of: Identifier, Text"),
            ("types", "Shoe size", "“Shoe size” is not in the catalogue of the law"),
            ("matching_key", "perhaps", "“perhaps” must be yes or no"),
            ("note", "x" * 501, "Note: must be 500 characters or fewer"),
            ("description", "x" * 20_001, "Description: must be 20,000 characters or fewer"),
            ("note", "\ue000", "Note: contains the character U+E000"),
        ],
    )
    def test_what_a_cell_cannot_say_is_told_by_line(self, scene, head, cell, words):
        known = pasting.columns(parts.DataItem)
        heads = ("name", head) if head != "name" else ("name",)
        cells = ("Age", cell) if head != "name" else (cell,)
        reader = pasting.Reader(document(scene), law.catalogue(), TODAY)
        found = pasting.Table(heads, (pasting.Line(7, cells),))
        read = reader.read(found, dict(enumerate(heads)), known, parts.DataItem)[0]
        assert read.number == 7
        assert words in " ".join(read.problems)


@pytest.mark.django_db
class TestPages:
    def test_sixty_one_items_in_one_go(self, officer, scene):
        lines = [(f"Variable {n}", "As held in the system.", "Text", "yes" if n == 1 else "no") for n in range(1, 62)]
        table = tabbed(("Variable name", "Definition", "Type", "Matching key"), *lines)
        shown = body(officer.post(at(scene, *ITEMS), {"table": table}))
        assert "61 lines." in shown
        assert "Variable 1" in shown
        assert "First line: As held in the system." in shown
        columns = {"column-0": "name", "column-1": "description", "column-2": "value_kind", "column-3": "matching_key"}
        response = officer.post(at(scene, *ITEMS), {"table": table, "step": "add", **columns})
        assert response.status_code == 302
        items = document(scene).datasets[0].items
        assert len(items) == 62
        assert (items[1].name, items[1].matching_key, items[2].matching_key) == ("Variable 1", True, False)

    def test_a_thousand_lines_go_in_and_five_thousand_do_not(self, officer, scene):
        table = tabbed(("Name",), *((f"Item {n}",) for n in range(1_000)))
        officer.post(at(scene, *ITEMS), {"table": table, "step": "add", "column-0": "name"})
        assert len(document(scene).datasets[0].items) == 1_001
        table = tabbed(("Name",), *((f"Item {n}",) for n in range(5_000)))
        response = officer.post(at(scene, *ITEMS), {"table": table, "step": "add", "column-0": "name"})
        assert response.status_code == 422
        assert "Paste 1,000 lines or fewer at a time. You pasted 5,000" in body(response)
        assert "Item 4999" in body(response)
        assert "Item 4999" in Typed.objects.get().values["table"][0]

    def test_problems_stop_the_lot_until_they_are_left_out(self, officer, scene):
        table = tabbed(("Name", "Match"), ("Age", "yes"), ("", "no"), ("Sex", "perhaps"))
        sent = {"table": table, "step": "add", "column-0": "name", "column-1": "matching_key"}
        response = officer.post(at(scene, *ITEMS), sent)
        shown = body(response)
        assert response.status_code == 422
        assert "2 lines have problems. Put them right in the table, or leave them out" in shown
        assert "“perhaps” must be yes or no" in shown
        assert "Sex\tperhaps" in shown
        assert len(document(scene).datasets[0].items) == 1
        officer.post(at(scene, *ITEMS), sent | {"skip": "on"})
        assert [item.name for item in document(scene).datasets[0].items] == ["Name", "Age"]

    def test_columns_must_be_named_and_named_once(self, officer, scene):
        table = tabbed(("A", "B"), ("1", "2"))
        response = officer.post(at(scene, *ITEMS), {"table": table, "step": "check", "column-0": "", "column-1": ""})
        assert "Choose which column holds Item" in body(response)
        response = officer.post(
            at(scene, *ITEMS), {"table": table, "step": "check", "column-0": "name", "column-1": "name"}
        )
        assert "Item is chosen for another column already" in body(response)

    def test_markup_and_formulas_are_text(self, officer, scene):
        table = tabbed((f"Name {SCRIPT}", "Note"), (SCRIPT, '=HYPERLINK("http://evil.example")'))
        sent = {"table": table, "column-0": "name", "column-1": "note"}
        assert SCRIPT not in body(officer.post(at(scene, *ITEMS), sent))
        officer.post(at(scene, *ITEMS), sent | {"step": "add"})
        item = document(scene).datasets[0].items[1]
        assert (item.name, item.note) == (SCRIPT, '=HYPERLINK("http://evil.example")')
        change = ("change", "data", "data", "datasets/families")
        address = reverse(f"drafting:{change[0]}", args=[scene.agreement.reference, *change[1:]])
        assert SCRIPT not in body(officer.get(address))

    def test_the_table_can_be_changed_again(self, officer, scene):
        table = tabbed(("Name",), ("Age",))
        shown = body(officer.post(at(scene, *ITEMS), {"table": table, "step": "table"}))
        assert "Age</textarea>" in shown
        assert "Read the table" in shown

    def test_any_list_takes_a_table(self, officer, scene):
        table = tabbed(("Held by", "How long"), ("Borough 1 Council", "3 months"), ("Borough 2 Council", "1 year"))
        sent = {"table": table, "step": "add", "column-0": "party", "column-1": "period"}
        officer.post(at(scene, "retention", "retention", "retention"), sent)
        assert sorted(str(row.period) for row in document(scene).retention) == [
            "1 year",
            "2 years",
            "2 years",
            "3 months",
        ]
        basis = tabbed(("Party", "Condition"), ("Borough 2 Council", "Legal obligation"))
        sent = {"table": basis, "step": "add", "column-0": "party", "column-1": "condition"}
        officer.post(at(scene, "law", "basis", "lawful_basis"), sent)
        row = next(row for row in document(scene).lawful_basis if row.condition == "art6_1_c_legal_obligation")
        assert (row.party, row.regime) == ("p1", "uk_gdpr_art6")

    def test_contacts_of_every_party_come_in_one_table(self, officer, scene):
        table = tabbed(
            ("Organisation", "Role", "Name", "Email"),
            ("Borough 1 Council", "Legal", "Ann Law", "ann@example.org"),
            ("Borough 2 Council", "Incidents", "Bob Safe", "bob@example.org"),
        )
        columns = {"column-0": "_party", "column-1": "role", "column-2": "name", "column-3": "email"}
        officer.post(at(scene, "parties", "contacts", "parties/*/contacts"), {"table": table, "step": "add", **columns})
        assert [party.contacts[-1].name for party in document(scene).parties] == ["Ann Law", "Bob Safe"]

    def test_a_partys_officer_pastes_into_their_own_data_alone(self, client, scene):
        sign_in(client, scene.partner)
        assert "<textarea" not in body(client.get(at(scene, *ITEMS)))
        table = tabbed(("Name",), ("Age",))
        client.post(at(scene, *ITEMS), {"table": table, "step": "add", "column-0": "name"})
        assert len(document(scene).datasets[0].items) == 1
        table = tabbed(("Held by", "Kept for"), ("Borough 1 Council", "3 months"))
        sent = {"table": table, "step": "add", "column-0": "party", "column-1": "period"}
        response = client.post(at(scene, "retention", "retention", "retention"), sent)
        assert "You can change what your own organisation says" in body(response)
        assert len(document(scene).retention) == 2

    def test_outsiders_and_other_places(self, client, scene):
        sign_in(client, scene.officer)
        for parts_ in (
            ("data", "data", "datasets/gone/items"),
            ("data", "data", "retention"),
            ("data", "data", "datasets/families"),
            ("necessity", "minimum", "proportionality"),
        ):
            assert client.get(at(scene, *parts_)).status_code == 404
        sign_in(client, scene.outsider)
        assert client.get(at(scene, *ITEMS)).status_code == 404

    @pytest.mark.parametrize("parties", [2, 33, 100])
    def test_no_page_asks_more_of_the_database_for_more_parties(self, client, parties):
        scene = draft(parties)
        sign_in(client, scene.officer)
        rows = [(party.name, "2 years") for party in document(scene).parties]
        table = tabbed(("Held by", "Kept for"), *rows)
        address = at(scene, "retention", "retention", "retention")
        for send in (lambda: client.get(address), lambda: client.post(address, {"table": table})):
            with CaptureQueriesContext(connection) as queries:
                assert send().status_code == 200
            assert len(queries) <= 25
