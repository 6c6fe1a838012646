"""Words that give something away: old law, closed bodies, firms that handle data. The list is data."""

import datetime as dt
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from lawfulbasis.rules.case import Case

LIST = Path(__file__).resolve().parent.parent.parent / "fixtures" / "law" / "phrases.yaml"

Kind = Literal["law", "body", "handler"]

_HISTORY = re.compile(
    r"repeal|replac|supersed|former|previous|abolish|no longer|(?:was|were|been) (?:known|called|closed)|used to be",
    re.IGNORECASE,
)
_NEAR = 60
"""Characters either side in which a word such as "formerly" makes the phrase history."""
_OF_THE_PAST = frozenset({"versions", "related", "attachments"})
"""Where documents list what others wrote, under the names it had."""


@dataclass(frozen=True, slots=True)
class Phrase:
    kind: str
    forms: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    """The words of each form, in small letters."""
    pattern: re.Pattern[str]
    instead: str
    """What to do, to follow the word “Instead”."""
    reference: str
    stale_from: dt.date | None
    """None for words that were never right."""

    def is_possible_in(self, vocabulary: AbstractSet[str]) -> bool:
        """Whether all words of one form are used somewhere, together or not."""
        return any(all(word in vocabulary or f"{word}s" in vocabulary for word in form) for form in self.words)

    def matches(self, text: str) -> Iterator[str]:
        """Every time the text says it, except as history."""
        for match in self.pattern.finditer(text):
            begin, end = match.span()
            if not _HISTORY.search(text[max(0, begin - _NEAR) : end + _NEAR]):
                yield " ".join(match.group().split())


@dataclass(frozen=True, slots=True)
class Found:
    path: str
    words: str
    phrase: Phrase


def found(case: Case, kind: Kind) -> Iterator[Found]:
    """Where the document says such words, once for each text and phrase."""
    for phrase in phrases(kind):
        if phrase.stale_from is not None and case.on < phrase.stale_from:
            continue
        if not phrase.is_possible_in(case.vocabulary):
            continue
        for path, text in case.texts:
            words = next(phrase.matches(text), None)
            if words and path.partition("/")[0] not in _OF_THE_PAST:
                yield Found(path, words, phrase)


@cache
def phrases(kind: Kind) -> tuple[Phrase, ...]:
    raw = yaml.load(LIST.read_bytes(), Loader=yaml.CSafeLoader)
    return tuple(_phrase(entry) for entry in raw["phrases"] if entry["kind"] == kind)


def _phrase(entry: dict[str, Any]) -> Phrase:
    forms = tuple(entry["forms"])
    stale_from = entry["stale_from"]
    return Phrase(
        kind=entry["kind"],
        forms=forms,
        words=tuple(tuple(re.findall(r"\w+", form.casefold())) for form in forms),
        pattern=re.compile("|".join(_found_as(form) for form in forms)),
        instead=entry["instead"],
        reference=entry["reference"],
        stale_from=dt.date.fromisoformat(stale_from) if stale_from else None,
    )


def _found_as(form: str) -> str:
    words = r"\s+".join(re.escape(word) for word in form.split()).replace("'", "['’]")
    return rf"(?<!\w){words if form.isupper() else f'(?i:{words})'}s?(?!\w)"
