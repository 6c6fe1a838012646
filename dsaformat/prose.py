"""The small markup of long answers, as blocks that a template can walk: no HTML is ever made from text."""

import re
from typing import Literal, NamedTuple

_BULLET = re.compile(r"^[-*•]\s+")
_NUMBER = re.compile(r"^\d{1,3}[.)]\s+")
_HEADING = re.compile(r"^#{1,4}\s+")


class Block(NamedTuple):
    """A heading or paragraph has one line; a list has one for each of its items."""

    kind: Literal["heading", "paragraph", "bullets", "numbers"]
    lines: tuple[str, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs are parted by empty lines; a line may start with `- `, `1. ` or `## `; all else is plain text."""
    found: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        found.extend(_chunk_blocks([line.strip() for line in chunk.split("\n") if line.strip()]))
    return tuple(found)


def _chunk_blocks(lines: list[str]) -> list[Block]:
    found: list[Block] = []
    for line in lines:
        kind, words = _classified(line)
        previous = found[-1] if found else None
        if previous is None or kind == "heading" or previous.kind == "heading":
            found.append(Block(kind, (words,)))
        elif kind == previous.kind == "paragraph":
            found[-1] = Block("paragraph", (f"{previous.lines[0]} {words}",))
        elif kind == previous.kind:
            found[-1] = Block(kind, (*previous.lines, words))
        elif kind == "paragraph":  # a list item that runs on
            found[-1] = Block(previous.kind, (*previous.lines[:-1], f"{previous.lines[-1]} {words}"))
        else:
            found.append(Block(kind, (words,)))
    return found


def _classified(
    line: str,
) -> tuple[Literal["heading", "paragraph", "bullets", "numbers"], str]:
    if match := _HEADING.match(line):
        return "heading", line[match.end() :]
    if match := _BULLET.match(line):
        return "bullets", line[match.end() :]
    if match := _NUMBER.match(line):
        return "numbers", line[match.end() :]
    return "paragraph", line
