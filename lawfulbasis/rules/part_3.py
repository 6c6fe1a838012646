"""Who acts under Part 3 of the Act, and which data is held under it."""

from dsaformat.choices import Aim, Regime
from dsaformat.parts import BasisRow, Dataset, Party, Purpose
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case

OTHER_FUNCTIONS = "s30_1_b_statutory_functions"
"""Stands in the list beside the entries of Schedule 7, and asks for the function in words."""

_CONDITIONS = ("dpa2018_part3_s35", "dpa2018_sch8", "sensitive_processing_type")


def is_supported(party: Party) -> bool:
    """Something is said that makes the party a competent authority."""
    said = party.law_enforcement
    listed = said.schedule_7 is not None and said.schedule_7 != OTHER_FUNCTIONS
    return listed or is_answered(said.functions) or is_answered(party.organisation.competent_authority)


def is_competent(party: Party) -> bool:
    said = party.law_enforcement.competent
    return is_supported(party) if said is None else said


def rows(case: Case, party: Party) -> tuple[BasisRow, ...]:
    """The party's rows that only a competent authority can have.

    Not the gates of section 36 nor the kinds of people of section 38, which others may name too.
    """
    purposes = (row for row in case.basis(party, "law_enforcement") if case.flag(row.condition, "kind") == "purpose")
    return (*case.basis(party, *_CONDITIONS), *purposes)


def purposes(case: Case, party: Party) -> tuple[str, ...]:
    said = (*party.law_enforcement.purposes, *(row.condition for row in case.basis(party, "law_enforcement")))
    return tuple(code for code in said if case.flag(code, "kind") == "purpose")


def acts(case: Case, party: Party) -> bool:
    """A competent authority that says so for this agreement by what it relies on."""
    if not is_competent(party):
        return False
    claims_it_alone = party.law_enforcement.competent is True and not case.basis(party, "uk_gdpr_art6")
    return bool(rows(case, party) or purposes(case, party)) or claims_it_alone


def actors(case: Case) -> tuple[Party, ...]:
    return tuple(party for party in case.controllers if acts(case, party))


def names_sensitive_data(case: Case, dataset: Dataset) -> bool:
    """Under the names that Part 3 has for it."""
    return any(
        code == "cat_sensitive" or case.catalogue.regime_of(code) == "sensitive_processing_type"
        for code in case.codes(dataset)
    )


def is_sensitive(case: Case, party: Party, dataset: Dataset) -> bool:
    """Whether the party's use of the dataset is sensitive processing."""
    if dataset.regimes == (Regime.PART_2,) or not case.is_personal(dataset):
        return False
    under_part_3 = Regime.PART_3 in dataset.regimes or case.part_3_only(party)
    return names_sensitive_data(case, dataset) or (under_part_3 and bool(case.special_types(dataset)))


def is_held(case: Case, dataset: Dataset) -> bool:
    """Whether the supplier holds it for law enforcement; where nobody says, only if it acts for nothing else."""
    supplier = case.parties[dataset.supplier]
    if not (case.is_personal(dataset) and is_competent(supplier)):
        return False
    if dataset.regimes:
        return Regime.PART_3 in dataset.regimes
    return names_sensitive_data(case, dataset) or case.part_3_only(supplier)


def held(case: Case) -> tuple[Dataset, ...]:
    return tuple(dataset for dataset in case.document.datasets if is_held(case, dataset))


def is_used(case: Case, party: Party, dataset: Dataset) -> bool:
    """Whether a party that acts under Part 3 has the dataset under it."""
    if not case.is_personal(dataset):
        return False
    return Regime.PART_3 in dataset.regimes if dataset.regimes else case.part_3_only(party)


def pursued(case: Case, party: Party) -> tuple[Purpose, ...]:
    return tuple(row for row in case.document.purposes if not row.parties or party.key in row.parties)


def only_enforces(purposes: tuple[Purpose, ...]) -> bool:
    """Every purpose is said to be law enforcement, and nothing else."""
    return bool(purposes) and all(purpose.aims == (Aim.LAW_ENFORCEMENT,) for purpose in purposes)
