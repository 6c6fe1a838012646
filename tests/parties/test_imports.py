"""Importing organisations: the dry run, its confirmation, and the pages."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from foundation.verdicts import Refused
from parties import importing
from parties.forms import imports as forms
from parties.models import Organisation, Upload
from parties.services import imports
from tests.factories.parties import make_organisation
from tests.factories.people import make_operator, make_person, sign_in

HEAD = "Legal name,Kind,Nation\n"


# --- planning and running -----------------------------------------------------------------------------------------

FILE = """Legal name,Kind,Nation,Phone,Public authority
hackney  COUNCIL ,,,020 1,yes
Haringey Council,,,,
Essex Police,Police force,England,,
Essex Police,Police force,England,,
Hackney Cóuncil,Local authority,England,,
Barnet,Local authority,,,
,Local authority,England,,
"""


@pytest.fixture
def two_here(db):
    make_organisation("Hackney Council", is_public_authority=False)
    make_organisation("Haringey Council")


def planned() -> imports.Plan:
    return imports.plan(forms.check(importing.read(FILE.encode()).rows))


@pytest.mark.django_db
def test_the_dry_run_says_what_would_become_of_each_row(two_here, django_assert_num_queries):
    rows = forms.check(importing.read(FILE.encode()).rows)
    with django_assert_num_queries(1):
        plan = imports.plan(rows)
    assert [(p.row.number, p.outcome.value) for p in plan.rows] == [
        (2, "update"), (3, "unchanged"), (4, "create"), (5, "bad"), (6, "bad"), (7, "bad"), (8, "bad"),
    ]  # fmt: skip
    assert plan.rows[0].changes == ("Phone: nothing → 020 1", "Public authority: no → yes")
    problems = [p.problems[0] for p in plan.of("bad")]
    assert problems == [
        "Row 4 is about the same organisation",
        "This looks like Hackney Council – write that name, or another one",
        "Enter a nation for a new organisation",
        "Enter the legal name",
    ]


@pytest.mark.django_db
def test_the_import_does_that_and_nothing_else_and_again_does_nothing(two_here):
    operator, at = make_operator(), timezone.now()
    rows = forms.check(importing.read(FILE.encode()).rows)
    upload = imports.keep(file_name="a.csv", content=FILE.encode(), by=operator, at=at)
    report = imports.run(upload=upload, rows=rows, by=operator, at=at)
    assert (report.created, report.updated, report.refused) == (1, 1, ())
    hackney = Organisation.objects.get(slug="hackney-council")
    assert (hackney.legal_name, hackney.phone, hackney.is_public_authority) == ("Hackney Council", "020 1", True)
    assert Organisation.objects.get(slug="essex-police").teams.count() == 5
    history = hackney.history.count()
    again = imports.run(upload=upload, rows=rows, by=operator, at=at)
    assert (again.created, again.updated) == (0, 0)
    assert hackney.history.count() == history
    upload.refresh_from_db()
    assert upload.imported_at == at


@pytest.mark.django_db
def test_a_long_file_is_imported_in_several_goes(client, monkeypatch):
    monkeypatch.setattr(imports, "MOST_AT_ONCE", 2)
    sign_in(client, make_operator())
    send(client, (HEAD + "".join(f"Body {n},company,uk\n" for n in range(3))).encode())
    upload = Upload.objects.get()
    address = reverse("parties:import_check", args=[upload.reference])
    page = client.post(address, follow=True).content.decode()
    assert "2 added and 0 changed" in page
    assert "Still to do: 1. Import again to go on." in page
    assert "1 added and 0 changed" in client.post(address, follow=True).content.decode()
    upload.refresh_from_db()
    assert upload.imported_at is not None


@pytest.mark.django_db
def test_only_operators_import(two_here):
    with pytest.raises(Refused, match="run this portal"):
        imports.keep(file_name="a.csv", content=b"x", by=make_person(), at=timezone.now())
    upload = imports.keep(file_name="a.csv", content=b"x", by=make_operator(), at=timezone.now())
    with pytest.raises(Refused):
        imports.run(upload=upload, rows=[], by=make_person(), at=timezone.now())
    with pytest.raises(Refused):
        imports.discard(upload=upload, by=make_person())


# --- pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def operator(client):
    return sign_in(client, make_operator())


def send(client, content: bytes, name: str = "organisations.csv"):
    return client.post(reverse("parties:import"), {"file": SimpleUploadedFile(name, content)}, follow=True)


@pytest.mark.django_db
def test_from_upload_to_import(operator, two_here):
    page = send(operator, FILE.encode()).content.decode()
    for words in ("<strong>1</strong> would be added", "<strong>4</strong> need work", "Row 4 is about the same"):
        assert words in page
    assert Organisation.objects.count() == 2
    upload = Upload.objects.get()
    assert "organisations.csv" in operator.get(reverse("parties:import")).content.decode()
    answer = operator.get(reverse("parties:import_problems", args=[upload.reference]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["Row", "What is wrong", "Legal name"]
    assert [row[0] for row in rows[1:]] == ["5", "6", "7", "8"]
    page = operator.post(reverse("parties:import_check", args=[upload.reference]), follow=True).content.decode()
    assert "1 added and 1 changed" in page
    assert "Nothing left to import" in page
    operator.post(reverse("parties:import_discard", args=[upload.reference]))
    assert not Upload.objects.exists()
    assert operator.get(reverse("parties:import_check", args=[upload.reference])).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "The selected file is empty"),
        (b"%PDF-1.4 x", "a.csv", "The selected file must be a CSV or XLSX"),
        (b"x" * 5_000_001, "a.csv", "The selected file must be smaller than 5MB"),
        (b"nonsense", "../../etc/passwd", "The first row must name the columns"),
    ],
)
def test_refused_files_are_said_in_the_form(operator, content, name, words):
    page = send(operator, content, name).content.decode()
    assert words in page
    assert "There is a problem" in page
    assert not Upload.objects.exists()


@pytest.mark.django_db
def test_no_file_at_all(operator):
    assert "Select a file" in operator.post(reverse("parties:import"), {}).content.decode()


@pytest.mark.django_db
def test_row_63_hostile_file_names_are_cleaned(operator):
    send(operator, (HEAD + "A,company,uk").encode(), "a\r\nX-H: y\u202e" + "x" * 300 + ".csv")
    name = Upload.objects.get().file_name
    assert len(name) <= 255
    assert "\n" not in name
    assert "\u202e" not in name


@pytest.mark.django_db
def test_others_are_told_why_and_find_no_files(client, operator):
    send(operator, (HEAD + "A,company,uk").encode())
    reference = Upload.objects.get().reference
    sign_in(client, make_person())
    assert client.get(reverse("parties:import")).status_code == 403
    for name in ("import_check", "import_problems"):
        assert client.get(reverse(f"parties:{name}", args=[reference])).status_code == 404
    assert client.post(reverse("parties:import_discard", args=[reference])).status_code == 404


@pytest.mark.django_db
def test_the_templates_can_be_downloaded(operator):
    answer = operator.get(reverse("parties:import_template_csv"))
    assert importing.read(answer.content).rows[0].cells["legal_name"] == "London Borough of Example"
    answer = operator.get(reverse("parties:import_template_xlsx"))
    assert importing.read(answer.content).rows[0].cells["ico_expires_on"] == "27/3/2027"
