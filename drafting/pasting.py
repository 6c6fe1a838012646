"""A table that somebody pastes: its lines, what its columns may mean, and each cell as the document's value. Pure."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from drafting import cells
from dsaformat.document import AgreementDocument
from dsaformat.parts import Period
from dsaformat.shape import Form, Shape, shapes
from dsaformat.values import Part, Row
from foundation import sheets, text
from foundation.verdicts import Refused
from lawfulbasis.catalogue import Catalogue, Provision

MOST_LINES, MOST_COLUMNS, MOST_CHARACTERS = 1_000, 40, 500_000
PARTY = "_party"
"""The column that says whose line it is, where every party has a list of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    """As a spreadsheet program counts: the headings are line 1."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    heads: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Something that a row can say."""

    name: str
    title: str
    required: bool
    shape: Shape | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """One line as a row of the document, or why it is none."""

    number: int
    cells: tuple[str, ...]
    values: dict[str, Any]
    problems: tuple[str, ...]


def table(pasted: str) -> Table:
    """The pasted text as headings and lines. `Refused` says what to do when it is none, or too much."""
    if len(pasted) > MOST_CHARACTERS:
        raise Refused([f"Paste {MOST_CHARACTERS:,} characters or fewer at a time"])
    clean = pasted.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not clean.strip():
        raise Refused(["Paste a table, its headings first"])
    rows = list(_rows(clean))
    if len(rows) - 1 > MOST_LINES:
        raise Refused([f"Paste {MOST_LINES:,} lines or fewer at a time. You pasted {len(rows) - 1:,}"])
    if len(rows) < 2:
        raise Refused(["Paste at least one line under the headings"])
    if max(len(cells) for _, cells in rows) > MOST_COLUMNS:
        raise Refused([f"Paste {MOST_COLUMNS} columns or fewer"])
    heads = tuple(text.single_line(cell)[:200] or f"Column {n}" for n, cell in enumerate(rows[0][1], start=1))
    width = max(len(heads), *(len(cells) for _, cells in rows))
    heads += tuple(f"Column {number}" for number in range(len(heads) + 1, width + 1))
    return Table(heads, tuple(Line(n, (*cells, *[""] * (width - len(cells)))) for n, cells in rows[1:]))


