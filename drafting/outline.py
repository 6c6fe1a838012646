"""A template as a value: which sections an agreement has, what they ask, and when they are needed. Pure."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from drafting.conditions import CONDITIONS
from dsaformat import editing, parts
from dsaformat.choices import Block, Kind
from dsaformat.document import AgreementDocument
from dsaformat.shape import Form, shapes
from dsaformat.values import Key, Line, RequiredLine, Text

MANY, SECTIONS = 50, 200
STANDARD = Path(__file__).resolve().parent.parent / "fixtures" / "templates" / "questions.yaml"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Question(_Frozen):
    """One page of a section."""

    key: Key
    label: RequiredLine
    """The question itself; the heading of its page."""
    hint: Text = ""
    guidance: Text = ""
    """What to cover; opened when somebody wants it."""
    kind: Literal["answer", "part", "rows", "each", "parties"] = "answer"
    """A text of its own · fields of one part · a list · a part of every party · the parties themselves."""
    path: str = ""
    """Where in the document: `term`, `retention`, `parties/*/assessment`; blank for an answer of the section."""
    fields: tuple[str, ...] = ()
    """Which of the part's fields, in order; none named means all of them."""
    columns: tuple[str, ...] = ()
    """What a list shows of each row."""
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Only rows whose field is one of these."""
    one: Line = ""
    """What one row is called: a retention rule."""
    required: bool = False

    @property
    def noun(self) -> str:
        """What heads a column of such rows: Retention rule."""
        return self.one.removeprefix("an ").removeprefix("a ").capitalize()

    @property
    def names(self) -> tuple[str, ...]:
        """Fields that the page asks for; rows within rows have pages of their own."""
        return self.fields or _asked_at(self.path)

    @property
    def lists(self) -> tuple[str, ...]:
        """Lists inside each row."""
        if self.kind not in {"rows", "each", "part"}:
            return ()
        model = editing.model_at(self.path.replace("*", "x"))
        return tuple(shape.name for shape in shapes(model) if shape.form is Form.PART and shape.rows)


@lru_cache(maxsize=512)
def _asked_at(path: str) -> tuple[str, ...]:
    model = editing.model_at(path.replace("*", "x"))
    return tuple(shape.name for shape in shapes(model) if not shape.rows and shape.name != "key")


OWN_TEXT = Question(key="text", label="What does this section say in your own words?")
"""The text that any section may have beside its questions."""


class OutlineSection(_Frozen):
    key: Key
    number: Line = ""
    heading: RequiredLine
    task: RequiredLine
    """What there is to do, as the list of tasks says it."""
    group: Key
    guidance: Text = ""
    fixed: Text = ""
    text: Text = ""
    """A proposal for the section's own text."""
    blocks: tuple[Block, ...] = ()
    questions: tuple[Question, ...] = Field((), max_length=MANY)
    """Asked beside those that the blocks bring."""
    asks: tuple[str, ...] = Field((), max_length=MANY)
    """Standard questions asked here although their tables stand elsewhere: `parties/contacts`."""
    leave_out: tuple[Key, ...] = ()
    """Questions of the blocks that this section does not ask."""
    required: tuple[Key, ...] = ()
    """Standard questions that this template wants answered, whatever others do."""
    opens_when: tuple[str, ...] = ()
    """Names of conditions; the section is needed when one of them holds. None named: always."""
    because: Line = ""
    """Why it is not needed, when none of them holds."""
    optional: bool = False
    """Whoever drafts may leave it out, with a reason."""

    @property
    def may_be_left_out(self) -> bool:
        """A condition only guesses what an agreement is about, so that people may know better than it."""
        return self.optional or bool(self.opens_when)

    @property
    def asked(self) -> tuple[Question, ...]:
        borrowed = filter(None, map(standard_question, self.asks))
        brought = (question for block in self.blocks for question in standard().get(block.value, ()))
        wanted = (*self.questions, *borrowed, *(one for one in brought if one.key not in self.leave_out))
        return tuple(one.model_copy(update={"required": True}) if one.key in self.required else one for one in wanted)

    def question(self, key: str) -> Question | None:
        if key == OWN_TEXT.key:
            return OWN_TEXT
        return next((question for question in self.asked if question.key == key), None)


class Group(_Frozen):
    key: Key
    title: RequiredLine


