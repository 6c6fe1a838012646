"""What a thread is about, how long it may hold things up, and which texts a change can be suggested to. Pure."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from drafting import progress
from drafting.outline import OWN_TEXT, OutlineSection, Question
from dsaformat import editing
from dsaformat.document import AgreementDocument
from dsaformat.shape import Form, Shape, shape, shapes
from dsaformat.values import Part

BLOCKS_FOR = dt.timedelta(days=14)
LONGEST_BLOCK = dt.timedelta(days=90)
WARN_BEFORE = dt.timedelta(days=3)
MOST_PASSAGES = 200
_WRITTEN = frozenset({Form.LINE, Form.TEXT})

Named = Callable[[Part], str]


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of the document, of which somebody may write a better one."""

    path: str
    name: str
    label: str
    text: str
    shape: Shape

    @property
    def where(self) -> str:
        """The field at the end of its path, as an address says it."""
        return f"{self.path}/{self.name}"


def expires_on(day: dt.date) -> dt.date:
    """Until when a blocking thread that is opened on the day holds up the text, unless somebody says otherwise."""
    return day + BLOCKS_FOR


def has_expired(until: dt.date | None, on: dt.date) -> bool:
    """The last day still counts."""
    return until is not None and on > until


def refind(text: str, quote: str, near: int) -> int | None:
    """Where the quoted words stand now: the place nearest to where they stood. None when they are gone.

    Line breaks and runs of spaces do not matter: wording that was only laid out anew is still the same.
    """
    words = quote.split()
    if not words:
        return None
    found = re.finditer(r"\s+".join(map(re.escape, words)), text)
    return min((match.start() for match in found), key=lambda start: abs(start - near), default=None)


def text_at(document: AgreementDocument, path: str, name: str) -> str:
    """The text as it stands; empty where nothing is written, or where its place is gone."""
    part = editing.found(document, path)
    return str(getattr(part, name, "") or "") if part is not None else ""


def digest(text: str) -> str:
    """Stands for the text in a form: whoever writes says which one they read."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def passages(
    document: AgreementDocument, section: OutlineSection, question: Question, named: Named
) -> tuple[Passage, ...]:
    """The texts that the question's page is about. `named` says what a row is called."""
    return tuple(islice(_passages(document, section, question, named), MOST_PASSAGES))


def passage(
    document: AgreementDocument, section: OutlineSection, question: Question, named: Named, where: str
) -> Passage | None:
    return next((one for one in _passages(document, section, question, named) if one.where == where), None)


def quotable(document: AgreementDocument, section: OutlineSection, question: Question | None, named: Named) -> str:
    """Every text that a quotation on this question can come from, one after the other."""
    asked = (question,) if question is not None else (OWN_TEXT, *section.asked)
    written = progress.text_of(document, section.key)
    fixed = written.fixed if written is not None else section.fixed
    texts = [one.text for each in asked for one in _passages(document, section, each, named)]
    return "\n\n".join(filter(None, (fixed, *texts)))


def _passages(
    document: AgreementDocument, section: OutlineSection, question: Question, named: Named
) -> Iterator[Passage]:
    match question.kind:
        case "answer":
            own = f"sections/{section.key}"
            path = own if question.key == OWN_TEXT.key else f"{own}/answers/{question.key}"
            field = shape(editing.model_at(path), "text")
            text = progress.answer(document, section.key, question.key)
            yield Passage(path, "text", question.label, text, field)
        case "part":
            yield from _of_part(document, question.path, question.names, "", blank=True)
        case "rows":
            for row in progress.rows(document, question):
                names = tuple(field.name for field in shapes(type(row)))
                yield from _of_part(document, f"{question.path}/{row.key}", names, f"{named(row)}: ")
        case "each":
            for party, _ in progress.each(document, question):
                path = question.path.replace("*", party.key)
                yield from _of_part(document, path, question.names, f"{party.name}: ")


def _of_part(
    document: AgreementDocument, path: str, names: tuple[str, ...], before: str, *, blank: bool = False
) -> Iterator[Passage]:
    """Texts of one part; those where nothing is written yet only when `blank` says so."""
    for field in shapes(editing.model_at(path)):
        if field.name not in names or field.name == "key" or field.form not in _WRITTEN or field.several:
            continue
        text = text_at(document, path, field.name)
        if text or blank:
            yield Passage(path, field.name, f"{before}{field.title}", text, field)


def place(document: AgreementDocument, path: str, name: str, label: str) -> Passage:
    """The text at a known place, whether or not a question asks for it now."""
    return Passage(path, name, label, text_at(document, path, name), shape(editing.model_at(path), name))