def of_file(content: bytes) -> str:
    """What a CSV or XLSX file would be if its cells were pasted, the first sheet of a workbook.

    `Refused` says why it cannot be used. Line numbers stay those that a spreadsheet program shows.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    filled = 0
    for line in sheets.lines(content, most_rows=MOST_LINES):
        filled += any(line)
        if filled - 1 > MOST_LINES:
            raise Refused([f"The selected file must have {MOST_LINES:,} lines or fewer under its headings"])
        cells = _without_last_empty(line)
        if len(cells) > MOST_COLUMNS:
            raise Refused([f"The selected file must have {MOST_COLUMNS} columns or fewer"])
        if filled:
            writer.writerow(cells)
    if filled < 2:
        raise Refused(["The selected file must have its headings in the first line and at least one line under them"])
    if len(written.getvalue()) > MOST_CHARACTERS:
        raise Refused([f"The selected file must hold {MOST_CHARACTERS:,} characters or fewer. Leave out some columns"])
    return written.getvalue()


def _without_last_empty(line: list[str]) -> list[str]:
    cells = list(line)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _rows(clean: str) -> Iterator[tuple[int, list[str]]]:
    """Lines with something in them, numbered as they stand. A cell in quotation marks may have several lines."""
    first = clean.split("\n", 1)[0]
    commas = max(",;", key=first.count)
    delimiter = "\t" if "\t" in first or ("\t" in clean and commas not in first) else commas
    csv.field_size_limit(MOST_CHARACTERS)
    try:
        for number, held in enumerate(csv.reader(io.StringIO(clean, newline=""), delimiter=delimiter), start=1):
            if any(cell.strip() for cell in held):
                yield number, [cell.strip() for cell in held]
    except csv.Error:
        raise Refused(["The table could not be read. Copy the cells again and paste them as they are"]) from None


def columns(model: type[Part], names: Sequence[str] = (), *, of_party: bool = False) -> tuple[Column, ...]:
    """What lines can say: the fields of the rows, except rows within rows and what follows from the rest."""
    fields = [shape for shape in shapes(model) if _readable(shape) and (not names or shape.name in names)]
    own = tuple(Column(shape.name, shape.title, not shape.optional, shape) for shape in fields)
    return (Column(PARTY, "Organisation", True), *own) if of_party else own


def _readable(shape: Shape) -> bool:
    if shape.name in {"key", "regime"}:
        return False
    return shape.form is not Form.PART or (shape.models[0] is Period and not shape.several)


def guessed(heads: Sequence[str], known: Sequence[Column]) -> dict[int, str]:
    """Which column each heading seems to be; each once."""
    names = {_bare(word): column.name for column in known for word in (column.name, column.title)}
    others = {_bare(word): name for name, words in _ALSO.items() for word in words if name in set(names.values())}
    found: dict[int, str] = {}
    for index, head in enumerate(heads):
        name = names.get(_bare(head)) or others.get(_bare(head), "")
        if name and name not in found.values():
            found[index] = name
    return found


_ALSO: dict[str, tuple[str, ...]] = {
    "name": ("data item", "field", "field name", "variable", "variable name", "data field", "element"),
    "title": ("name", "act", "legislation", "law", "dataset", "purpose"),
    "description": ("definition", "meaning", "details", "notes on content"),
    "value_kind": ("type", "data type", "kind", "format"),
    "values": ("choices", "codes", "range", "valid values"),
    "types": ("category", "personal data type", "data category"),
    "matching_key": ("key", "match", "matching key", "used for matching", "match key"),
    "excluded": ("not shared", "exclude", "excluded"),
    "provision": ("section", "sections"),
    "party": ("organisation", "party", "partner", "held by", "owner"),
    "supplier": ("organisation", "supplied by", "provider", "source"),
    "period": ("retention", "retention period", "kept for", "how long"),
    "method": ("disposal", "how deleted", "deletion method"),
    "email": ("e-mail", "email", "mail"),
    "phone": ("telephone", "tel"),
    "office": ("job title", "position", "title"),
    PARTY: ("party", "partner", "council", "body"),
}


def _bare(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.skeleton(words))


class Reader:
    """Reads cells against one document and one catalogue."""

    def __init__(self, document: AgreementDocument, catalogue: Catalogue, on: dt.date) -> None:
        self._catalogue, self._on = catalogue, on
        self._keys: dict[str, dict[str, str]] = {
            "parties": {
                text.folded(name): party.key
                for party in document.parties
                for name in (party.organisation.short_name, party.organisation.ico_reference, party.name)
                if name
            },
            "datasets": {text.folded(row.title): row.key for row in document.datasets},
            "purposes": {text.folded(row.title): row.key for row in document.purposes},
        }

    def read(
        self, found: Table, mapping: Mapping[int, str], known: Sequence[Column], model: type[Part]
    ) -> tuple[Read, ...]:
        by_name = {column.name: column for column in known}
        used = {index: by_name[name] for index, name in mapping.items() if name in by_name}
        return tuple(self._line(line, used, model) for line in found.lines)

    def _line(self, line: Line, used: Mapping[int, Column], model: type[Part]) -> Read:
        values: dict[str, Any] = {}
        problems: list[str] = []
        for index, column in used.items():
            try:
                value = self._cell(column, line.cells[index])
            except ValueError as error:
                problems.append(f"{column.title}: {error}")
                continue
            if value not in (None, "", []):
                values[column.name] = value
            elif column.required:
                problems.append(f"{column.title} is empty")
        if "condition" in values:
            values["regime"] = self._catalogue.regime_of(str(values["condition"]))
        problems += [] if problems else _refusals(model, values)
        return Read(line.number, line.cells, values, tuple(problems))

    def _cell(self, column: Column, cell: str) -> Any:
        if column.shape is None:
            return self._key("parties", cell)
        read: dict[Form, Callable[[Shape, str], Any]] = {
            Form.FLAG: cells.flag,
            Form.CHOICE: cells.choice,
            Form.KEY: lambda shape, one: self._key(shape.points_at, one),
            Form.CODE: self._code,
            Form.DAY: cells.day,
            Form.COUNT: cells.count,
            Form.PART: cells.period,
        }
        shape = column.shape
        if shape.form in read and shape.several:
            return sorted({read[shape.form](shape, one) for one in cells.members(cell)})
        if shape.form in read:
            return read[shape.form](shape, cell) if cell else None
        if shape.several:
            return [cells.words(shape, one) for one in cells.members(cell)]
        return cells.words(shape, cell)

    def _key(self, rows: str, cell: str) -> str:
        key = self._keys.get(rows, {}).get(text.folded(cell))
        if cell and key is None:
            raise ValueError(f"“{cells.short(cell)}” is not one of the {rows}")
        return key or ""

    def _code(self, shape: Shape, cell: str) -> str:
        for entry in self._entries.get(text.folded(cell), ()):
            if shape.regimes and entry.regime not in shape.regimes:
                continue
            if not (entry.selectable and entry.in_force_on(self._on)):
                raise ValueError(f"“{cells.short(cell)}” cannot be chosen now")
            return entry.code
        raise ValueError(f"“{cells.short(cell)}” is not in the catalogue of the law")

    @cached_property
    def _entries(self) -> dict[str, list[Provision]]:
        """The law by label, by reference and by code."""
        found: dict[str, list[Provision]] = {}
        for code in self._catalogue.provisions:
            entry = self._catalogue.on(code, self._on)
            if entry is None:
                continue
            for name in {entry.label, entry.reference, code}:
                found.setdefault(text.folded(name), []).append(entry)
        return found


def _refusals(model: type[Part], values: Mapping[str, Any]) -> list[str]:
    """What the document itself would say of the row."""
    row = {name: value for name, value in values.items() if name != PARTY}
    try:
        model.model_validate(({"key": "x"} if issubclass(model, Row) else {}) | row)
    except ValidationError as error:
        titles = {shape.name: shape.title for shape in shapes(model)}
        return [
            f"{titles.get(str(detail['loc'][0]), 'The line')}: {detail['msg'].removeprefix('Value error, ')}"
            if detail["type"] != "missing"
            else f"{titles.get(str(detail['loc'][0]), 'Something')} is missing"
            for detail in error.errors(include_url=False, include_input=False)[:3]
        ]
    return []
