"""What each section of a document says, and which sections say something else in another one. Pure.

A section is compared as readers see it, typeset: its heading, its prose and its tables. Its number and its place among
the others are no part of what it says, so renumbering makes no approval out of date.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from agreements import typesetting
from agreements.pictures.flow_map import FlowMap
from agreements.typesetting.shown import Chapter, Elsewhere
from dsaformat.document import AgreementDocument

FRONT, SIGNATURES = "_front", "_signatures"
"""No section can have these keys: a section's key begins with a letter or a digit."""


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    digest: str


def of(document: AgreementDocument) -> tuple[Section, ...]:
    """Every section in the order of the text, with what stands before and after them; equal digests say the same."""
    sheet = typesetting.sheet(document)
    front = (sheet.title, sheet.kind, sheet.author, sheet.facts, sheet.parties, sheet.history, sheet.background)
    return (
        Section(FRONT, "Summary and background", _digest((*front, sheet.control))),
        *(_of_chapter(chapter) for chapter in sheet.chapters),
        Section(SIGNATURES, "Signatures", _digest(sheet.signatures)),
    )


def changed(before: tuple[Section, ...], after: tuple[Section, ...]) -> tuple[Section, ...]:
    """Sections that say something else now, or are new, in the order of the text; then those that are gone."""
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    other = tuple(one for key, one in new.items() if key not in old or old[key].digest != one.digest)
    gone = tuple(one for key, one in old.items() if key not in new)
    return (*other, *gone)


def digests(found: tuple[Section, ...]) -> dict[str, str]:
    return {one.key: one.digest for one in found}


def remembered(fingerprint: str, document: Callable[[], AgreementDocument]) -> tuple[Section, ...]:
    """`of` the document with this fingerprint, which is asked for only when this process has not met it before."""
    known = _KNOWN.get(fingerprint)
    if known is None:
        known = _KNOWN[fingerprint] = of(document())
        while len(_KNOWN) > _AT_MOST:
            _KNOWN.popitem(last=False)
    return known


_KNOWN: OrderedDict[str, tuple[Section, ...]] = OrderedDict()
"""A document never changes, so there is nothing to forget but the oldest."""
_AT_MOST = 256


def _of_chapter(chapter: Chapter) -> Section:
    said = (chapter.heading, chapter.prose, chapter.answers, chapter.groups, chapter.not_needed)
    return Section(chapter.key, f"{chapter.number} {chapter.heading}".strip(), _digest(said))


def _digest(value: Any) -> str:
    words = json.dumps(list(_words(value)), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def _words(value: Any) -> Iterator[str]:
    """Everything that is written there, in order. A picture only repeats the list beside it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Elsewhere):
        yield from (value.what, value.key)
    elif isinstance(value, (tuple, list)):
        yield "["
        for member in value:
            yield from _words(member)
        yield "]"
    elif is_dataclass(value) and not isinstance(value, FlowMap | type):
        for field in fields(value):
            yield from _words(getattr(value, field.name))
