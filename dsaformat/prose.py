"""The small markup of long answers, as blocks that a template can walk: no HTML is ever made from text."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

_BULLET = re.compile(r"^[-*•]\s+")
_NUMBER = re.compile(r"^\d{1,3}[.)]\s+")
_HEADING = re.compile(r"^#{1,4}\s+")

# Groups that never give back: the name before an @ is a person, not a site.
_SITE = r"(?>(?:[A-Za-z0-9-]{1,63}\.){1,10}[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9]))"
_MAILTO = rf"mailto:[A-Za-z0-9._%+-]{{1,64}}@{_SITE}(?![\w@])"
_HTTPS = rf"https://{_SITE}(?::[0-9]{{1,5}})?(?![\w@]|:\w)"
_PATH = r"""(?:[/?#](?:[^\s<>()"]|\([^\s<>()"]{0,200}\)){0,1000})?"""
_NAMED = re.compile(rf"\[([^\[\]]{{1,300}})\]\(({_HTTPS}{_PATH}|{_MAILTO})\)")
_BARE = re.compile(rf"(?<![\w@/:])(?:{_HTTPS}{_PATH}|{_MAILTO})")
_TARGET = re.compile(r"\]\(([^)]{0,2000})\)?")
_TRAILING = ".,;:!?'’”*"
_ADDRESS_IN_WORDS = re.compile(r"://|\bwww\.|@", re.IGNORECASE)


Kind = Literal["heading", "paragraph", "bullets", "numbers"]


class Run(NamedTuple):
    """A piece of a line: plain text, or the words of a link."""

    text: str
    href: str = ""


class Block(NamedTuple):
    """A heading or paragraph has one line; a list has one for each of its items."""

    kind: Kind
    lines: tuple[str, ...]

    @property
    def runs(self) -> tuple[tuple[Run, ...], ...]:
        """Each line as text and links."""
        return tuple(map(runs, self.lines))


def runs(line: str) -> tuple[Run, ...]:
    """`[words](https://…)`, `mailto:` and bare `https://` addresses become links. All else stays text, as it is."""
    found: list[Run] = []
    end = 0
    for match in _NAMED.finditer(line):
        words, href = match[1].strip(), match[2]
        if not words or _deceives(words, href):
            continue
        found.extend(_bare_runs(line[end : match.start()]))
        found.append(Run(words, href))
        end = match.end()
    found.extend(_bare_runs(line[end:]))
    return tuple(found)


def leads_elsewhere(text: str) -> bool:
    """Whether the text means to link to an address that is neither https:// nor mailto:, and so stays plain words."""
    return any(not match[1].strip().startswith(("https://", "mailto:")) for match in _TARGET.finditer(text))


def _deceives(words: str, href: str) -> bool:
    """Words that look like one address must not lead to another."""
    return bool(_ADDRESS_IN_WORDS.search(words)) and words not in {href, href.removeprefix("mailto:")}


def _bare_runs(text: str) -> Iterator[Run]:
    end = 0
    for match in _BARE.finditer(text):
        href = match[0].rstrip(_TRAILING)
        if match.start() > end:
            yield Run(text[end : match.start()])
        yield Run(href, href)
        end = match.start() + len(href)
    if text[end:]:
        yield Run(text[end:])


def blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs are parted by empty lines; a line may start with `- `, `1. ` or `## `; all else is plain text."""
    found: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        found.extend(_chunk_blocks([line.strip() for line in chunk.split("\n") if line.strip()]))
    return tuple(found)


def _chunk_blocks(lines: list[str]) -> Iterator[Block]:
    """Neighbouring lines of a kind are one block; in a list, a plain line goes on with the item before it."""
    block_kind, members = None, list[list[str]]()
    for line in lines:
        kind, words = _classified(line)
        if block_kind in {None, "heading"} or kind not in {block_kind, "paragraph"}:
            if block_kind:
                yield Block(block_kind, tuple(map(" ".join, members)))
            block_kind, members = kind, []
        if members and kind == "paragraph":
            members[-1].append(words)
        else:
            members.append([words])
    if block_kind:
        yield Block(block_kind, tuple(map(" ".join, members)))


def _classified(line: str) -> tuple[Kind, str]:
    if match := _HEADING.match(line):
        return "heading", line[match.end() :]
    if match := _BULLET.match(line):
        return "bullets", line[match.end() :]
    if match := _NUMBER.match(line):
        return "numbers", line[match.end() :]
    return "paragraph", line
