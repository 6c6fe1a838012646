"""A scan that is not a scan (B62 to B66, T40, X10): a sentence within a second, and nothing kept of it."""

import io
import os

import pytest
from PIL import Image

from signing.choices import Route
from signing.papers import pdf, tools
from signing.papers import scan as scans
from signing.papers.pdf import NotTaken
from tests.signing import hostile_scans as hostile
from tests.signing.paper_scene import photo, scanned


def _seconds() -> float:
    """What this process and its children have worked, however busy the machine is otherwise."""
    return sum(os.times()[:4])


@pytest.mark.parametrize("name", hostile.HOSTILE)
def test_it_is_refused_in_a_sentence(name):
    build, said = hostile.HOSTILE[name]
    data = build()
    began = _seconds()
    with pytest.raises(NotTaken) as refused:
        scans.examine(data, Route.PAPER)
    assert said in str(refused.value)
    assert str(refused.value)[0].isupper()
    assert _seconds() - began < 1


@pytest.mark.parametrize("name", [name for name in hostile.HOSTILE if name.startswith("B66")])
def test_a_file_of_another_system_is_refused_for_the_same(name):
    build, said = hostile.HOSTILE[name]
    with pytest.raises(NotTaken, match=said):
        scans.examine(build(), Route.ELSEWHERE)


def test_the_test_virus_is_told_apart_so_that_the_operators_hear_of_it():
    with pytest.raises(scans.Virus):
        scans.examine(hostile.EICAR, Route.PAPER)


def test_more_than_20_megabytes_are_not_even_opened(monkeypatch):
    monkeypatch.setattr(tools, "_run", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(NotTaken, match="smaller than 20MB"):
        scans.examine(b"%PDF-" + bytes(scans.LARGEST), Route.PAPER)


def test_a_page_that_unpacks_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(tools, "SECONDS", 1)
    with pytest.raises(NotTaken, match="could not be read"):
        scans.examine(hostile.bomb(), Route.PAPER)


def test_a_photo_is_drawn_anew_upright_and_without_its_place():
    made = scans.examine(hostile.with_place(), Route.PAPER)
    assert (made.media_type, made.pages) == ("image/jpeg", 1)
    assert b"TELEPHONE" not in made.data
    assert b"Exif" not in made.data
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.size == (600, 800)
        assert not picture.getexif()


def test_what_hides_behind_a_picture_stays_behind():
    polyglot = photo(kind="PNG") + b"<script>alert(1)</script>"
    assert b"script" not in scans.examine(polyglot, Route.PAPER).data


def test_what_cannot_be_seen_through_is_white_where_it_was_clear():
    clear = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(io.BytesIO(scans.examine(clear.getvalue(), Route.PAPER).data)) as picture:
        assert picture.getpixel((25, 25)) == (255, 255, 255)


def test_a_large_photo_is_kept_sharp_enough_and_no_larger():
    with Image.open(io.BytesIO(scans.examine(photo((6000, 4000)), Route.PAPER).data)) as picture:
        assert max(picture.size) == scans.SHARP


def test_a_scanned_pdf_loses_who_made_it_and_keeps_its_pages():
    made = scans.examine(scanned(3), Route.PAPER)
    assert (made.media_type, made.pages) == ("application/pdf", 3)
    for told in (b"holiday", b"Somebody", b"CreationDate", b"Metadata"):
        assert told not in hostile.with_qpdf(made.data, "--qdf", "--object-streams=disable")


def test_a_photo_within_a_pdf_loses_its_place_too():
    jpeg = hostile.with_place()
    data = hostile.pdf_of(jpeg, 800, 600)
    assert data.count(b"TELEPHONE") == 3
    made = scans.examine(data, Route.PAPER)
    assert b"TELEPHONE" not in hostile.with_qpdf(made.data, "--qdf", "--object-streams=disable")
    before, after = pdf.picture(data, 1, 400), pdf.picture(made.data, 1, 400)
    assert before == after, "it looks as it did"


def test_ink_drawn_over_a_page_becomes_part_of_it():
    """Somebody signs the PDF on a tablet: what they drew is what the others must see."""
    stamp = b"0 0 0 rg 0 0 100 100 re f"
    drawn = (
        b"4 0 obj\n<</Type/Annot/Subtype/Ink/F 4/Rect[100 100 200 200]/AP<</N 5 0 R>>>>\nendobj\n"
        b"5 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 100 100]/Length %d>>\nstream\n"
        % len(stamp)
        + stamp
        + b"\nendstream\nendobj\n"
    )
    made = scans.examine(hostile.pdf(page=b"/Annots[4 0 R]", more=drawn), Route.PAPER)
    assert b"/Annots" not in hostile.with_qpdf(made.data, "--qdf", "--object-streams=disable")
    with Image.open(io.BytesIO(pdf.picture(made.data, 1, 400))) as picture:
        assert picture.convert("L").getpixel((150, 250)) < 40
        assert picture.convert("L").getpixel((20, 20)) > 200


def test_the_file_of_another_system_stays_as_it_is():
    data = scanned(2)
    made = scans.examine(data, Route.ELSEWHERE)
    assert (made.data, made.pages) == (data, 2)


def test_another_system_makes_pdfs_only():
    with pytest.raises(NotTaken, match="must be a PDF"):
        scans.examine(photo(), Route.ELSEWHERE)


@pytest.mark.parametrize("data", [photo((300, 200)), scanned()], ids=["photo", "pdf"])
def test_a_quarter_turn_turns_it(data):
    scan = scans.examine(data, Route.PAPER)
    turned = scans.turned(scan, 1)
    sizes = []
    for one in (scan, turned):
        with Image.open(io.BytesIO(scans.picture(one, 1))) as picture:
            sizes.append(picture.size)
    assert sizes[1] == sizes[0][::-1]


def test_four_quarter_turns_bring_it_back():
    scan = turned = scans.examine(scanned(), Route.PAPER)
    for _ in range(4):
        turned = scans.turned(turned, 1)
    assert scans.picture(turned, 1) == scans.picture(scan, 1)


def test_only_the_page_that_was_looked_at_is_turned():
    scan = scans.examine(scanned(2), Route.PAPER)
    turned = scans.turned(scan, 2)
    assert scans.picture(turned, 1) == scans.picture(scan, 1)
    assert scans.picture(turned, 2) != scans.picture(scan, 2)


def test_without_the_programs_pdfs_wait_and_photos_are_taken(monkeypatch):
    def missing(name):
        raise tools.Missing(name)

    monkeypatch.setattr(tools, "_program", missing)
    with pytest.raises(NotTaken, match="at the moment"):
        scans.examine(scanned(), Route.PAPER)
    assert scans.examine(photo(), Route.PAPER).pages == 1
