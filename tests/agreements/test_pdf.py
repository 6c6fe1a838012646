"""The PDF: conforming, deterministic, complete, and closed to everything outside."""

import datetime as dt
import hashlib
import re
import subprocess
import zlib

import pytest

from agreements import pdf, typesetting
from agreements.pdf import assets
from dsaformat import canonical, parts, reading
from dsaformat.document import AgreementDocument
from tests.agreements.everything import crowd, everything
from tests.agreements.scene import AT, worded


@pytest.fixture(scope="module")
def document():
    return worded()


@pytest.fixture(scope="module")
def made(document):
    return pdf.render(document, at=AT)


@pytest.fixture(scope="module")
def file(made, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "agreement.pdf"
    path.write_bytes(made.content)
    return path


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def plain(file):
    """The file with its objects readable."""
    return output("qpdf", "--qdf", "--object-streams=disable", str(file), "-")


def test_same_document_same_bytes(document, made):
    again = pdf.render(document, at=AT)
    assert hashlib.sha256(again.content).hexdigest() == hashlib.sha256(made.content).hexdigest()


def test_another_moment_other_bytes(document, made):
    assert pdf.render(document, at=AT + dt.timedelta(seconds=1)).content != made.content


def test_qpdf_finds_nothing(file):
    output("qpdf", "--check", str(file))


def test_the_canonical_text_is_inside(file, document, tmp_path):
    output("pdfdetach", "-save", "1", "-o", str(tmp_path / "inside.json"), str(file))
    inside = (tmp_path / "inside.json").read_bytes()
    assert hashlib.sha256(inside).hexdigest() == canonical.fingerprint(document)
    assert reading.load(inside) == document


def test_there_is_one_empty_field_for_each_signatory_and_the_portal(file, document):
    names = set(re.findall(rb"/T \(([^)]*)\)", plain(file)))
    wanted = {field.name for field in typesetting.field_names(document)} | {typesetting.SEAL_FIELD}
    assert {name.decode() for name in names} >= wanted
    assert plain(file).count(b"/FT /Sig") == len(wanted) == 5
    unsigned = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False)
    assert "not signed" in unsigned.stdout or "does not contain any signatures" in unsigned.stdout


def test_a_party_that_signs_twice_has_two_fields(document, tmp_path):
    """A-22, E-36: a field for every row, named for good by its party and its place among the party's rows."""
    rows = [
        parts.SignatureWanted(key="chief", party="essex-police", name="A. Chief", office="Chief Constable"),
        parts.SignatureWanted(key="dean", party="university-of-essex", office="Dean"),
        parts.SignatureWanted(key="second", party="essex-police", name="B. Second", office="Commissioner"),
    ]
    twice = document.model_copy(update={"signatures": tuple(rows)})
    path = tmp_path / "twice.pdf"
    path.write_bytes(pdf.render(twice, at=AT).content)
    text = plain(path)
    assert text.count(b"/FT /Sig") == 4
    for name in ("Signature-essex-police", "Signature-essex-police--2", "Signature-university-of-essex"):
        assert text.count(f"/T ({name})".encode()) == 1
    told = re.findall(rb"/TU \(([^)]*)\)", text)
    assert len(set(told)) == 4  # whoever hears the fields read aloud can tell them apart


def test_one_signature_for_everybody_names_everybody(tmp_path):
    """A-22: thirty-three names beside one field, and the field is there once."""
    wide = crowd()
    keys = tuple(party.key for party in wide.parties)
    wanted = parts.SignatureWanted(key="chair", party=keys[0], for_parties=tuple(sorted(keys[1:])), office="Chair")
    path = tmp_path / "all.pdf"
    path.write_bytes(pdf.render(wide.model_copy(update={"signatures": (wanted,)}), at=AT).content)
    said = output("pdftotext", "-raw", str(path), "-").decode()
    last = re.sub(r"\s", "", said[said.rindex("Also signs on behalf of") :])  # a very long word is broken in two
    assert [party.name for party in wide.parties[1:] if re.sub(r"\s", "", party.name) not in last] == []
    assert plain(path).count(b"/FT /Sig") == 2


