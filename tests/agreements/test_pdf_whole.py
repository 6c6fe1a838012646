"""The PDF of the fullest agreement and of the widest: all of it readable, archivable, and quick enough."""

import re
import subprocess
import time

import page
import pytest

from agreements import pdf
from dsaformat import parts
from tests.agreements.everything import crowd, everything
from tests.agreements.scene import AT


def words(text: str) -> str:
    return re.sub(r"[^\w£]+", "", text).lower()


def text_of(content: bytes, path) -> str:
    """Both readings of the page: across, and column by column."""
    path.write_bytes(content)
    commands = (["pdftotext", way, str(path), "-"] for way in ("-raw", "-layout"))
    return " ".join(
        words(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for command in commands
    )


@pytest.fixture(scope="module")
def fullest():
    document, wanted = everything(variant=0)
    linked = parts.Section(key="linked", heading="Linked", text="[The guide](https://example.org/guide), and more.")
    document = document.model_copy(update={"sections": (*document.sections, linked)})
    return pdf.render(document, at=AT), wanted


@pytest.fixture(scope="module")
def widest():
    begun = time.process_time()
    made = pdf.render(crowd(), at=AT)
    return made, time.process_time() - begun


def test_every_field_of_the_format_is_on_paper(fullest, tmp_path):
    made, wanted = fullest
    found = text_of(made.content, tmp_path / "fullest.pdf")
    assert [path for path, said in wanted.items() if words(said) not in found] == []
    assert (
        "https://example.org/guide"
        in subprocess.run(
            ["pdftotext", "-raw", str(tmp_path / "fullest.pdf"), "-"], check=True, capture_output=True, text=True
        ).stdout
    )


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_pictures_links_and_every_table_conform(fullest, profile):
    report = page.validate_pdf_bytes(fullest[0].content, profile=profile)
    assert report.is_compliant, [failure.message for failure in report.failures]


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_thirty_three_parties_conform(widest, profile):
    """A-2, A-22."""
    report = page.validate_pdf_bytes(widest[0].content, profile=profile)
    assert report.is_compliant, [failure.message for failure in report.failures]


def test_the_map_of_flows_is_a_figure_with_words(widest, tmp_path):
    path = tmp_path / "widest.pdf"
    path.write_bytes(widest[0].content)
    tags = subprocess.run(["pdfinfo", "-struct", str(path)], check=True, capture_output=True, text=True).stdout
    assert tags.count("Figure") == 1
    plain = subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", str(path), "-"], check=True, capture_output=True
    )
    assert b"/Alt (34 data flows between 33 organisations and 1 processor." in plain.stdout


def test_a_long_agreement_is_made_in_seconds(widest):
    """A tenth of a second for each page: 25 pages in less than three seconds."""
    made, seconds = widest
    assert made.pages >= 25
    assert seconds < 0.2 * made.pages
