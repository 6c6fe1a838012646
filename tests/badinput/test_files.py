"""Rows 11, 54, 55 and 85 with files, and the rows beside them: what is uploaded, and what leaves as a table."""

import csv
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from parties.models import Authority, Organisation, Upload
from parties.services import people
from tests.badinput import hostile
from tests.factories.parties import make_ready_organisation
from tests.factories.people import make_operator, make_person, sign_in
from tests.parties.registering import admin, council, signatory

pytestmark = pytest.mark.django_db

HEAD = "Legal name,Kind,Nation,Short name\n"
FORMULAS = ['=HYPERLINK("http://evil.example","x")', "+1", "-1+2", "@SUM(A1)", "＝1", "  =1+1", "\u00a0=1", "%=1"[1:]]


@pytest.fixture
def operator(client):
    sign_in(client, make_operator())
    return client


def upload(client, content: bytes, name: str = "organisations.csv"):
    return client.post(reverse("parties:import"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def problems(client) -> list[list[str]]:
    reference = Upload.objects.latest("pk").reference
    answer = client.get(reverse("parties:import_problems", args=[reference]))
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def cell(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


@pytest.mark.parametrize("formula", FORMULAS)
def test_b85_a_formula_in_a_file_comes_back_as_text(operator, formula):
    upload(operator, f"{HEAD}{cell(formula + ' Trust')},no such kind,uk,{cell(formula)}\n".encode())
    cells = [value for row in problems(operator)[1:] for value in row]
    assert any(formula.strip() in value for value in cells)
    assert [value for value in cells if value.lstrip(" \u00a0\u3000")[:1] in set("=+-@＝＋－＠\t\r")] == []


@pytest.mark.parametrize("formula", FORMULAS)
def test_b85_a_formula_in_a_name_leaves_as_text(client, formula):
    home = make_ready_organisation("Hackney")
    somebody = make_person("x@hackney.example", full_name=f"{formula} x")
    people.appoint(
        organisation=home, person=somebody, roles=["reader"], job_title=formula,
        by=make_operator(), at=home.created_at if hasattr(home, "created_at") else somebody.joined_at,
    )  # fmt: skip
    sign_in(client, make_person("admin1@hackney.example"))
    answer = client.get(reverse("parties:activity_csv", args=[home.slug]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) > 2
    assert [
        value for row in rows for value in row if value.lstrip(" \u00a0\u3000")[:1] in set("=+-@＝＋－＠\t\r")
    ] == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "a\r\nX-H: y.csv", "x" * 300 + ".csv", "CON.csv", "👍.csv", "abc\u202evsc.exe.csv"]
)
def test_b11_names_of_imported_files_are_cleaned(operator, name):
    page = upload(operator, f"{HEAD}A trust,company,uk,A\n".encode(), name).content.decode()
    kept = Upload.objects.get().file_name
    assert not set("\r\n\u202e/\\") & set(kept)
    assert len(kept) <= 255
    assert "X-H" not in page or "X-H: y" not in "".join(page.splitlines()[:1])


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"<a/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The selected file is empty"),
        (b"\xd0\xcf\x11\xe0 old", "The selected file must be a CSV or XLSX"),
        (b"PK\x03\x04 broken", "The selected file could not be read"),
        (b"\x00\x01\x02" * 50, "The selected file must be a CSV or XLSX"),
        (b"x" * 5_000_001, "The selected file must be smaller than 5MB"),
        (b"nonsense", "The first row must name the columns"),
        (HEAD.encode() + b"A,company,uk,A\n" * 5_001, "The selected file must have 5,000 rows or fewer"),
    ],
)
def test_b1_b4_b55_files_that_are_no_spreadsheet(operator, content, words):
    page = upload(operator, content).content.decode()
    assert words in page
    assert "There is a problem" in page
    assert not Upload.objects.exists()


def test_b55_a_spreadsheet_that_unpacks_to_sixty_megabytes(operator):
    assert "The selected file unpacks to more than 50MB" in upload(operator, bomb(), "x.xlsx").content.decode()


@pytest.mark.parametrize("value", [value for what, value in hostile.TYPED.items() if what not in ("nothing",)])
def test_b3_to_b33_hostile_cells_are_listed_or_cleaned_never_a_failure(operator, value):
    typed = value.encode("utf-8", "replace").decode().replace("\x00", "")
    row = ",".join([cell(f"{typed} Trust"), cell(typed), cell(typed), cell(typed)])
    answer = upload(operator, f"{HEAD}{row}\nGood trust,company,uk,Good\n".encode())
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "Good trust" in page or "<strong>1</strong> would be added" in page
    reference = Upload.objects.get().reference
    assert operator.post(reverse("parties:import_check", args=[reference]), follow=True).status_code == 200
    assert Organisation.objects.filter(legal_name="Good trust").exists()


def add_signatory(client, camden, file):
    data = {"person": str(signatory(camden).pk), "office": "Chief", "which": "every", "sensitive": "no",
            "starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2026", "evidence": file}  # fmt: skip
    return client.post(reverse("parties:signatory_add", args=[camden.slug]), data)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("minute.pdf", b"", "The selected file is empty"),
        ("minute.pdf", b"<html>", "The selected file must be a PDF, DOCX, PNG or JPEG"),
        ("minute.svg", b"<svg onload='alert(1)'/>", "The selected file must be a PDF, DOCX, PNG or JPEG"),
        ("minute.exe", b"MZ", "The selected file must be a PDF, DOCX, PNG or JPEG"),
        ("minute.pdf", b"%PDF" + bytes(10_500_000), "The selected file must be smaller than 10MB"),
    ],
)
def test_b55_files_that_are_no_evidence_and_the_rest_is_kept(client, name, content, words):
    camden = council("Camden")
    sign_in(client, admin(camden), fresh=True)
    answer = add_signatory(client, camden, SimpleUploadedFile(name, content))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="Chief"' in page
    assert not Authority.objects.exists()


@pytest.mark.parametrize("name", ["../../x.pdf", 'a"; filename="b.exe.pdf', "a\r\nX-H: y.pdf", "abc\u202efdp.exe.pdf",
                                  "👍.pdf", "x" * 300 + ".pdf", "CON.pdf"])  # fmt: skip
def test_b11_names_of_evidence_cannot_break_a_header(client, name):
    camden = council("Camden")
    sign_in(client, admin(camden), fresh=True)
    added = add_signatory(client, camden, SimpleUploadedFile(name, b"%PDF-1.7 x"))
    if "\n" in name:  # no browser sends a name over two lines; it is asked for again
        assert added.status_code == 422
        return
    assert added.status_code == 302
    answer = client.get(Authority.objects.get().evidence.get_absolute_url())
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "X-H" not in answer
    assert not set("\r\n\u202e/\\") & set(answer["Content-Disposition"])
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"


def test_b54_text_where_a_file_belongs(client):
    camden = council("Camden")
    sign_in(client, admin(camden), fresh=True)
    assert add_signatory(client, camden, "not a file").status_code in (302, 422)
    sign_in(client, make_operator())
    assert "Select a file" in client.post(reverse("parties:import"), {"file": "x"}).content.decode()
