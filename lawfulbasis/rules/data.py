"""What the data is, whether it is well described, and whether there is more of it than needed."""

import re
from collections.abc import Iterator

from dsaformat.choices import Block, DatasetKind, Identifiability, Kind
from dsaformat.parts import DataItem, Dataset
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule
from lawfulbasis.rules.words import listed, softly

_WHOSE_KEY = re.compile(r"\b(?:held|holds?|kept|keeps?|destroyed|deleted|nobody|no one|no key)\b", re.IGNORECASE)
_SMALL_NUMBERS = re.compile(
    r"suppress|round(?:ed|ing)|small numbers?|(?:fewer|less|smaller) than|under (?:5|five|10|ten)\b", re.IGNORECASE
)
_ALL_ONE = re.compile(
    r"anonymi[sz]ed\s*/\s*pseudonymi[sz]ed|pseudonymi[sz]ed\s*/\s*anonymi[sz]ed"
    r"|\(\s*(?:anonymi[sz]ed|pseudonymi[sz]ed) or (?:pseudonymi[sz]ed|anonymi[sz]ed)\s*\)"
    r"|anonymi[sz]ed\s*\(\s*(?:i\.?e\.?,? |or )?pseudonymi[sz]ed"
    r"|pseudonymi[sz]ed\s*\(\s*(?:i\.?e\.?,? |or )?anonymi[sz]ed",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(r"(?:any )?other(?:s| data| information)?\b", re.IGNORECASE)
_MANY = 0.8
_ENOUGH = 100
"""Characters below which nobody has explained anything."""


@rule("DT-02")
def key_holder_not_stated(case: Case) -> Iterator[Hit]:
    for dataset in case.document.datasets:
        if _is_pseudonymised(dataset) and not dataset.key_holders and not _WHOSE_KEY.search(dataset.key_note):
            yield hit(f"datasets/{dataset.key}/key_holders", dataset=dataset.title)


@rule("DT-03")
def key_holder_receives(case: Case) -> Iterator[Hit]:
    for dataset in case.document.datasets:
        if not _is_pseudonymised(dataset) or not dataset.key_holders:
            continue
        named = {*dataset.recipients, *(key for flow in case.flows.get(dataset.key, ()) for key in flow.recipients)}
        for key in sorted((named - {dataset.supplier}).intersection(dataset.key_holders)):
            yield hit(f"datasets/{dataset.key}/key_holders", party=case.name(key))


@rule("DT-04")
def anonymous_with_identifiers(case: Case) -> Iterator[Hit]:
    for dataset in case.document.datasets:
        if _is_anonymised(dataset) and (names := _direct_identifiers(case, dataset)):
            yield hit(f"datasets/{dataset.key}", types=listed([softly(name) for name in names]))


@rule("DT-05")
def anonymisation_method_missing(case: Case) -> Iterator[Hit]:
    for dataset in case.document.datasets:
        anonymous = _is_anonymised(dataset) or dataset.identifiability is Identifiability.AGGREGATED
        if not anonymous or dataset.kind is not DatasetKind.DATA or dataset.public or dataset.method:
            continue
        said = " ".join((dataset.description, dataset.exclusions, dataset.not_personal))
        if not _SMALL_NUMBERS.search(said):
            yield hit(f"datasets/{dataset.key}/method", dataset=dataset.title)


@rule("DT-06")
def different_things_treated_as_one(case: Case) -> Iterator[Hit]:
    for dataset in case.document.datasets:
        if {"cat_pseudonymised", "cat_anonymised_aggregate"}.issubset(dataset.categories):
            yield hit(f"datasets/{dataset.key}/categories")
    for path, text in case.holding(["pseudonymi"]):
        if _ALL_ONE.search(text):
            yield hit(path)


@rule("DT-07")
def data_not_described(case: Case) -> Iterator[Hit]:
    for dataset in case.personal_datasets:
        if dataset.description or dataset.exclusions:
            continue
        items = [item for item in dataset.items if not item.excluded]
        if not items or any(_wants_words(case, item) and not is_described(item) for item in items):
            yield hit(f"datasets/{dataset.key}/description", dataset=dataset.title)


@rule("DT-08")
def proportionality_not_explained(case: Case) -> Iterator[Hit]:
    said = case.document.proportionality
    words = "\n".join((said.text, said.alternatives, case.sections.written(Block.PROPORTIONALITY)))
    if case.has_personal_data and len(words.strip()) < _ENOUGH:
        yield hit("proportionality/text")


@rule("DT-09")
def nearly_everything_ticked(case: Case) -> Iterator[Hit]:
    known = case.catalogue.provisions
    kinds = {code for code in known if case.catalogue.regime_of(code) == "personal_data_type"}
    chosen = kinds & _all_codes(case)
    if kinds and len(chosen) > _MANY * len(kinds):
        yield hit("datasets")


@rule("DT-10")
def no_personal_data(case: Case) -> Iterator[Hit]:
    document = case.document
    named = any(_direct_identifiers(case, dataset) for dataset in document.datasets)
    if document.datasets and not case.has_personal_data and not named:
        yield hit("datasets")


@rule("TX-11")
def catch_all_not_described(case: Case) -> Iterator[Hit]:
    """An NHS number opens every record, and “other” says nothing: each needs its words even in described data."""
    for dataset in case.personal_datasets:
        for item in dataset.items:
            if item.excluded or is_described(item):
                continue
            number = "pd_nhs_number" in item.types and not item.matching_key
            if number or ("pd_other" in item.types and _SAYS_NOTHING.match(item.name)):
                yield hit(f"datasets/{dataset.key}/items/{item.key}/description", name=item.name)


@rule("TX-12")
def purpose_without_data(case: Case) -> Iterator[Hit]:
    document = case.document
    if not document.datasets and document.purposes and document.identity.kind is Kind.AGREEMENT:
        yield hit("datasets", name=document.purposes[0].title)
        return
    for purpose in document.purposes:
        parties = [case.parties[key] for key in purpose.parties]
        if parties and document.datasets and not any(case.handled(party) for party in parties):
            yield hit(f"purposes/{purpose.key}", name=purpose.title)


@rule("TX-21")
def data_without_a_purpose(case: Case) -> Iterator[Hit]:
    purposes = case.document.purposes
    if not purposes or any(not purpose.parties for purpose in purposes):
        return  # a purpose of everybody covers all data
    pursuing = {key for purpose in purposes for key in purpose.parties}
    pursuing.update(party.key for party in case.document.parties if party.purpose)
    for dataset in case.document.datasets:
        if pursuing.isdisjoint({dataset.supplier, *case.receivers(dataset)}):
            yield hit(f"datasets/{dataset.key}", dataset=dataset.title)


@rule("TX-16")
def data_that_no_flow_carries(case: Case) -> Iterator[Hit]:
    flows = case.document.flows
    if not flows or any(not flow.datasets for flow in flows):
        return  # the words of a flow may mean any data
    for dataset in case.personal_datasets:
        if dataset.key not in case.flows:
            yield hit(f"datasets/{dataset.key}", dataset=dataset.title)


def is_described(item: DataItem) -> bool:
    return bool(item.description or item.values or item.exclusions or item.note)


def _wants_words(case: Case, item: DataItem) -> bool:
    return any(case.flag(code, "requires_description") for code in item.types)


def _is_pseudonymised(dataset: Dataset) -> bool:
    if dataset.identifiability is None:
        return "cat_pseudonymised" in dataset.categories
    return dataset.identifiability is Identifiability.PSEUDONYMISED


def _is_anonymised(dataset: Dataset) -> bool:
    if dataset.identifiability is None:
        return dataset.categories == ("cat_anonymised_aggregate",)
    return dataset.identifiability is Identifiability.ANONYMISED


def _direct_identifiers(case: Case, dataset: Dataset) -> list[str]:
    return [case.label(code) for code in sorted(case.codes(dataset)) if case.flag(code, "direct_identifier")]


def _all_codes(case: Case) -> frozenset[str]:
    return frozenset().union(*(case.codes(dataset) for dataset in case.personal_datasets))