class Outline(_Frozen):
    code: Key
    title: RequiredLine
    summary: Text = ""
    use_when: Text = ""
    kind: Kind = Kind.AGREEMENT
    source: Line = ""
    """Where its structure comes from."""
    groups: tuple[Group, ...] = Field(max_length=MANY)
    sections: tuple[OutlineSection, ...] = Field(max_length=SECTIONS)
    starts_with: dict[str, Any] = Field(default_factory=dict)
    """Parts of the document that a new agreement begins with."""

    def section(self, key: str) -> OutlineSection | None:
        return next((section for section in self.sections if section.key == key), None)

    def following(self, key: str) -> OutlineSection | None:
        keys = [section.key for section in self.sections]
        place = keys.index(key) + 1 if key in keys else len(keys)
        return self.sections[place] if place < len(keys) else None


def parse(values: object) -> Outline:
    """Raises pydantic's `ValidationError`, or `ValueError` for sections or groups that do not fit together."""
    outline = Outline.model_validate(values)
    problems = list(_problems(outline))
    if problems:
        raise ValueError("; ".join(problems))
    return outline


@cache
def standard() -> dict[str, tuple[Question, ...]]:
    """What each block of the document asks, whatever the template."""
    raw = yaml.load(STANDARD.read_bytes(), Loader=yaml.CSafeLoader)
    return {block: tuple(Question.model_validate(item) for item in items) for block, items in raw.items()}


def standard_question(name: str) -> Question | None:
    """The question of a block, as `parties/contacts`."""
    block, _, key = name.partition("/")
    return next((question for question in standard().get(block, ()) if question.key == key), None)


def _problems(outline: Outline) -> Iterator[str]:
    groups = [group.key for group in outline.groups]
    for key in _twice(groups):
        yield f"group {key} stands twice"
    for key in _twice([section.key for section in outline.sections]):
        yield f"section {key} stands twice"
    for section in outline.sections:
        if section.group not in groups:
            yield f"section {section.key}: there is no group {section.group}"
        for problem in _of_section(section):
            yield f"section {section.key}: {problem}"


def _of_section(section: OutlineSection) -> Iterator[str]:
    yield from (f"there is no condition {name}" for name in section.opens_when if name not in CONDITIONS)
    yield from (f"there is no standard question {name}" for name in section.asks if not standard_question(name))
    keys = [question.key for question in section.asked]
    yield from (f"question {key} stands twice" for key in _twice([*keys, OWN_TEXT.key]))
    for question in section.questions:
        yield from _misplaced(question)


def _twice(keys: list[str]) -> list[str]:
    return sorted({key for key in keys if keys.count(key) > 1})


def _misplaced(question: Question) -> Iterator[str]:
    """Where a question asks for a place or a field that no document has."""
    if question.kind == "answer":
        return
    try:
        model = editing.model_at(question.path.replace("*", "x"))
    except (KeyError, IndexError):
        yield f"question {question.key} has no place {question.path}"
        return
    known = {shape.name for shape in shapes(model)}
    for name in (*question.fields, *question.columns, *question.where):
        if name not in known:
            yield f"question {question.key} has no field {name}"


OPEN_GROUP = Group(key="agreement", title="The agreement")
REST_GROUP = Group(key="more", title="Not in any section yet")


def of_document(document: AgreementDocument) -> Outline:
    """For a document that no template of ours made: its own sections, and what they leave unasked."""
    taken = {section.key for section in document.sections}
    first = OutlineSection(
        key=editing.new_key(taken, "about"),
        heading="Name and owner",
        task="Name the agreement and its owner",
        group=OPEN_GROUP.key,
        questions=standard()["identity"],
    )
    return Outline(
        code="open",
        title="As written",
        kind=document.identity.kind,
        groups=(OPEN_GROUP, REST_GROUP),
        sections=(first, *map(_as_written, document.sections), *_unasked(document, taken)),
    )


def _as_written(section: parts.Section) -> OutlineSection:
    return OutlineSection(
        key=section.key,
        number=section.number,
        heading=section.heading,
        task=section.heading,
        group=OPEN_GROUP.key,
        fixed=section.fixed,
        blocks=section.blocks,
        optional=True,
        questions=tuple(Question(key=answer.key, label=answer.question) for answer in section.answers),
    )


def _unasked(document: AgreementDocument, taken: set[str]) -> Iterator[OutlineSection]:
    shown = {block for section in document.sections for block in section.blocks}
    for block in Block:
        if block not in shown and standard().get(block.value):
            yield OutlineSection(
                key=editing.new_key(taken, f"more-{block.value}"),
                heading=block.label,
                task=block.label,
                group=REST_GROUP.key,
                blocks=(block,),
                optional=True,
            )
