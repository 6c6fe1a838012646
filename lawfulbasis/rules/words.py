"""Every text of a document with its path, for rules that read; and the words with which rules answer."""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from dsaformat import shape
from dsaformat.document import AgreementDocument
from dsaformat.values import Part, Row

_WORDS = frozenset({shape.Form.LINE, shape.Form.TEXT})
_NOT_PROSE = frozenset(
    {"key", "regime", "slug", "email", "phone", "url", "reference", "ico_reference", "sha256", "path"}
)
_NOT_OF_THE_PARTIES = frozenset({"law", "waivers", "template"})
"""Words of the law, of the checks themselves and of the template’s name."""

_SENTENCE_ENDS = re.compile(r"(?<=[.!?;])[\s”\"’)]+(?=[A-Z“\"‘(\[])|\n+")


def texts(document: AgreementDocument) -> tuple[tuple[str, str], ...]:
    """Every text with its path. Asks the types what their fields are, so that one added later is read too."""
    found: list[tuple[str, str]] = []
    for field in _worded(type(document)):
        if field.name not in _NOT_OF_THE_PARTIES:
            _gather(getattr(document, field.name), field, field.name, found)
    return tuple(found)


@cache
def _worded(model: type[Part]) -> tuple[shape.Shape, ...]:
    """Its fields that hold words, or parts that may."""
    return tuple(
        field
        for field in shape.shapes(model)
        if field.form is shape.Form.PART or (field.form in _WORDS and field.name not in _NOT_PROSE)
    )


def _gather(value: Any, field: shape.Shape, path: str, found: list[tuple[str, str]]) -> None:
    """Paths as those of `shape.walk`. Called for every field of every row: no generators within generators."""
    if not value:
        return
    if field.form is not shape.Form.PART:
        if field.several:
            found.extend((f"{path}/{index}", text) for index, text in enumerate(value, start=1))
        else:
            found.append((path, str(value)))
        return
    parts: tuple[Part, ...] = value if field.several else (value,)
    for index, part in enumerate(parts, start=1):
        within = f"{path}/{part.key if isinstance(part, Row) else index}" if field.several else path
        for inner in _worded(type(part)):
            _gather(getattr(part, inner.name), inner, f"{within}/{inner.name}", found)


def sentences(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SENTENCE_ENDS.split(text) if part.strip())


def quoted(text: str, length: int = 80) -> str:
    """As much of the text as a message can hold."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def listed(names: Collection[str], most: int = 3) -> str:
    """Harlow, Essex and Kent; or Harlow, Essex, Kent and 30 others."""
    *first, last = names
    if len(first) >= most:
        rest = len(names) - most
        return f"{', '.join(first[:most])} and {rest} other{'s' if rest > 1 else ''}"
    return f"{', '.join(first)} and {last}" if first else last


def softly(label: str) -> str:
    """The label within a sentence: legal obligation, but NHS number."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def day(on: dt.date) -> str:
    return f"{on.day} {on:%B %Y}"


def either(labels: Sequence[str]) -> str:
    *first, last = [softly(label) for label in labels]
    return f"{', '.join(first)} or {last}" if first else last
