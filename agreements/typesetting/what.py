"""Which data, about whom, and what individuals can expect. Pure."""

from collections.abc import Iterator

from agreements.typesetting.shown import Shown
from agreements.typesetting.tables import Column, facts, table
from agreements.typesetting.words import Words, lowered
from dsaformat import prose
from dsaformat.choices import DatasetKind
from dsaformat.parts import Dataset


def people(words: Words) -> Iterator[Shown]:
    yield from facts(words, "The people whom the data is about", words.document.people)


def data(words: Words) -> Iterator[Shown]:
    for dataset in words.document.datasets:
        yield from _dataset(words, dataset)


def _dataset(words: Words, dataset: Dataset) -> Iterator[Shown]:
    caption = f"{dataset.title}, from {words.name(dataset.supplier)}"
    usual = ("kind",) if dataset.kind is DatasetKind.DATA else ()
    yield from facts(words, caption, dataset, aside=("title", "items", "supplier", *usual))
    columns = (
        Column("Item", 32, ("name", "description")),
        Column("Kind", 22, ("value_kind", "values")),
        Column("What the law calls it", 22, ("types",)),
        Column("Note", 24, ("matching_key", "excluded", "note"), rest=True),
    )
    yield from table(words, f"Items of {lowered(dataset.title)}", columns, dataset.items)


def automated(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Matching and automated decisions", words.document.automated)


def quality(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Quality of the data", words.document.quality)


def rights(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Right", 26, ("right",)),
        Column("For", 20, ("parties", "kind_of_party")),
        Column("Does it apply", 16, ("applies",)),
        Column("How it is met", 38, ("how",), rest=True),
    )
    yield from table(words, "Rights of individuals", columns, words.document.rights)


def privacy_notices(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Whose", 24, ("parties",)),
        Column("Address", 30, ("url",)),
        Column("How people are told", 46, ("how",), rest=True),
    )
    yield from table(words, "Privacy notices", columns, words.document.privacy_notices)


def complaints(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Complaints", words.document.complaints)


def incidents(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Incidents and breaches", words.document.incidents)


def freedom_of_information(words: Words) -> Iterator[Shown]:
    yield from facts(words, "Freedom of information", words.document.freedom_of_information)
    yield from facts(words, "Publication", words.document.publication)


def scenarios(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Situation", 20, ("title",)),
        Column("Who and what", 26, ("pairs",)),
        Column("How and with whom", 24, ("means",), ("recipients",)),
        Column("Limits and notes", 30, (), ("exclusions",), rest=True),
    )
    yield from table(words, "Scenarios", columns, words.document.scenarios)


def checklists(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Question", 48, ("question",)),
        Column("Answer", 16, ("answer",)),
        Column("Note", 36, ("note", "party"), rest=True),
    )
    for checklist in words.document.checklists:
        if not checklist.items:
            yield from facts(words, checklist.title, checklist)
        yield from table(words, checklist.title, columns, checklist.items, note=prose.blocks(checklist.text))


def definitions(words: Words) -> Iterator[Shown]:
    columns = (Column("Term", 28, ("term",)), Column("Meaning", 72, ("meaning",), rest=True))
    yield from table(words, "Definitions", columns, words.document.definitions)


def attachments(words: Words) -> Iterator[Shown]:
    columns = (
        Column("Attachment", 30, ("title", "kind")),
        Column("File or address", 34, ("file_name", "url", "on")),
        Column("What it shows", 36, ("description",), rest=True),
    )
    yield from table(words, "Attachments", columns, words.document.attachments)
