"""The shape of a plain-text message: paragraphs, headings, lists. Pure: what HTML needs to say the same words.

A line underlined with dashes is a heading, ``* `` starts an item, ``> `` sets off what somebody typed, and a long line
of dashes on its own stands before the footer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_URL = re.compile(r"https?://[^\s<>\"']+")
_TRAILING = ".,;:!?)]}'\""


class Shape(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEMS = "items"
    QUOTE = "quote"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Span:
    text: str
    href: str = ""
    """Set only for addresses on our own site: what a person typed never becomes a link by our hand."""
    path: str = ""
    """The same place, for a page of this site."""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    shape: Shape
    parts: tuple[tuple[Line, ...], ...]
    """A list has one part for each item, everything else a single one; a part is lines."""


def blocks(words: str, *, site: str) -> tuple[Block, ...]:
    """The message as blocks. ``site`` is the address that our own links start with."""
    paragraphs = (paragraph.split("\n") for paragraph in re.split(r"\n\s*\n", words.strip()) if paragraph.strip())
    return tuple(block for lines in paragraphs for block in _paragraph(lines, site))


def words_of(text: str) -> list[str]:
    """The words alone, without the signs that shape them: what text and HTML must have in common."""
    bare = (line.removeprefix("* ").removeprefix(">") for line in text.strip().split("\n") if not _is_rule(line))
    return " ".join(bare).split()


def spans(line: str, *, site: str) -> Line:
    found: list[Span] = []
    rest = 0
    for match in _URL.finditer(line):
        address = match.group(0).rstrip(_TRAILING)
        if address != site and not address.startswith(f"{site}/"):
            continue
        found.append(Span(line[rest : match.start()]))
        found.append(Span(address, address, address[len(site) :] or "/"))
        rest = match.start() + len(address)
    found.append(Span(line[rest:]))
    return tuple(span for span in found if span.text)


def _paragraph(lines: list[str], site: str) -> Iterator[Block]:
    """One paragraph may be several blocks: its heading first, then what follows without an empty line."""
    if len(lines) == 1 and _is_rule(lines[0]):
        yield Block(Shape.RULE, ())
        return
    if len(lines) > 1 and _is_rule(lines[1]) and not _is_rule(lines[0]):
        yield Block(Shape.HEADING, ((spans(lines[0].strip(), site=site),),))
        lines = lines[2:]
    run: list[str] = []
    for line in (line for line in lines if not _is_rule(line)):
        if run and _shape(line) != _shape(run[0]) and not (_shape(run[0]) is Shape.ITEMS and line.startswith("  ")):
            yield _block(run, site)
            run = []
        run.append(line)
    if run:
        yield _block(run, site)


def _block(run: list[str], site: str) -> Block:
    shape = _shape(run[0])
    if shape is Shape.ITEMS:
        items: list[list[str]] = []
        for line in run:
            if line.startswith("* "):
                items.append([line[2:]])
            else:
                items[-1].append(line.strip())
        return Block(shape, tuple(tuple(spans(line, site=site) for line in item) for item in items))
    if shape is Shape.QUOTE:
        run = [line[1:].strip() for line in run]
    return Block(shape, (tuple(spans(line.strip(), site=site) for line in run),))


def _shape(line: str) -> Shape:
    if line.startswith("* "):
        return Shape.ITEMS
    return Shape.QUOTE if line.startswith(">") else Shape.PARAGRAPH


def _is_rule(line: str) -> bool:
    return len(line.strip()) >= 3 and set(line.strip()) == {"-"}
