"""What the PDF's readers copy out of it is what the document says: all of it, and in its order."""

import bisect
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import HealthCheck, given, settings

from agreements import pdf, typesetting
from agreements.typesetting.shown import Cell, Chapter, Flows, Prose, Table
from dsaformat import prose
from dsaformat.document import AgreementDocument
from dsaformat.shape import Form, walk
from parties.choices import Kind, Nation
from tests.agreements.scene import AT
from tests.agreements.test_pdf_conforms import DEMONSTRATIONS, demonstration, made
from tests.properties.documents import DOCUMENTS

# Between the margins of the pages: x, y, width and height in points.
TEXT_AREA = ("-x", "0", "-y", "64", "-W", "596", "-H", "718")


def squeezed(text: str) -> str:
    """Letters and digits alone: line breaks, hyphens at their ends, bullets and ligatures make no difference."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def pages_of(content: bytes) -> list[str]:
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        command = ["pdftotext", "-raw", "-r", "72", *TEXT_AREA, file.name, "-"]
        text = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode()
    return [squeezed(page) for page in text.split("\f")]


class Reader:
    """Finds text on pages, from where it stopped on: also where it runs over to the next page."""

    def __init__(self, pages: list[str]) -> None:
        self.pages = pages
        self.page, self.place = 0, 0

    def find(self, text: str) -> bool:
        wanted = squeezed(text)
        for number in range(self.page, len(self.pages)):
            at = self.pages[number].find(wanted, self.place if number == self.page else 0)
            if at >= 0:
                self.page, self.place = number, at + len(wanted)
                return True
        return any(self._runs_over(wanted, number) for number in range(self.page, len(self.pages) - 1))

    def _runs_over(self, wanted: str, number: int) -> bool:
        """Its beginning on this page and its end on the next, below the headings that the table repeats there."""
        this, following = self.pages[number], self.pages[number + 1]
        lengths = range(1, len(wanted))
        # The longer a beginning, the less likely it is there; the other way round for an end.
        longest = bisect.bisect_left(lengths, True, key=lambda cut: wanted[:cut] not in this)
        return longest > 0 and wanted[longest:] in following


def lines_of(blocks) -> Iterator[str]:
    for block in blocks:
        for runs in block.runs:
            yield "".join(f"{run.text} {run.href if run.href != run.text else ''}" for run in runs)


def cell(one: Cell) -> Iterator[str]:
    for piece in one.pieces:
        yield piece.label
        yield from lines_of(piece.blocks)


def table(one: Table) -> Iterator[str]:
    yield one.caption
    yield from (heading for heading, _ in one.columns)
    yield from (line for row in one.rows for part in row for line in cell(part))
    yield from lines_of(one.note)


def chapter(one: Chapter) -> Iterator[str]:
    yield f"{one.number} {one.heading}"
    yield one.not_needed
    yield from lines_of(one.prose)
    for answer in one.answers:
        yield answer.heading
        yield from lines_of(answer.blocks)
    for group in one.groups:
        yield group.heading
        for shown in group.shown:
            if isinstance(shown, Table):
                yield from table(shown)
            elif isinstance(shown, Prose):
                yield from lines_of(shown.blocks)
            elif isinstance(shown, Flows):
                yield from (item.sentence for item in shown.told)


@cache
def read(name: str) -> list[str]:
    return pages_of(made(name))


@pytest.mark.parametrize("name", DEMONSTRATIONS)
def test_the_text_stands_in_its_order(name):
    """D-1, D-35: heading by heading, row by row, cell by cell, from the cover to the signatures."""
    reader, sheet = Reader(read(name)), typesetting.sheet(demonstration(name))
    told = [sheet.title, *table(sheet.parties), *table(sheet.control)]
    told += [line for one in sheet.chapters for line in chapter(one)]
    told += [box.organisation for box in sheet.signatures]
    assert [line for line in told if squeezed(line) and not reader.find(line)] == []


CODED = {"kind": dict(Kind.choices), "nation": dict(Nation.choices)}
NO_WORDS = frozenset({"key", "code", "regime", "path", "format_version", "rule", "sha256"})


def said(document: AgreementDocument) -> Iterator[tuple[str, str]]:
    """Every line and every paragraph that somebody wrote into the document."""
    for path, shape, value in walk(document):
        if shape.name in NO_WORDS or shape.form not in {Form.LINE, Form.TEXT} or path.startswith("law/"):
            continue
        for text in value if shape.several else (value,):
            known = CODED.get(shape.name, {}).get(text, text)
            blocks = prose.blocks(known) if shape.form is Form.TEXT else (prose.Block("paragraph", (known,)),)
            yield from ((path, line) for line in lines_of(blocks))


def missing(document: AgreementDocument, pages: list[str]) -> list[tuple[str, str]]:
    found = []
    for path, line in said(document):
        reader = Reader(pages)
        # Letters that no font has stand as their numbers.
        spelled = re.sub(r"[\uac00-\ud7a3]+", lambda run: " ".join(f"U+{ord(one):04X}" for one in run[0]), line)
        if squeezed(line) and not reader.find(line) and not reader.find(spelled):
            found.append((path, line))
    return found


@pytest.mark.parametrize("name", DEMONSTRATIONS)
def test_nothing_that_somebody_wrote_is_missing(name):
    document = demonstration(name)
    shown = dict(missing(document, read(name)))
    # A section that is not needed says why instead of its fixed words and answers.
    unneeded = {section.key for section in document.sections if section.not_needed}
    assert {path: line for path, line in shown.items() if path.split("/")[1] not in unneeded} == {}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_whatever_the_document_says_can_be_copied_out_of_its_pdf(document: AgreementDocument):
    assert missing(document, pages_of(pdf.render(document, at=AT).content)) == []
