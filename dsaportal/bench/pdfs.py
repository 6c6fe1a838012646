"""Timing the PDF of each demonstration agreement beside bare WeasyPrint on the same text, in one run on one machine."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from agreements import assembly, demo, pdf
from agreements.pdf import bare
from dsaformat.document import AgreementDocument
from lawfulbasis import services as law

ROUNDS = 3
MOST = 1.3
"""Times what WeasyPrint alone takes: tags, archive, fields and fingerprints may cost a third more."""
PAGES, SECONDS = 25, 3.0


@dataclass(frozen=True, slots=True)
class Figures:
    name: str
    pages: int
    ours: float
    """Seconds, the least of the rounds: what else the machine does only adds to it."""
    bare: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare

    @property
    def of_25_pages(self) -> float:
        return self.ours / self.pages * PAGES

    @property
    def line(self) -> str:
        return (
            f"PDF of {self.name:12} {self.pages:3} pages   {self.ours * 1000 / self.pages:6.1f} ms a page   "
            f"{self.ratio:4.2f} x WeasyPrint alone (limit {MOST})   "
            f"{PAGES} pages {self.of_25_pages:4.2f} s (limit {SECONDS:.0f})"
        )


def lines(*, at: dt.datetime) -> Iterator[str]:
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    for figures in measured(at):
        yield figures.line


def measured(at: dt.datetime) -> Iterator[Figures]:
    for path in sorted(demo.folder().glob("*.json")):
        catalogue = law.catalogue_from(law.law_folder() / law.CATALOGUE)
        document = assembly.worded(demo.document(path, on=at.date()), catalogue, at.date())
        yield _figures(path.stem, document, at)


def _figures(name: str, document: AgreementDocument, at: dt.datetime) -> Figures:
    html = pdf.markup(document, at=at, draft=False)
    pages = pdf.render(document, at=at).pages  # the first also loads what all later ones use
    ours = _least(lambda: pdf.render(document, at=at))
    return Figures(name, pages, ours, _least(lambda: bare.write(html)))


def _least(act: Callable[[], Any]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        act()
        times.append(time.process_time() - started)
    return min(times)
