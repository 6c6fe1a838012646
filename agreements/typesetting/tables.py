"""Tables that lose nothing: a table says which fields stand in which column, and names whatever is left. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from agreements.typesetting.shown import Cell, Piece, Prose, Shown, Table
from agreements.typesetting.words import Words, day, of_nobody, paragraph, review_words, roles
from dsaformat import parts, prose
from dsaformat.choices import Role
from dsaformat.shape import Form, Shape, shapes
from dsaformat.values import Part

__all__ = [
    "Column",
    "Leaf",
    "day",
    "facts",
    "leaves",
    "listed",
    "merged",
    "review_words",
    "roles",
    "table",
    "text_cell",
]

_WHOLE = (parts.Period, parts.ReviewOn, parts.ReviewEvery)
"""Parts that are said in one phrase."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field that is said as one value, in a part or in a part of it: `organisation.name`."""

    path: str
    shape: Shape

    def of(self, part: Any) -> Any:
        for name in self.path.split("."):
            part = getattr(part, name)
        return part


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    width: int
    bare: tuple[str, ...] = ()
    """Fields whose values speak for themselves under the heading."""
    named: tuple[str, ...] = ()
    """Fields whose values need their names beside them."""
    rest: bool = False
    """Every field that no column shows is named here."""


@cache
def leaves(model: type[Part], inside: str = "") -> tuple[Leaf, ...]:
    found: list[Leaf] = []
    for shape in shapes(model):
        path = f"{inside}{shape.name}"
        if shape.form is Form.PART and not shape.several and not issubclass(shape.models[0], _WHOLE):
            found.extend(leaves(shape.models[0], f"{path}."))
        elif shape.name != "key":
            found.append(Leaf(path, shape))
    return tuple(found)


def table(
    words: Words,
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Part],
    *,
    aside: frozenset[str] = frozenset(),
    note: tuple[prose.Block, ...] = (),
) -> Iterator[Table]:
    """One row for each part. Fields set aside are shown elsewhere. Columns that nobody fills are left out."""
    parts_of = tuple(rows)
    if not parts_of:
        return
    makers = _makers(type(parts_of[0]), tuple(columns), aside)
    cells = tuple(tuple(_cell(words, part, bare, named) for bare, named in makers) for part in parts_of)
    yield _without_empty(Table(caption, tuple((one.heading, one.width) for one in columns), cells, note))


@cache
def _makers(
    model: type[Part], columns: tuple[Column, ...], aside: frozenset[str]
) -> tuple[tuple[tuple[Leaf, ...], tuple[Leaf, ...]], ...]:
    """Bare and named fields of each column. A misspelt field fails here, in the first test that sets the table."""
    known = {leaf.path: leaf for leaf in leaves(model)}
    claimed = aside.union(*(column.bare + column.named for column in columns))
    rest = tuple(leaf for path, leaf in known.items() if path not in claimed)
    return tuple(
        (
            tuple(known[path] for path in column.bare),
            (*(known[path] for path in column.named), *(rest if column.rest else ())),
        )
        for column in columns
    )


def _cell(words: Words, part: Part, bare: tuple[Leaf, ...], named: tuple[Leaf, ...]) -> Cell:
    return Cell((*_bare(words, part, bare), *pieces(words, part, named)))


def _bare(words: Words, part: Part, chosen: tuple[Leaf, ...]) -> Iterator[Piece]:
    for leaf in chosen:
        shape, value = leaf.shape, leaf.of(part)
        if shape.form is Form.FLAG:
            said = shape.title if value else (f"{shape.title}: no" if value is False and shape.default is None else "")
            blocks = paragraph(said)
        elif shape.vocabulary is Role:
            blocks = paragraph(roles(part) if isinstance(part, parts.Party) else "")
        else:
            blocks = words.blocks(shape, value) or paragraph(of_nobody(shape))
        if blocks:
            yield Piece(blocks)


def pieces(words: Words, part: Part, chosen: Iterable[Leaf]) -> Iterator[Piece]:
    """Values that somebody has given, each with the name of its field."""
    for leaf in chosen:
        value = leaf.of(part)
        if value != leaf.shape.default and (blocks := words.blocks(leaf.shape, value)):
            yield Piece(blocks, leaf.shape.title)


def _without_empty(whole: Table) -> Table:
    kept = [index for index in range(len(whole.columns)) if index == 0 or any(row[index].pieces for row in whole.rows)]
    if len(kept) == len(whole.columns):
        return whole
    columns = [whole.columns[index] for index in kept]
    heading, width = columns[-1]
    columns[-1] = (heading, width + 100 - sum(width for _, width in columns))
    return Table(
        whole.caption, tuple(columns), tuple(tuple(row[index] for index in kept) for row in whole.rows), whole.note
    )


def merged(words: Words, found: Iterable[Table]) -> Iterator[Table]:
    """Rows that differ only in the party become one row: thirty-three bodies with one duty are told it once."""
    for whole in found:
        rows: dict[tuple[Cell, ...], list[str]] = {}
        for first, *others in whole.rows:
            rows.setdefault(tuple(others), []).append(first.plain)
        cells = tuple((text_cell(words.together(names)), *others) for others, names in rows.items())
        yield Table(whole.caption, whole.columns, cells, whole.note)


def facts(
    words: Words, caption: str, part: Part, *, only: Iterable[str] = (), aside: Iterable[str] = ()
) -> Iterator[Shown]:
    """Each filled field of one part, by its name. A lone text needs no table round it."""
    chosen, hidden = tuple(only), frozenset(aside)
    wanted = [leaf for leaf in leaves(type(part)) if (not chosen or leaf.path in chosen) and leaf.path not in hidden]
    filled = [(leaf, blocks) for leaf in wanted if (blocks := _filled(words, leaf, part))]
    if len(filled) == 1 and filled[0][0].shape.form is Form.TEXT:
        yield Prose(filled[0][0].shape.title, filled[0][1])
    elif filled:
        yield listed(caption, ((leaf.shape.title, blocks) for leaf, blocks in filled))


def _filled(words: Words, leaf: Leaf, part: Part) -> tuple[prose.Block, ...]:
    value = leaf.of(part)
    return () if leaf.shape.form is Form.FLAG and value == leaf.shape.default else words.blocks(leaf.shape, value)


def listed(caption: str, rows: Iterable[tuple[str, tuple[prose.Block, ...]]]) -> Table:
    cells = tuple((text_cell(name), Cell((Piece(blocks),) if blocks else ())) for name, blocks in rows)
    return Table(caption, (), cells)


def text_cell(text: str) -> Cell:
    return Cell((Piece(paragraph(text)),) if text else ())
