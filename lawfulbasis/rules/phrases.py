"""Words that give something away: old law, closed bodies, firms that handle data. The list is data."""

import datetime as dt
import re
from collections.abc import Iterator
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
_PAST_YEAR = re.compile(r"(?<!since )(?<!Since )(?<!until )(?<!by )(?<![/\d])\b(?:19|20)\d\d\b(?!/)")
_BEGAN = re.compile(
    r"\b(?:was|were|began|started|founded|funded|established|launched|piloted|commissioned|sponsored|supported|grew)\b",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"(?<!\bis )(?<!\bare )(?<!\bbe )(?:paid for|funded|financed|sponsored|commissioned) by"
    r"|\b(?:grants?|money|award) (?:from|of|by)\b",
    re.IGNORECASE,
)
"""Who paid did so under the name it had then."""

_GOES_ON = re.compile(
    r"\b(?:is|are|has|have|will|shall|must|may|can|now|still|today|currently|each|every|continues?|since"
    r"|reports?|sends?|receives?|pays?|funds?|provides?)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?](?=\s)|\n")
_BACKGROUND = "identity/context"
"""Where documents tell how they came about."""

_NEAR = 60
"""Characters either side in which a word such as "formerly" makes the phrase history."""
_OF_THE_PAST = frozenset({"versions", "related", "attachments"})
"""Where documents list what others wrote, under the names it had."""


@dataclass(frozen=True)
class Phrase:
    kind: str
    forms: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    """What each form is made of, in small letters: a text without all of it for any form is not searched."""
    pattern: re.Pattern[str]
    instead: str
    """What to do, to follow the word “Instead”."""
    reference: str
    stale_from: dt.date | None
    """None for words that were never right."""

    def matches(self, text: str, *, background: bool = False) -> Iterator[str]:
        """Every time the text says it, except as history."""
        for match in self.pattern.finditer(text):
            begin, end = match.span()
            if _HISTORY.search(text[max(0, begin - _NEAR) : end + _NEAR]):
                continue
            if not (self.kind == "body" and self._is_of_its_time(*_around(text, begin, end), background)):
                yield " ".join(match.group().split())

    def _is_of_its_time(self, before: str, after: str, background: bool) -> bool:
        """The rest of the sentence tells who paid, or what the body did under that name and no longer does."""
        rest = f"{before} {after}"
        if _PAID.search(before):
            return True
        if _GOES_ON.search(rest):
            return False
        years = [int(year) for year in _PAST_YEAR.findall(rest)]
        dated = bool(years) and self.stale_from is not None and max(years) <= self.stale_from.year
        return dated or (background and not years and _BEGAN.search(rest) is not None)


def _around(text: str, begin: int, end: int) -> tuple[str, str]:
    """What stands before and behind in the same sentence."""
    before = [match.end() for match in _ENDS.finditer(text, 0, begin)]
    after = _ENDS.search(text, end)
    return text[before[-1] if before else 0 : begin], text[end : after.start() if after else len(text)]


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
        read: dict[tuple[str, bool], str | None] = {}
        for path, text in case.prose.holding_all(phrase.words):
            place = (text, path == _BACKGROUND)
            if place not in read:
                read[place] = next(phrase.matches(text, background=place[1]), None)
            words = read[place]
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
        words=tuple(tuple(_WORD.findall(form.casefold())) for form in forms),
        pattern=re.compile("|".join(_found_as(form) for form in forms)),
        instead=entry["instead"],
        reference=entry["reference"],
        stale_from=dt.date.fromisoformat(stale_from) if stale_from else None,
    )


_WORD = re.compile(r"\(?[^\s('’]+")
"""Up to where a form may be written otherwise: at a space, a bracket, an apostrophe."""


def _found_as(form: str) -> str:
    words = r"\s+".join(re.escape(word) for word in form.split()).replace("'", "['’]").replace(r"\(", r"\s?\(")
    return rf"(?<!\w){words if form.isupper() else f'(?i:{words})'}s?(?!\w)"
