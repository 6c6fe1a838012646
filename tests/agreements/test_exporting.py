"""The filtered list as a file: what it holds, that it does nothing, and that it leaks nothing."""

import csv
import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from agreements import exporting
from agreements.models import Agreement, Party
from dsaportal.bench import crowd
from parties.models import Organisation
from tests.agreements.scene import AT
from tests.factories.parties import make_organisation
from tests.factories.people import make_person, sign_in
from tests.signing import scene as signing

pytestmark = pytest.mark.django_db

LIVE = ['=HYPERLINK("http://evil","x")', "+1", "-1", "@x", "\tx", "\rx", "＝1", "  =1"]


@pytest.fixture
def home():
    return make_organisation("Thurrock Council")


@pytest.fixture
def officer(client, home):
    person = make_person("ig@thurrock.example", home, [Role.IG_OFFICER])
    sign_in(client, person)
    return person


def make_agreement(title, lead, **values):
    number = Agreement.objects.count() + 1
    row = Agreement.objects.create(
        title=title, lead=lead, reference=f"DSA-2026-{number:04}", kind="agreement", created_at=AT, status_at=AT,
        search_text=title.casefold(), **values,
    )  # fmt: skip
    Party.objects.create(agreement=row, organisation=lead, key="lead", position=0)
    return row


def export(client, kind, query=""):
    return client.get(reverse("agreements:list_export", args=[kind]) + query)


def rows(client, query=""):
    text = export(client, "csv", query).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_each_kind_holds_the_same_and_is_named_as_a_file(client, officer, home):
    make_agreement("Zoë’s agreement", home, review_on=AT.date())
    [row] = rows(client)
    assert row["Title"] == "Zoë’s agreement"
    assert row["Parties"] == row["Lead"] == "Thurrock Council"
    assert (row["Review on"], row["Signed"], row["State"]) == ("2026-11-20", "", "Draft")
    assert row["Link"].endswith("/agreements/DSA-2026-0001/")
    answer = export(client, "json")
    [data] = json.loads(answer.content)["agreements"]
    assert data["parties"] == ["Thurrock Council"]
    assert (data["review_on"], data["signed"]) == ("2026-11-20", None)
    assert 'attachment; filename="agreements-' in answer["Content-Disposition"]
    answer = export(client, "xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    head, cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert tuple(head) == exporting.HEADINGS
    assert cells[head.index("Title")] == "Zoë’s agreement"
    assert cells[head.index("Review on")].date() == AT.date()


def test_csv_starts_with_a_mark_that_excel_reads(client, officer, home):
    make_agreement("Zoë", home)
    assert export(client, "csv").content.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("title", LIVE)
def test_b85_a_formula_is_text_in_every_table(client, officer, home, title):
    make_agreement(title, home)
    [row] = rows(client)
    assert row["Title"] == f"'{title}"
    sheet = load_workbook(io.BytesIO(export(client, "xlsx").content)).active
    cell = sheet["B2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")
    assert json.loads(export(client, "json").content)["agreements"][0]["title"] == title


def test_control_characters_do_not_break_a_workbook(client, officer, home):
    make_agreement("a\x01b", home)
    assert load_workbook(io.BytesIO(export(client, "xlsx").content)).active["B2"].value == "ab"


def test_only_what_is_listed_and_visible_leaves(client, officer, home):
    make_agreement("Ours", home)
    make_agreement("Ours in force", home, status="in_force")
    make_agreement("Theirs", make_organisation("Norwich City Council"))
    assert [row["Title"] for row in rows(client, "?sort=title")] == ["Ours", "Ours in force"]
    assert [row["Title"] for row in rows(client, "?state=in_force&page=7")] == ["Ours in force"]
    assert rows(client, "?q=theirs") == []
    for kind in exporting.FORMATS:
        assert b"Theirs" not in export(client, kind).content
        assert export(client, kind, "?q=theirs").status_code == 200


def test_signed_out_nobody_gets_a_file(client):
    assert export(client, "csv").status_code == 302


def test_an_unknown_kind_is_no_page(client, officer):
    for kind in ("pdf", "CSV", "exe"):
        assert export(client, kind).status_code == 404


def test_signatures_are_counted(client):
    staged = signing.set_stage(AT)
    signing.open_round(staged, AT, signing.SIGN_BY)
    sign_in(client, staged.officer)
    [row] = [row for row in rows(client) if row["State"] == "Out for signature"]
    assert (row["Signed"], row["Asked to sign"]) == ("0", "2")


def test_more_than_a_file_can_hold_is_refused_in_words(client, officer, home, monkeypatch):
    monkeypatch.setattr(exporting, "LIMIT", 2)
    for title in ("a", "b", "c"):
        make_agreement(title, home)
    answer = client.get(reverse("agreements:list_export", args=["csv"]), {"role": "lead"}, follow=True)
    assert answer.redirect_chain == [("/agreements/?role=lead", 302)]
    assert "A file can hold 2 agreements and this list has 3." in answer.content.decode()
    assert len(rows(client, "?q=a")) == 1


def test_a_long_export_asks_little(client, django_assert_max_num_queries):
    crowded = crowd.gather(organisations=6, people=12, at=AT)
    crowd.agree(agreements=1100, bodies=list(Organisation.objects.order_by("pk")[:6]), at=AT)
    sign_in(client, crowded[6])
    with django_assert_max_num_queries(16):
        assert len(rows(client)) == 1100
