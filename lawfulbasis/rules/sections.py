"""What the prose of a document says beside its rows, by subject."""

import re
from collections import defaultdict

from dsaformat.choices import Block
from dsaformat.document import AgreementDocument
from dsaformat.parts import Section

_HEADINGS: dict[Block, re.Pattern[str]] = {
    block: re.compile(words, re.IGNORECASE)
    for block, words in {
        Block.PROPORTIONALITY: r"proportional|necessity",
        Block.RIGHTS: r"\brights\b",
        Block.PRIVACY_NOTICES: r"privacy (?:notice|information)|to be informed|telling people|fair processing",
        Block.COMPLAINTS: r"complain",
        Block.AUTOMATED: r"automated|profiling",
        Block.FLOWS: r"\bflows?\b|how (?:the )?data (?:moves|is (?:sent|shared))|format and frequency",
        Block.STORAGE: r"\bstor(?:e|ed|age|ing)\b|hosting",
        Block.SECURITY: r"secur|safe",
        Block.QUALITY: r"quality|accura",
        Block.INCIDENTS: r"breach|incident",
        Block.FREEDOM_OF_INFORMATION: r"freedom of information|\bFOI\b",
        Block.END_OF_SHARING: r"end of sharing|sharing ends|terminat|after the end",
        Block.SCENARIOS: r"scenario|guidance",
    }.items()
}
"""How imported documents call these sections, where nobody has said which tables belong there."""


class Sections:
    """The sections of a document by the block that they show, or by their heading where they show none."""

    def __init__(self, document: AgreementDocument) -> None:
        self._by_block: dict[Block, list[Section]] = defaultdict(list)
        for section in document.sections:
            for block in section.blocks or _named(section):
                self._by_block[block].append(section)

    def written(self, block: Block) -> str:
        """What the parties wrote there, without the template’s own wording."""
        return "\n".join(
            text
            for section in self._by_block.get(block, ())
            for text in (section.text, *(answer.text for answer in section.answers))
            if text
        )

    def fixed(self, block: Block) -> str:
        """The template’s own wording there."""
        return "\n".join(section.fixed for section in self._by_block.get(block, ()) if section.fixed)


def _named(section: Section) -> list[Block]:
    return [block for block, words in _HEADINGS.items() if words.search(section.heading)]
