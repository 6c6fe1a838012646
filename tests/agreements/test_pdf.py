"""The PDF: conforming, deterministic, complete, and closed to everything outside."""

import datetime as dt
import hashlib
import re
import subprocess
import zlib

import page
import pytest

from agreements import pdf, typesetting
from agreements.pdf import assets
from dsaformat import canonical, reading
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


def words(text: str) -> str:
    return re.sub(r"[^\w£]+", "", text)


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_conforms(made, profile):
    report = page.validate_pdf_bytes(made.content, profile=profile)
    assert report.is_compliant, [failure.message for failure in report.failures]


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_draft_conforms(document, profile):
    draft = pdf.render(document, at=AT, draft=True)
    assert page.validate_pdf_bytes(draft.content, profile=profile).is_compliant


FAULTS = {
    "no language": (b"/Lang (en-GB)", b"/Lung (en-GB)", "ua1"),
    "not marked": (b"/Marked true", b"/Marked null", "ua1"),
    "field without a name for readers": (b"/TU (", b"/TV (", "ua1"),
    "no relationship of the attachment": (b"/AFRelationship /Source", b"/AFRelationshop /Source", "3a"),
    "no output intent": (b"/OutputIntents", b"/OutputIntenty", "3a"),
    "font not embedded": (b"/FontFile2", b"/FontFileX", "3a"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_checker_can_fail(file, tmp_path, fault):
    """A checker that has never said no proves nothing."""
    before, after, profile = FAULTS[fault]
    text = plain(file)
    assert before in text, fault
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(text.replace(before, after))
    assert not page.validate_pdf_bytes(broken.read_bytes(), profile=profile).is_compliant


def test_same_document_same_bytes(document, made):
    again = pdf.render(document, at=AT)
    assert hashlib.sha256(again.content).hexdigest() == hashlib.sha256(made.content).hexdigest()


def test_another_moment_other_bytes(document, made):
    assert pdf.render(document, at=AT + dt.timedelta(seconds=1)).content != made.content


def test_qpdf_finds_nothing(file):
    output("qpdf", "--check", str(file))


def test_the_text_of_the_document_is_in_it(file, document):
    found = words(output("pdftotext", "-layout", str(file), "-").decode())
    found_raw = words(output("pdftotext", "-raw", str(file), "-").decode())
    sheet = typesetting.sheet(document)
    wanted = [sheet.title, *(chapter.heading for chapter in sheet.chapters)]
    wanted += [line for chapter in sheet.chapters for block in chapter.prose for line in block.lines]
    wanted += [row[0].plain for chapter in sheet.chapters for table in chapter.tables for row in table.rows]
    missing = [line for line in wanted if words(line) not in found and words(line) not in found_raw]
    # A line that runs over a page has the page's footer in its middle.
    assert len(missing) <= made_pages(file), missing


def made_pages(file) -> int:
    return int(re.search(rb"Pages:\s+(\d+)", output("pdfinfo", str(file)))[1])


def test_the_canonical_text_is_inside(file, document, tmp_path):
    output("pdfdetach", "-save", "1", "-o", str(tmp_path / "inside.json"), str(file))
    inside = (tmp_path / "inside.json").read_bytes()
    assert hashlib.sha256(inside).hexdigest() == canonical.fingerprint(document)
    assert reading.load(inside) == document


def test_there_is_one_empty_field_for_each_signatory_and_the_portal(file, document):
    names = set(re.findall(rb"/T \(([^)]*)\)", plain(file)))
    wanted = {typesetting.field_name(signatory) for signatory in document.signatories} | {typesetting.SEAL_FIELD}
    assert {name.decode() for name in names} >= wanted
    assert plain(file).count(b"/FT /Sig") == len(wanted) == 5
    unsigned = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False)
    assert "not signed" in unsigned.stdout or "does not contain any signatures" in unsigned.stdout


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
