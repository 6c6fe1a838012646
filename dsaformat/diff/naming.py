"""What readers call the rows, values and places of a document."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from dsaformat import parts
from dsaformat.choices import Block, Labelled
from dsaformat.diff.differences import Step
from dsaformat.diff.subjects import shown
from dsaformat.document import AgreementDocument
from dsaformat.parts import Period, ReviewEvery, ReviewOn
from dsaformat.shape import Form, Shape, shape, shapes
from dsaformat.values import Part, Row

NAME_LENGTH = 80
_FIRST_WORDS = 8
_MOST_NAMES = 6

# By which fields a row is known, where the ones that it must have do not say it best.
_KNOWN_BY: dict[type[Part], tuple[str, ...]] = {
    parts.Benefit: ("text",),
    parts.BasisRow: ("party", "condition", "purpose"),
    parts.Dataset: ("title",),
    parts.Definition: ("term",),
    parts.EndRule: ("party", "datasets"),
    parts.LawWording: ("label",),
    parts.PrivacyNotice: ("parties",),
    parts.RelatedAgreement: ("title",),
    parts.SharingRule: ("act",),
    parts.Waiver: ("rule",),
}

# Steps that readers do not see: they would only repeat the name before them.
_UNSEEN = {"organisation"}


class Names:
    """The names in one document. Keys and codes that it does not explain are asked of the other one."""

    def __init__(self, document: AgreementDocument, other: AgreementDocument, labels: Mapping[str, str]) -> None:
        self._documents = (document, other)
        self._labels = labels
        self._rows: dict[str, dict[str, str]] = {}

    @cached_property
    def _law(self) -> dict[str, str]:
        return {wording.code: wording.label for document in self._documents[::-1] for wording in document.law}

    @cached_property
    def _sections(self) -> dict[str, str]:
        """The section that shows each place of the document."""
        found: dict[str, str] = {}
        for document in self._documents:
            for section in document.sections:
                for block in section.blocks:
                    for where in shown(Block(block)):
                        found.setdefault(where, self.row(section))
        return found

    def keyed(self, rows: str, key: str) -> str:
        """What the row of that list is called."""
        if rows not in self._rows:
            self._rows[rows] = {
                row.key: self.row(row) for document in self._documents[::-1] for row in getattr(document, rows)
            }
        return self._rows[rows].get(key, key)

    def code(self, code: str) -> str:
        return self._law.get(code) or self._labels.get(code) or code.replace("_", " ")

    def row(self, row: Part) -> str:
        if isinstance(row, parts.Party):
            return shortened(row.organisation.name)
        if isinstance(row, parts.Section):
            return shortened(f"{row.number} {row.heading}".strip())
        if isinstance(row, parts.Flow):
            return f"{self.keyed('parties', row.sender)} to {self._value(row, 'recipients')}"
        pieces = [piece for name in _known_by(type(row)) if (piece := self._value(row, name))]
        return ", ".join(pieces) or (row.key if isinstance(row, Row) else self.value(row))

    def _value(self, row: Part, name: str) -> str:
        return shortened(self.value(getattr(row, name), shape(type(row), name)))

    def value(self, value: Any, field: Shape | None = None) -> str:
        """A value as a reader would say it; blank for nothing."""
        match value:
            case None | () | "":
                return ""
            case bool():
                return "yes" if value else "no"
            case date():
                return f"{value.day} {value:%B %Y}"
            case Labelled():
                return value.label
            case Part():
                return self._part(value)
            case tuple():
                return listed(self.value(member, field) for member in value)
        if field and field.form is Form.KEY:
            return self.keyed(field.points_at, value)
        if field and (field.form is Form.CODE or field.name == "regime"):
            return self.code(value)
        return f"“{shortened(value)}”" if field and field.form is Form.TEXT else str(value)

    def _part(self, part: Part) -> str:
        match part:
            case Period():
                return str(part)
            case ReviewOn():
                return self.value(part.on)
            case ReviewEvery():
                first, then = part.first_after_months, part.then_every_months
                return f"after {first} months, then every {then} months"
        values = ((field, getattr(part, field.name)) for field in shapes(type(part)))
        said = (self.value(value, field) for field, value in values if value != field.default)
        return ", ".join(filter(None, said))

    def place(self, steps: tuple[Step, ...], field: Shape | None = None) -> str:
        """Where the field of the last step is: the section or list, then the rows on the way."""
        pieces = [] if steps[0].field.name == "sections" else [self.home(*(step.field for step in steps), field)]
        for step in steps:
            row = step.before if step.before is not None else step.after
            if step.key and row is not None:
                pieces.append(self.row(row))
            elif step is not steps[0] and step.field.name not in _UNSEEN:
                pieces.append(lowered(step.field.title))
        return ", ".join(pieces)

    def home(self, *fields: Shape | None) -> str:
        """The section that shows a field, else the title of the list or part that holds it."""
        first, *rest = [field for field in fields if field is not None]
        inner = self._sections.get(f"{first.name}.{rest[0].name}") if rest else None
        return inner or self._sections.get(first.name) or first.title


class Sides:
    """The two documents of one comparison, each with its names."""

    def __init__(self, before: AgreementDocument, after: AgreementDocument, labels: Mapping[str, str]) -> None:
        self.before, self.after = before, after
        self.names_before = Names(before, after, labels)
        self.names_after = Names(after, before, labels)


def _known_by(model: type[Part]) -> tuple[str, ...]:
    if model in _KNOWN_BY:
        return _KNOWN_BY[model]
    names = [field.name for field in shapes(model) if not field.optional and field.name != "key"]
    return (*names, "datasets") if "datasets" in model.model_fields else tuple(names)


def shortened(text: str) -> str:
    words = text.split()
    line = " ".join(words)
    if len(line) <= NAME_LENGTH:
        return line
    return f"{' '.join(words[:_FIRST_WORDS])[:NAME_LENGTH]}…"


def lowered(title: str) -> str:
    """A title within a sentence. One with more capitals holds a name and stays as it is."""
    return title if any(letter.isupper() for letter in title[1:]) else title[:1].lower() + title[1:]


def listed(names: Iterable[str]) -> str:
    """`A, B and C`; a long list is counted."""
    said = [name for name in names if name]
    if len(said) > _MOST_NAMES:
        said = [*said[: _MOST_NAMES - 1], f"{len(said) - _MOST_NAMES + 1} more"]
    return " and ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))
