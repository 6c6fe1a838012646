"""How long data stays, when the agreement begins and ends, and what must be done by when. Pure."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from agreements.typesetting.shown import Shown, Table
from agreements.typesetting.tables import Column, facts, merged, table
from agreements.typesetting.words import Words
from dsaformat import parts

OfAParty = TypeVar("OfAParty", parts.RetentionRule, parts.EndRule)


def retention(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Held by", 20, ("party",)),
        Column("Data", 20, ("datasets",)),
        Column("Kept", 28, ("period",), ("event", "starts_from", "reviewed_every")),
        Column("Then", 32, ("method", "handling"), rest=True),
    )
    found = _by_party(words, words.document.retention)
    yield from merged(words, table(words, "How long data is kept", columns, found))


def end_of_sharing(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Party", 22, ("party",)),
        Column("Data", 20, ("datasets",)),
        Column("What happens to it", 24, ("action",), ("within",)),
        Column("How", 34, ("how",), rest=True),
    )
    found = _by_party(words, words.document.end_of_sharing)
    yield from merged(words, table(words, "When sharing ends", columns, found))


def _by_party(words: Words, rows: Iterable[OfAParty]) -> list[OfAParty]:
    order = {party.key: place for place, party in enumerate(words.document.parties)}
    return sorted(rows, key=lambda row: order[row.party])


def obligations(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Who", 22, ("parties",)),
        Column("What must be done", 38, ("text",), ("to",)),
        Column("By when", 40, ("at_once",), ("within", "trigger", "every"), rest=True),
    )
    yield from table(words, "Obligations and deadlines", columns, words.document.obligations)


def dates(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Dates", words.document.term)


def history(words: Words) -> Iterator[Table]:
    columns = (
        Column("Version", 16, ("version",)),
        Column("When", 18, ("when",)),
        Column("By", 22, ("by",)),
        Column("State", 16, ("state",)),
        Column("What changed", 28, ("change",), rest=True),
    )
    yield from table(words, "History of the document", columns, words.document.versions)
