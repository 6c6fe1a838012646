"""What a page of an agreement is made of: values that templates walk, and nothing else."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from agreements.pictures.flow_map import FlowMap
from dsaformat.prose import Block

_MAY_SPLIT = 25


@dataclass(frozen=True, slots=True)
class Piece:
    """One value in a cell, with the name of its field where the heading of the column does not say it."""

    blocks: tuple[Block, ...]
    label: str = ""

    @property
    def on_one_line(self) -> bool:
        return len(self.blocks) == 1 and self.blocks[0].kind == "paragraph"


@dataclass(frozen=True)
class Cell:
    pieces: tuple[Piece, ...] = ()

    @cached_property
    def plain(self) -> str:
        """The one line without a link that is all there is in most cells: templates print it without further ado."""
        lone = self.pieces[0] if len(self.pieces) == 1 else None
        if lone is None or lone.label or not lone.on_one_line:
            return ""
        line = lone.blocks[0].lines[0]
        return "" if "://" in line or "mailto:" in line else line

    @property
    def length(self) -> int:
        """About how many lines it takes."""
        return sum(1 + len(line) // 45 for piece in self.pieces for block in piece.blocks for line in block.lines)


@dataclass(frozen=True)
class Table:
    """Facts have no columns: each row is named by its first cell."""

    caption: str
    columns: tuple[tuple[str, int], ...]
    """Heading and width in per cent of each column. A set table is laid out much faster than a guessed one."""
    rows: tuple[tuple[Cell, ...], ...]
    note: tuple[Block, ...] = ()
    dense: bool = False
    """Many narrow columns of few words: set smaller."""
    kind: Literal["table"] = "table"

    @cached_property
    def _lengths(self) -> tuple[int, ...]:
        return tuple(max(cell.length for cell in row) for row in self.rows)

    @property
    def short(self) -> bool:
        """Short enough to stay on one page without leaving a hole on the one before."""
        return sum(self._lengths) <= 9

    @property
    def lines(self) -> tuple[tuple[tuple[Cell, ...], bool], ...]:
        """Each row, and whether it is so long that it may run over a page."""
        return tuple((row, length > _MAY_SPLIT) for row, length in zip(self.rows, self._lengths, strict=True))


@dataclass(frozen=True, slots=True)
class Prose:
    heading: str
    blocks: tuple[Block, ...]
    kind: Literal["prose"] = "prose"


@dataclass(frozen=True, slots=True)
class FlowItem:
    number: int
    sentence: str
    more: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Flows:
    """The picture, and the list that says the same and more."""

    picture: FlowMap
    items: tuple[FlowItem, ...]
    """One for each flow, as the picture numbers them."""
    told: tuple[FlowItem, ...]
    """The same, where many that say the same of different senders are one and each says its numbers."""
    kind: Literal["flows"] = "flows"

    @property
    def grouped(self) -> bool:
        return len(self.told) < len(self.items)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A block that an earlier chapter has shown already."""

    what: str
    key: str
    where: str
    kind: Literal["elsewhere"] = "elsewhere"


Shown = Table | Prose | Flows | Elsewhere


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together under one heading of its own; no heading where the chapter's says it."""

    heading: str
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    key: str
    number: str
    heading: str
    prose: tuple[Block, ...] = ()
    answers: tuple[Prose, ...] = ()
    groups: tuple[Group, ...] = ()
    not_needed: str = ""

    @property
    def under(self) -> bool:
        """A part of another chapter, as its number says: 2.4.1."""
        return self.number.rstrip(".").count(".") > 1

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(shown for group in self.groups for shown in group.shown if isinstance(shown, Table))


@dataclass(frozen=True, slots=True)
class SignatureBox:
    field: str
    """Name of the field in the PDF."""
    organisation: str
    person: str
    binds: tuple[str, ...]
    """Names of the others whom the same signature binds."""
    facts: tuple[tuple[str, str], ...]

    @property
    def long(self) -> bool:
        """So many names that the box may run over a page."""
        return len(self.binds) > 48
