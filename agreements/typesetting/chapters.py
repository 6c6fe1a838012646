"""The text in order: the sections as the parties number them, then whatever they leave out. Pure."""

from collections.abc import Iterator

from agreements.typesetting import blocks, who, why
from agreements.typesetting.shown import Chapter, Elsewhere, Group, Prose, Shown, Table
from agreements.typesetting.words import Words
from dsaformat import parts, prose
from dsaformat.choices import Block

FURTHER = "_further"
LAW = "_law"
"""No section can have these keys: a section's key begins with a letter or a digit."""


def in_order(words: Words) -> tuple[Chapter, ...]:
    places: dict[Block, Chapter] = {}
    found = [_chapter(words, section, places) for section in words.document.sections]
    return (*found, *_further(words, places), *_law(words))


def _chapter(words: Words, section: parts.Section, places: dict[Block, Chapter]) -> Chapter:
    """Tables of a section that is not needed stand among the further details: what is agreed is never hidden."""
    chapter = Chapter(
        key=section.key,
        number=section.number,
        heading=section.heading,
        prose=(*prose.blocks(section.fixed), *prose.blocks(section.text)),
        answers=tuple(Prose(answer.question, prose.blocks(answer.text)) for answer in section.answers),
        not_needed=section.not_needed,
    )
    if section.not_needed:
        return chapter
    wanted = tuple(dict.fromkeys(section.blocks))
    groups = (_group(words, block, places, several=len(wanted) > 1) for block in wanted)
    whole = Chapter(
        chapter.key, chapter.number, chapter.heading, chapter.prose, chapter.answers, tuple(filter(None, groups))
    )
    places.update({block: whole for block in wanted if block not in places})
    return whole


def _group(words: Words, block: Block, places: dict[Block, Chapter], *, several: bool) -> Group | None:
    if block in places:
        first = places[block]
        shown: tuple[Shown, ...] = (Elsewhere(block.label, first.key, f"{first.number} {first.heading}".strip()),)
    else:
        shown = tuple(blocks.BLOCKS[block](words))
    return _titled(block.label if several else "", shown) if shown else None


def _titled(heading: str, shown: tuple[Shown, ...]) -> Group:
    """A lone table has a caption, which is heading enough."""
    return Group("" if len(shown) == 1 and isinstance(shown[0], Table) else heading, shown)


def _further(words: Words, places: dict[Block, Chapter]) -> Iterator[Chapter]:
    """Every block with content that no section shows, and every field that no block knows."""
    groups = [_group(words, block, {}, several=True) for block in blocks.BLOCKS if block not in places]
    others = (
        _titled("Particulars of the parties", tuple(who.particulars(words))),
        _titled("Other details", tuple(blocks.unknown(words))),
    )
    shown = tuple(group for group in (*groups, *others) if group and group.shown)
    if shown:
        yield Chapter(FURTHER, "", "Further details", groups=shown)


def _law(words: Words) -> Iterator[Chapter]:
    shown = tuple(why.law(words))
    if shown:
        yield Chapter(LAW, "", "The law in this agreement", groups=(Group("", shown),))
