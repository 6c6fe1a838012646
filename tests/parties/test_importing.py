"""Spreadsheets of organisations: what is read, what is refused, and that nothing is lost or guessed."""

import datetime as dt
import io
import time
import zipfile

import pytest
from openpyxl import Workbook

from foundation.verdicts import Refused
from parties import importing
from parties.forms import imports as forms

HEAD = "Legal name,Kind,Nation\n"


def xlsx(rows, extra=None, *, drop=()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    if not extra and not drop:
        return out.getvalue()
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in drop and member.filename not in (extra or {}):
                new.writestr(member, old.read(member))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return changed.getvalue()


def why(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        importing.read(content)
    return refused.value.reasons[0]


# --- reading ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + "Zoë Trust,Company,Wales").encode(),
        (HEAD + "Zoë Trust,Company,Wales").encode("utf-8-sig"),
        (HEAD + "Zoë Trust,Company,Wales").encode("cp1252"),
        (HEAD + "Zoë Trust,Company,Wales").encode("utf-16"),
        (HEAD + "Zoë Trust,Company,Wales").replace(",", ";").encode(),
        (HEAD + "Zoë Trust,Company,Wales").replace(",", "\t").replace("\n", "\r\n").encode(),
        ("\n\n" + HEAD + "\n \nZoe\u0308 Trust,Company,Wales").encode(),
        ("ORGANISATION,Type,nation \nZoë Trust,Company,Wales").encode(),
        xlsx([["Legal name", "Kind", "Nation"], ["Zoë Trust", "Company", "Wales"]]),
    ],
)
def test_every_encoding_and_delimiter_reads_the_same(content):
    sheet = importing.read(content)
    assert [row.cells for row in sheet.rows] == [{"legal_name": "Zoë Trust", "kind": "Company", "nation": "Wales"}]


def test_row_numbers_are_those_of_the_spreadsheet_program():
    assert [row.number for row in importing.read((HEAD + "A,,\n\nB,,").encode()).rows] == [2, 4]


def test_unknown_columns_are_named_not_dropped_in_silence():
    assert importing.read(b"Legal name,Favourite colour\nA,red").ignored == ("Favourite colour",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", importing.EMPTY),
        (b"  \n ", importing.EMPTY),
        (b"x" * 5_000_001, importing.TOO_BIG),
        (b"\x00\x01\x02binary", importing.WRONG_KIND),
        (b"%PDF-1.7 ...", importing.WRONG_KIND),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old workbook", importing.WRONG_KIND),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), importing.PROTECTED),
        (b"PK\x03\x04 not a zip", importing.UNREADABLE),
        (xlsx([["a"]], drop={"xl/workbook.xml"}), importing.WRONG_KIND),
        (xlsx([["a"]], {"xl/vbaProject.bin": b"macro"}), importing.WRONG_KIND),
        (xlsx([["a"]], {"xl/workbook.xml": b"<broken"}), importing.UNREADABLE),
        (b"Kind,Nation\nPolice force,Wales", "The first row must name the columns"),
        (b"Legal name,Name\nA,B", "The column Legal name is there more than once"),
        (b"Legal name\n", importing.NO_ROWS),
        ((HEAD + "A,,\n" * 5_001).encode(), importing.TOO_MANY),
        (b"\xff\xfeabc", importing.UNREADABLE),
    ],
)  # fmt: skip
def test_rows_59_to_62_what_cannot_be_used_says_why(content, message):
    assert why(content).startswith(message)


def test_row_59_a_zip_bomb_is_refused_before_it_is_opened():
    bomb = xlsx([["Legal name"], ["A"]], {"xl/worksheets/sheet1.xml": b"<c/>" * 15_000_000})
    assert len(bomb) < 1_000_000
    start = time.perf_counter()
    assert why(bomb) == importing.UNPACKS
    assert time.perf_counter() - start < 1
    many = xlsx([["a"]], {f"junk/{n}": b"" for n in range(1_001)})
    assert why(many) == importing.UNPACKS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_row_60_entities_are_refused(encoding):
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><x>&b;</x>'
    assert why(xlsx([["a"]], {"xl/sharedStrings.xml": laughs.encode(encoding)})) == importing.UNREADABLE


def test_a_lying_dimension_and_a_far_away_row_cost_nothing():
    sheet = b"""<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
    <dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Legal name</t></is></c></row>
    <row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>A</t></is></c></row></sheetData></worksheet>"""
    start = time.perf_counter()
    assert why(xlsx([["a"]], {"xl/worksheets/sheet1.xml": sheet})) == importing.NO_ROWS
    assert time.perf_counter() - start < 3


def test_formulas_are_not_run_and_dates_and_numbers_become_text():
    rows = [["Legal name", "Phone", "ICO runs out on", "Public authority", "Address"]]
    rows += [["A", 2079460000.0, dt.date(2027, 4, 3), True, "=1+1"]]
    cells = importing.read(xlsx(rows)).rows[0].cells
    assert cells == {
        "legal_name": "A",
        "phone": "2079460000",
        "ico_expires_on": "2027-04-03",
        "is_public_authority": "yes",
    }


def test_the_templates_can_be_read_back():
    for content in (
        importing.template_xlsx(),
        "\n".join(",".join(r) for r in [importing.COLUMNS.values()]).encode() + b"\nA",
    ):
        assert importing.read(content).ignored == ()
    row = forms.check(importing.read(importing.template_xlsx()).rows)[0]
    assert row.problems == ()


# --- cleaning -----------------------------------------------------------------------------------------------------


def checked(**cells: str) -> forms.CheckedRow:
    return forms.check([importing.Row(2, {"legal_name": "A"} | cells)])[0]


@pytest.mark.parametrize(
    "typed",
    [
        "03/04/2027",
        "3/4/2027",
        "2027-04-03",
        "3 April 2027",
        "3rd Apr 2027",
        "3.4.2027",
        "３/4/2027",
        "2027-04-03 00:00:00",
    ],
)
def test_rows_25_and_30_dates_are_read_day_first_and_echoed(typed):
    row = checked(ico_reference="Z1234567", ico_expires_on=typed)
    assert row.problems == ()
    assert row.facts["ico_expires_on"] == dt.date(2027, 4, 3)
    assert "ICO runs out on 3 April 2027" in row.notes


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("31/6/2027", "must be a real date"),
        ("29/2/2027", "must be a real date"),
        ("3/4/27", "Year must include 4 numbers"),
        ("3/4/10000", "Year must include 4 numbers"),
        ("soon", "must be a date, like 27/3/2027"),
    ],
)
def test_rows_27_to_29_dates_that_are_none(typed, words):
    assert words in " ".join(checked(ico_reference="Z1234567", ico_expires_on=typed).problems)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"kind": "Councl"}, "Kind: “Councl” is not one of the answers"),
        ({"email": "nobody"}, "Enter an email address in the correct format"),
        ({"is_public_authority": "maybe"}, "Public authority must be yes or no"),
        ({"legal_name": "\u200b"}, "Enter the legal name"),
        ({"legal_name": "x" * 201}, "Legal name must be 200 characters or fewer"),
        ({"email_domain": "not a domain"}, "Enter a domain"),
        ({"competent_authority_paragraph": "5", "is_competent_authority": "no"}, "Only a competent authority"),
    ],
)
def test_each_problem_is_said(cells, words):
    assert words in " ".join(checked(**cells).problems)


def test_an_odd_ico_number_is_a_note_not_a_problem():
    row = checked(ico_reference="ABC")
    assert row.problems == ()
    assert row.notes == (
        "ICO registration number is usually a Z or ZA followed by 6 or 7 numbers – check it is correct",
    )
