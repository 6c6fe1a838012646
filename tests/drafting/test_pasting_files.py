"""A spreadsheet instead of pasted cells: the same page of checks, nothing run, nothing guessed (C-6, B59 to B62)."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from agreements import assembly
from drafting import pasting
from foundation import sheets
from foundation.verdicts import Refused
from tests.drafting.scene import draft
from tests.drafting.test_pasting import ITEMS, at, body, document
from tests.factories.people import sign_in

HEADS = ["Variable name", "Definition", "Matching key"]


def xlsx(*rows, extra=None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        for name, content in (extra or {}).items():
            package.writestr(name, content)
    return out.getvalue()


STAGE = draft


@pytest.fixture
def officer(client, scene):
    sign_in(client, scene.officer)
    return client


def send(client, scene, content, name="items.xlsx", **more):
    return client.post(at(scene, *ITEMS), {"file": SimpleUploadedFile(name, content), "table": ""} | more)


@pytest.mark.parametrize(
    "content",
    [
        xlsx(HEADS, ["Age, in years", "One\nTwo", True]),
        b'Variable name,Definition,Matching key\n"Age, in years","One\nTwo",yes\n',
        'Variable name;Definition;Matching key\n"Age, in years";"One\nTwo";yes\n'.encode("utf-16"),
    ],
)
def test_a_file_says_what_its_cells_would_say_if_they_were_pasted(content):
    found = pasting.table(pasting.of_file(content))
    assert found.heads == tuple(HEADS)
    assert found.lines[0].cells == ("Age, in years", "One\nTwo", "yes")


def test_lines_keep_the_numbers_that_a_spreadsheet_shows():
    found = pasting.table(pasting.of_file(xlsx(["Name"], ["A"], [None], ["B"])))
    assert [(line.number, line.cells[0]) for line in found.lines] == [(2, "A"), (4, "B")]


def test_sixty_one_items_come_in_from_a_workbook_by_the_same_page(officer, scene):
    content = xlsx(HEADS, *([f"Variable {n}", "As held.", n == 1] for n in range(1, 62)))
    shown = body(send(officer, scene, content))
    assert "61 lines." in shown
    assert "Variable 61\tAs held.\tno" in shown
    table = shown.split('aria-label="Table">\n')[1].split("</textarea>")[0]
    columns = {"column-0": "name", "column-1": "description", "column-2": "matching_key"}
    response = officer.post(at(scene, *ITEMS), {"table": table, "step": "add", **columns})
    assert response.status_code == 302
    items = document(scene).datasets[0].items
    assert len(items) == 62
    assert (items[1].name, items[1].matching_key, items[2].matching_key) == ("Variable 1", True, False)


def test_contacts_of_parties_come_in_from_a_file(officer, scene):
    address = reverse("drafting:paste", args=[scene.agreement.reference, "parties", "contacts", "parties/*/contacts"])
    content = b"Organisation,Role,Name\nBorough 2 Council,Legal,Lee Legal\n"
    sent = {"file": SimpleUploadedFile("a.csv", content)}
    assert "Lee Legal" in body(officer.post(address, sent))


def test_formulas_stay_text_and_are_never_worked_out(officer, scene):
    shown = body(send(officer, scene, b'Name,Note\n=1+1,"=HYPERLINK(""http://evil.example"")"\n', "a.csv"))
    assert "=1+1" in shown
    columns = {"column-0": "name", "column-1": "note", "step": "add"}
    table = "Name\tNote\n=1+1\t=SUM(A1)\n"
    officer.post(at(scene, *ITEMS), {"table": table, **columns})
    assert document(scene).datasets[0].items[1].note == "=SUM(A1)"


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
BOMB = b"<a>" + b"\0" * 60_000_000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", sheets.EMPTY),  # B62
        (xlsx(["Name"], ["A"], extra={"xl/media/big.xml": BOMB}), sheets.UNPACKS),  # B59
        (xlsx(["Name"], ["A"], extra={"xl/extra.xml": LAUGHS}), sheets.UNREADABLE),  # B60
        (xlsx(["Name"], ["A"], extra={"xl/vbaProject.bin": b"macro"}), sheets.WRONG_KIND),  # B61
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), sheets.PROTECTED),  # B61
        (b"%PDF-1.7 ...", sheets.WRONG_KIND),  # B62
        (b"x" * 5_000_001, sheets.TOO_BIG),
        (xlsx(["Name"]), "headings in the first line and at least one line"),
        (xlsx(["Name"], *([f"Item {n}"] for n in range(1_001))), "must have 1,000 lines or fewer under its headings"),
        (xlsx(["Name"] * 41, ["A"] * 41), "must have 40 columns or fewer"),
        (xlsx(["Name"], *(["x" * 30_000] for _ in range(20))), "must hold 500,000 characters or fewer"),
    ],
)
def test_what_cannot_be_used_is_refused_at_the_file_and_nothing_is_added(officer, scene, content, words):
    response = send(officer, scene, content)
    assert response.status_code == 422
    shown = body(response)
    assert words in shown
    assert 'href="#id_file"' in shown
    assert len(document(scene).datasets[0].items) == 1


def test_a_table_and_a_file_at_once_are_refused_and_the_table_is_kept(officer, scene):
    response = send(officer, scene, b"Name\nAge\n", "a.csv", table="Name\nSex")
    assert response.status_code == 422
    assert "Paste a table or choose a spreadsheet, not both" in body(response)
    assert "Sex</textarea>" in body(response)


def test_nothing_at_all_is_told_to_be_one_or_the_other(officer, scene):
    response = officer.post(at(scene, *ITEMS), {"table": ""})
    assert response.status_code == 422
    assert "Paste a table, its headings first, or choose a spreadsheet" in body(response)


def test_a_thousand_lines_of_a_file_are_taken():
    found = pasting.table(pasting.of_file(xlsx(["Name"], *([f"Item {n}"] for n in range(1_000)))))
    assert len(found.lines) == 1_000


def test_whoever_may_not_write_here_sends_no_file(client, scene):
    sign_in(client, scene.reader)
    response = send(client, scene, b"Name\nAge\n", "a.csv")
    assert len(assembly.assemble(scene.agreement).datasets[0].items) == 1
    assert "Add the lines" not in body(response)


def test_refusals_name_the_file():
    with pytest.raises(Refused, match="selected file"):
        pasting.of_file(b"Name\n")
