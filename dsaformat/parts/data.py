"""Which data, about whom, and what is done with it."""

from typing import Annotated

from dsaformat.choices import DatasetKind, Identifiability, Regime, ValueKind
from dsaformat.values import (
    Chosen,
    Codes,
    Flag,
    FromLaw,
    Line,
    Part,
    PartyKey,
    PartyKeys,
    RequiredLine,
    Row,
    Text,
    blank,
    many,
    maybe,
    must,
    no,
)


class DataItem(Row):
    name: RequiredLine = must("Item")
    description: Text = blank("Description", "What it is, or which report it stands in.")
    value_kind: ValueKind | None = maybe("Kind of value")
    values: Line = blank("Values", "Its choices, its bounds, or a window of time such as the last 12 months.")
    types: Annotated[Codes, FromLaw(("personal_data_type", "special_category_type", "sensitive_processing_type"))] = (
        many("What the law calls it")
    )
    """Personal data types and special categories of the catalogue."""
    matching_key: Flag = no("Used to match records")
    excluded: Flag = no("Not shared")
    exclusions: Text = blank("What is left out")
    note: Line = blank("Note")


class Dataset(Row):
    title: RequiredLine = must("Data")
    kind: DatasetKind = must("Kind of data", default=DatasetKind.DATA)
    supplier: PartyKey = must("Supplied by")
    recipients: PartyKeys = many("Received by", "Nobody named means wherever the flows carry it.")
    description: Text = blank("Description")
    identifiability: Identifiability | None = maybe("Who could be recognised in it")
    key_holders: PartyKeys = many("Who holds the key", "Who could turn pseudonyms back into people.")
    key_note: Line = blank("How the key is kept")
    method: Text = blank(
        "How it is pseudonymised or made anonymous", "The tool, the standard, rules for small numbers."
    )
    not_personal: Text = blank(
        "Why it is anonymous in a recipient’s hands", "Only with a recorded assessment, never as a general claim."
    )
    categories: Annotated[Codes, FromLaw(("data_category",))] = many("Categories of data")
    data_subjects: Annotated[Codes, FromLaw(("data_subject_type",))] = many("Kinds of people")
    items: tuple[DataItem, ...] = many("Items")
    regimes: Chosen[Regime] = many("Under which part of the law")
    marking: Line = blank("Handling marking")
    volume: Line = blank("How much")
    frequency: Line = blank("How often")
    format: Line = blank("Format")
    standard: Line = blank("Agreed standard", "Labels, layout and names that everybody keeps to.")
    public: Flag | None = maybe("Already public")
    exclusions: Text = blank("What is left out")
    quality: Text = blank("What to know about its quality")


class People(Part):
    """The people whom the data is about."""

    text: Text = blank("Who they are")
    numbers: Line = blank("How many")
    children: Text = blank("Children, and the risks to them")
    vulnerable: Text = blank("Vulnerable adults, and the risks to them")
    deceased: Text = blank("People who have died")


class Automated(Part):
    """What machines do with the data."""

    matching: Flag | None = maybe("Records are matched")
    matching_text: Text = blank("How, and how its accuracy is checked")
    profiling: Flag | None = maybe("People are profiled")
    decisions: Flag | None = maybe("Significant decisions are made by machine alone")
    safeguards: Text = blank("Safeguards")
