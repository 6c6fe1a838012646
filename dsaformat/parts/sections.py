"""The text round the rows: numbered sections, with the words that a template fixes and the answers people give."""

from typing import Any

from pydantic import model_validator

from dsaformat.choices import Block
from dsaformat.values import Line, Part, RequiredLine, Row, Text, blank, many, must


class Answer(Row):
    """What the parties wrote to one question."""

    question: RequiredLine = must("Question")
    text: Text = blank("Answer")


class Section(Row):
    """A numbered part of the text. The key stays when the printed number changes, or is printed twice."""

    number: Line = blank("Number")
    heading: RequiredLine = must("Heading")
    fixed: Text = blank("Fixed wording", "The same in every agreement made from the template.")
    text: Text = blank("Text")
    answers: tuple[Answer, ...] = many("Answers", limit=100)
    blocks: tuple[Block, ...] = many("Tables shown here", limit=len(Block))
    not_needed: Text = blank("Why it is not needed")
    """Why the section is left out; blank when it is not."""

    @model_validator(mode="before")
    @classmethod
    def _one_block(cls, values: Any) -> Any:
        """Documents written before a section could show several tables name one."""
        if isinstance(values, dict) and "block" in values and "blocks" not in values:
            rest = {name: value for name, value in values.items() if name != "block"}
            return rest | ({"blocks": [values["block"]]} if values["block"] else {})
        return values


class TemplateUsed(Part):
    """Which template the document was written with."""

    code: Line = blank("Template")
    version: Line = blank("Version of the template")
