"""How far a draft has come: which sections are needed, begun, done, and where a check's finding is put right. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from drafting import conditions
from drafting.choices import TaskStatus
from drafting.outline import OWN_TEXT, Outline, OutlineSection, Question
from dsaformat import editing, parts
from dsaformat.document import AgreementDocument
from dsaformat.shape import shapes
from dsaformat.values import Part, Row
from foundation.verdicts import Finding

_NOTHING: Mapping[str, str] = MappingProxyType({})
ASKED = "Asked although nothing calls for it."


@dataclass(frozen=True, slots=True)
class Task:
    section: OutlineSection
    status: TaskStatus
    hint: str = ""
    stops: int = 0
    """How many problems the checks show in it."""


def tasks(
    outline: Outline,
    document: AgreementDocument,
    marks: Mapping[str, bool],
    findings: Iterable[Finding] = (),
    wanted: Mapping[str, str] = _NOTHING,
) -> tuple[Task, ...]:
    """Every section in order, with its status. `marks` says which were called completed.

    `wanted` has the reasons why sections are asked that the template does not call for.
    """
    stopping: dict[str, int] = {}
    homes = Homes(outline, document)
    for finding in findings:
        if finding.stops and (target := homes.of(finding.path)) is not None:
            stopping[target[0].key] = stopping.get(target[0].key, 0) + 1
    return tuple(
        _task(
            section, document, marks.get(section.key, False), stopping.get(section.key, 0), wanted.get(section.key, "")
        )
        for section in outline.sections
    )


def _task(section: OutlineSection, document: AgreementDocument, completed: bool, stops: int, wanted: str) -> Task:
    reason = not_needed(section, document, wanted)
    if reason:
        return Task(section, TaskStatus.NOT_NEEDED, reason)
    hint = f"{ASKED} {wanted}" if wanted and uncalled(section, document) else ""
    if completed:
        return Task(section, TaskStatus.PROBLEM if stops else TaskStatus.COMPLETED, hint, stops)
    begun = any(filled(document, section, question) for question in section.asked)
    return Task(section, TaskStatus.IN_PROGRESS if begun else TaskStatus.NOT_STARTED, hint, stops)


def not_needed(section: OutlineSection, document: AgreementDocument, wanted: str = "") -> str:
    """Why the section is not needed: what somebody wrote, or what the template says. Empty when it is needed."""
    return left_out(section, document) or ("" if wanted else uncalled(section, document))


def left_out(section: OutlineSection, document: AgreementDocument) -> str:
    """The reason that somebody wrote for leaving it out."""
    written = text_of(document, section.key)
    return str(written.not_needed) if written is not None else ""


def uncalled(section: OutlineSection, document: AgreementDocument) -> str:
    """What the template says when the agreement has nothing that calls for the section."""
    if conditions.holds(section.opens_when, document):
        return ""
    return section.because or "Nothing in this agreement calls for it."


def text_of(document: AgreementDocument, key: str) -> parts.Section | None:
    return next((section for section in document.sections if section.key == key), None)


def filled(document: AgreementDocument, section: OutlineSection, question: Question) -> bool:
    """Whether anything was answered."""
    match question.kind:
        case "answer":
            return bool(answer(document, section.key, question.key))
        case "parties":
            return bool(document.parties)
        case "rows":
            return bool(rows(document, question))
        case "each":
            return any(_has_content(part, question.names) for _, part in each(document, question))
        case "part":
            return _has_content(editing.found(document, question.path), question.names)


def answer(document: AgreementDocument, section: str, key: str) -> str:
    written = text_of(document, section)
    if key == OWN_TEXT.key:
        return str(written.text) if written is not None else ""
    answers = written.answers if written is not None else ()
    return next((str(found.text) for found in answers if found.key == key), "")


def rows(document: AgreementDocument, question: Question) -> tuple[Row, ...]:
    """The rows of the list that the question is about."""
    owner, _, name = question.path.rpartition("/")
    holder = editing.found(document, owner) if owner else document
    found = getattr(holder, name, ()) if holder is not None else ()
    return tuple(row for row in found if matches(row, question))


def matches(row: Any, question: Question) -> bool:
    for name, wanted in question.where.items():
        held = getattr(row, name)
        values = held if isinstance(held, tuple) else (held,)
        if not set(map(str, values)) & set(wanted):
            return False
    return True


def each(document: AgreementDocument, question: Question) -> Iterator[tuple[parts.Party, Part]]:
    """Every party that the question is about, with its part."""
    within = question.path.partition("*")[2].removeprefix("/")
    for party in document.parties:
        part = editing.found(party, within)
        if part is not None and matches(party, question):
            yield party, part


def _has_content(part: Part | None, names: Iterable[str]) -> bool:
    if part is None:
        return False
    known = {shape.name: shape for shape in shapes(type(part))}
    for name in names:
        value, shape = getattr(part, name), known[name]
        if not shape.optional or value != shape.default:
            if name == "kind" or (isinstance(value, Part) and value == shape.default):
                continue
            if value not in (None, "", ()):
                return True
    return False


Home = tuple[OutlineSection, Question | None]


class Homes:
    """Where each place of one document is written, by one outline. The outline is read once, each place once."""

    def __init__(self, outline: Outline, document: AgreementDocument) -> None:
        self._outline, self._document = outline, document
        self._asked: dict[str, list[tuple[OutlineSection, Question, list[str]]]] = {}
        for section in outline.sections:
            for question in section.asked:
                own = question.path.split("/")
                self._asked.setdefault(own[0], []).append((section, question, own))
        self._by_row = {
            part
            for part, asked in self._asked.items()
            if any(question.where or own[1:2] not in ([], ["*"]) for _, question, own in asked)
        }
        """Where it matters which row is meant: elsewhere a hundred parties share one answer."""
        self._alike: dict[tuple[str, ...], Home | None] = {}
        self._found: dict[str, Home | None] = {}

    def of(self, path: str) -> Home | None:
        """The section and question where what stands at `path` is written; None when this outline has none."""
        if path not in self._found:
            self._found[path] = self._home(path.split("/"))
        return self._found[path]

    def _home(self, steps: list[str]) -> Home | None:
        if steps[0] == "sections" and len(steps) > 1:
            section = self._outline.section(steps[1])
            key = steps[3] if len(steps) > 3 and steps[2] == "answers" else ""
            key = OWN_TEXT.key if steps[2:] == ["text"] else key
            return (section, section.question(key)) if section else None
        if len(steps) == 3 and steps[0] == "parties" and steps[2] in AgreementDocument.model_fields:
            steps = [steps[2]]  # what a party lacks in another list
        if steps[0] in self._by_row or len(steps) < 2:
            return self._closest(steps)
        alike = (steps[0], *steps[2:])
        if alike not in self._alike:
            self._alike[alike] = self._closest(steps)
        return self._alike[alike]

    def _closest(self, steps: list[str]) -> Home | None:
        best: Home | None = None
        score = 0
        for section, question, own in self._asked.get(steps[0], ()):
            found = _closeness(question, own, steps, self._document)
            if found > score:
                best, score = (section, question), found
        return best


def home(outline: Outline, document: AgreementDocument, path: str) -> Home | None:
    """Where one place is written. For many of them, ask one `Homes`."""
    return Homes(outline, document).of(path)


def _closeness(question: Question, own: list[str], steps: list[str], document: AgreementDocument) -> int:
    """How exactly the question, with its own path in steps, is about the place: 0 when not at all."""
    if question.kind == "answer":
        return 0
    if len(own) > len(steps) or any(mine not in ("*", step) for mine, step in zip(own, steps, strict=False)):
        same_list = own[0] == steps[0] and len(steps) <= 2 and question.kind in {"parties", "each"}
        return 1 if same_list and question.kind == "parties" else 0
    rest = steps[len(own) :]
    if question.kind in {"part", "each"}:
        named = bool(rest) and rest[0] in question.names
        return 10 * len(own) + (5 if named else 0) if named or not rest or not question.fields else 1
    if question.kind == "parties":
        return 2 if len(rest) <= 1 else 1
    row = editing.found(document, "/".join(steps[: len(own) + 1])) if rest and question.where else None
    return 10 * len(own) + 3 if row is None or matches(row, question) else 0