def test_a_draft_has_no_field(document, tmp_path):
    assert b"/Sig" not in pdf.render(document, at=AT, draft=True).content
    assert "Signature-" not in pdf.markup(document, at=AT, draft=True)


def test_streams_are_never_one_byte_short(made):
    """After data that ends in CR, one LF before `endstream` would read as part of the line end."""
    assert b"\r\nendstream" in made.content
    assert not re.search(rb"[^\r]\nendstream", made.content)


def test_object_streams_are_small(made):
    counts = [int(count) for count in re.findall(rb"/Type /ObjStm[^>]*?/N (\d+)", made.content)]
    assert counts or zlib
    assert all(count <= 100 for count in counts)


@pytest.mark.parametrize(
    "hostile",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        "<style>@import url(https://example.org/x.css);</style>",
        '<p style="background: url(file:///etc/hostname)">x</p>',
        f'<img src="{assets.BASE}../../etc/passwd" alt="x">',
        f'<img src="{assets.BASE}fonts/../../settings.py" alt="x">',
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_nothing_outside_the_bundle_is_loaded(document, hostile):
    html = pdf.markup(document, at=AT, draft=False).replace("</body>", f"{hostile}</body>")
    with pytest.raises(pdf.RenderingFailed, match="outside the bundled files"):
        pdf.render_markup(html, document=document, at=AT, draft=False)


def test_letters_that_no_font_has_are_spelled_out_and_never_lost(tmp_path):
    """A name in any script is on paper, or its letters' numbers are; the data holds it either way."""
    names = "Siân Ŵyn, Łukasz Żółć, \U00012000\U00012001"  # Welsh, Polish, and Sumerian, which no machine has
    term = parts.Definition(key="names", term="Names", meaning=names)
    named = AgreementDocument(format_version=1, identity=parts.Identity(title="Names"), definitions=(term,))
    made = pdf.render(named, at=AT)
    path = tmp_path / "names.pdf"
    path.write_bytes(made.content)
    said = " ".join(output("pdftotext", "-raw", str(path), "-").decode().split())
    assert "Siân Ŵyn, Łukasz Żółć, [U+12000 U+12001]" in said
    assert "Some letters cannot be drawn here." in said
    output("pdfdetach", "-save", "1", "-o", str(tmp_path / "inside.json"), str(path))
    assert reading.load((tmp_path / "inside.json").read_bytes()) == named
    assert pdf.render(named, at=AT).content == made.content


def test_text_is_text_and_never_markup(document):
    spoilt = document.model_copy(
        update={"identity": document.identity.model_copy(update={"title": '<img src="file:///etc/passwd">'})}
    )
    assert "&lt;img" in pdf.markup(spoilt, at=AT, draft=False)
    pdf.render(spoilt, at=AT)


def test_missing_fonts_are_said_plainly(document, monkeypatch):
    monkeypatch.setattr(assets, "missing", lambda: ("x.woff2",))
    with pytest.raises(pdf.RenderingFailed, match=r"x\.woff2.*make assets"):
        pdf.render(document, at=AT)


@pytest.mark.parametrize("made", [worded, crowd, lambda: everything(variant=0)[0]])
def test_every_column_width_has_its_rule(made):
    """The last column takes what is left."""
    tables = [table for table in _tables(made()) if table.columns]
    widths = {width for table in tables for _, width in table.columns[:-1]} | {26, 30}
    sheet = assets.stylesheet(draft=False)
    assert [width for width in sorted(widths) if f".w{width} {{" not in sheet] == []
    assert all(sum(width for _, width in table.columns) == 100 for table in tables)


def _tables(document):
    sheet = typesetting.sheet(document)
    return [sheet.control, sheet.parties, *(table for chapter in sheet.chapters for table in chapter.tables)]
