"""Every text of a document with its path, for rules that read; and the words with which rules answer."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence

from dsaformat import shape
from dsaformat.document import AgreementDocument

_NOT_PROSE = frozenset(
    {"key", "regime", "slug", "email", "phone", "url", "reference", "ico_reference", "sha256", "path"}
)
_NOT_OF_THE_PARTIES = frozenset({"law", "waivers", "template"})
"""Words of the law, of the checks themselves and of the template’s name."""

_SENTENCE_ENDS = re.compile(r"(?<=[.!?;])[\s”\"’)]+(?=[A-Z“\"‘(\[])|\n+")


def texts(document: AgreementDocument) -> Iterator[tuple[str, str]]:
    """Walks every field, so that a field added later is read too."""
    for path, field, value in shape.walk(document):
        if field.form not in {shape.Form.LINE, shape.Form.TEXT} or field.name in _NOT_PROSE:
            continue
        if path.partition("/")[0] in _NOT_OF_THE_PARTIES:
            continue
        if field.several:
            yield from ((f"{path}/{index}", text) for index, text in enumerate(value, start=1))
        else:
            yield path, str(value)


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
