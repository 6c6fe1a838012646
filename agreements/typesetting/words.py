"""How a document says its own values: names for keys, the law's wording for codes, words for dates and marks. Pure."""

import datetime as dt
from functools import cached_property
from typing import Any

from dsaformat import parts, prose
from dsaformat.choices import Role
from dsaformat.document import AgreementDocument
from dsaformat.shape import Form, Shape, shapes
from dsaformat.values import Part
from lawfulbasis.catalogue import REGIMES
from parties.choices import Kind, Nation

_LABEL_ALONE = frozenset({"data_category", "personal_data_type", "special_category_type", "data_subject_type"})
"""Kinds of data and people are known by name; a condition of the law also by where it stands."""

_MANY = 8
"""From here on "every party but one" reads better than a list of names."""


def day(value: dt.date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else "Not stated"


def review_words(term: parts.Term) -> str:
    return _review(term.review) if term.review else "Not stated"


def roles(party: parts.Party) -> str:
    """In the order in which the roles are declared, as one phrase."""
    labels = [role.label for role in Role if role in party.roles]
    return ", ".join([*labels[:1], *map(lowered, labels[1:])]) or "Not stated"


def lowered(words: str) -> str:
    """For the middle of a sentence; an abbreviation keeps its capitals."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def paragraph(text: str) -> tuple[prose.Block, ...]:
    return (prose.Block("paragraph", (text,)),) if text else ()


def bullets(lines: tuple[str, ...]) -> tuple[prose.Block, ...]:
    return (prose.Block("bullets", lines),) if len(lines) > 1 else paragraph("".join(lines))


def of_nobody(field: Shape) -> str:
    """What a set of rows means when it names none, as the format itself says: every party, all of it."""
    means = field.hint.partition(" means ")[2].rstrip(".") if field.points_at else ""
    return means[:1].upper() + means[1:]


class Words:
    """Asks nothing but the document: a frozen text reads the same years later."""

    def __init__(self, document: AgreementDocument) -> None:
        self.document = document

    @cached_property
    def _titles(self) -> dict[str, dict[str, str]]:
        document = self.document
        return {
            "parties": {party.key: party.name for party in document.parties},
            "datasets": {dataset.key: dataset.title for dataset in document.datasets},
            "purposes": {purpose.key: purpose.title for purpose in document.purposes},
        }

    @cached_property
    def _law(self) -> dict[str, parts.LawWording]:
        return {wording.code: wording for wording in self.document.law}

    def name(self, key: str) -> str:
        return self._titles["parties"][key]

    def title(self, rows: str, key: str) -> str:
        return self._titles[rows][key]

    def names(self, rows: str, keys: tuple[str, ...]) -> str:
        """In the document's order, and short where nearly everybody is meant."""
        names = list(self.each(rows, keys))
        return self.together(names) if rows == "parties" else ", ".join(names)

    def each(self, rows: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        """In the document's order, every one of them by name."""
        chosen = frozenset(keys)
        return tuple(name for key, name in self._titles[rows].items() if key in chosen)

    def together(self, names: list[str]) -> str:
        """Several parties as one phrase."""
        everybody = list(self._titles["parties"].values())
        left_out = [name for name in everybody if name not in names]
        few = len(left_out) <= 2 or 4 * len(left_out) <= len(everybody)
        if len(everybody) > _MANY and few and len(everybody) - len(left_out) == len(names):
            return f"Every party but {_listed(left_out)}" if left_out else "Every party"
        return ", ".join(names)

    def law(self, code: str, *, alone: bool = False) -> str:
        """As worded in the document; a code that it has no wording for is at least legible."""
        wording = self._law.get(code)
        if wording is None:
            return code.replace("_", " ")
        return wording.label if alone or not wording.reference else f"{wording.reference}: {wording.label}"

    def line(self, field: Shape, value: Any) -> str:
        """The value as one line."""
        return " ".join(" ".join(line for block in self.blocks(field, value) for line in block.lines).split())

    def blocks(self, field: Shape, value: Any) -> tuple[prose.Block, ...]:
        """The value as it stands in a cell; nothing for a value that is not there."""
        if value is None or value == "" or value == ():
            return ()
        if field.form is Form.TEXT and not field.several:
            return _address(value) if field.name == "address" else prose.blocks(value)
        if field.form is Form.PART and field.several:
            return bullets(tuple(self.member(member) for member in value))
        if field.several and field.form in {Form.TEXT, Form.LINE}:
            return bullets(tuple(" ".join(text.split()) for text in value))
        return paragraph(self._words(field, value))

    def _words(self, field: Shape, value: Any) -> str:
        values = value if field.several else (value,)
        if field.form is Form.KEY:
            return self.names(field.points_at, tuple(values))
        if field.form is Form.CODE:
            alone = bool(_LABEL_ALONE.intersection(field.regimes))
            return (", " if alone else "; ").join(self.law(code, alone=alone) for code in values)
        if field.form is Form.CHOICE:
            return ", ".join(choice.label for choice in values)
        if field.form is Form.FLAG:
            return "Yes" if value else "No"
        if field.form is Form.DAY:
            return day(value)
        if field.form is Form.PART:
            return _review(value)
        if field.name == "path":
            return self.place(value)
        return _LINES.get(field.name, {}).get(value, str(value))

    def place(self, path: str) -> str:
        """Where a path leads: `parties/police/purpose` reads "Parties, Essex Police, Purpose"."""
        said: list[str] = []
        at: Any = self.document
        for step in path.split("/"):
            field = next((one for one in shapes(type(at)) if one.name == step), None) if isinstance(at, Part) else None
            row = next((one for one in at if getattr(one, "key", "") == step), None) if isinstance(at, tuple) else None
            said.append(field.title if field else self._row(row) if row else step.replace("_", " "))
            at = getattr(at, step) if field else row
        return ", ".join(said)

    def _row(self, row: Part) -> str:
        if isinstance(row, parts.Party):
            return row.name
        said = (self.line(field, getattr(row, field.name)) for field in shapes(type(row)) if field.name != "key")
        return next(filter(None, said), "")

    def member(self, part: Part) -> str:
        """A small part in one line: its first value, then the others by their names."""
        lines = [(field, self.line(field, getattr(part, field.name))) for field in shapes(type(part))]
        filled = [(field, words) for field, words in lines if field.name != "key" and words]
        if isinstance(part, parts.Contact):
            said = dict.fromkeys(words for _, words in filled)  # an office that is called as its role is said once
            role, *others = said
            return f"{role}: {', '.join(others)}" if others else role
        first = filled[0][1] if filled else ""
        more = "; ".join(f"{field.title}: {words}" for field, words in filled[1:])
        return f"{first} ({more})" if more else first


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


_LINES: dict[str, dict[str, str]] = {
    "kind": dict(Kind.choices),
    "nation": dict(Nation.choices),
    "regime": REGIMES,
}
"""Lines in which the portal writes codes of its own."""


def _address(text: str) -> tuple[prose.Block, ...]:
    """Lines of an envelope in one line."""
    return paragraph(", ".join(line.strip().rstrip(",") for line in text.split("\n") if line.strip()))


def _review(rule: Any) -> str:
    match rule:
        case parts.ReviewOn(on=on):
            return day(on)
        case parts.ReviewEvery(first_after_months=first, then_every_months=every):
            return f"After {_months(first)}, then every {_months(every)}"
        case _:
            return str(rule)


def _months(number: int) -> str:
    return f"{number} month{'' if number == 1 else 's'}"
