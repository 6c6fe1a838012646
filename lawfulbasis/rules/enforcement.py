"""Law enforcement under Part 3 of the Act: who may, for what, and on which conditions."""

from collections.abc import Iterator

from dsaformat.choices import Aim, Regime
from dsaformat.parts import BasisRow, Party
from lawfulbasis.rules import part_3
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

_PART_2 = (
    "uk_gdpr_art6",
    "recognised_legitimate_interest",
    "uk_gdpr_art9",
    "dpa2018_sch1_pt1",
    "dpa2018_sch1_pt2",
    "uk_gdpr_art10",
    "dpa2018_sch1_pt3",
)


@rule("LE-01")
def part_3_without_competent_authority(case: Case) -> Iterator[Hit]:
    if any(part_3.is_competent(party) for party in case.document.parties):
        return
    used = any(part_3.rows(case, party) or part_3.purposes(case, party) for party in case.controllers)
    marked = any(
        Regime.PART_3 in dataset.regimes or part_3.names_sensitive_data(case, dataset)
        for dataset in case.personal_datasets
    )
    if used or marked:
        yield hit("parties")


@rule("LE-02")
def competent_authority_not_supported(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if party.law_enforcement.competent and not part_3.is_supported(party):
            yield hit(f"parties/{party.key}/law_enforcement/schedule_7", party=party.name)


@rule("LE-03")
def no_law_enforcement_purpose(case: Case) -> Iterator[Hit]:
    for party in part_3.actors(case):
        if not part_3.purposes(case, party):
            yield hit(f"parties/{party.key}/law_enforcement/purposes", party=party.name)


@rule("LE-04")
def part_3_for_a_party_that_is_not_competent(case: Case) -> Iterator[Hit]:
    for party in case.controllers:
        if part_3.is_competent(party):
            continue
        for row in part_3.rows(case, party):
            yield hit(f"lawful_basis/{row.key}", party=party.name)
        if party.law_enforcement.purposes:
            yield hit(f"parties/{party.key}/law_enforcement/purposes", party=party.name)


@rule("LE-05")
def sensitive_processing_without_a_route(case: Case) -> Iterator[Hit]:
    for party in part_3.actors(case):
        if _has_sensitive_data(case, party) and not case.relies_on(party, "s35_4", "s35_5"):
            yield hit(f"parties/{party.key}/lawful_basis", party=party.name)


@rule("LE-06")
def strict_necessity_without_schedule_8(case: Case) -> Iterator[Hit]:
    for party in part_3.actors(case):
        for row in _asking_for(case, party, "requires_one_of_regime"):
            if not case.basis(party, str(case.flag(row.condition, "requires_one_of_regime"))):
                yield hit(f"lawful_basis/{row.key}", party=party.name)


@rule("LE-07")
def strict_necessity_not_explained(case: Case) -> Iterator[Hit]:
    for party in part_3.actors(case):
        found = _asking_for(case, party, "requires_strict_necessity_statement")
        said = (party.law_enforcement.strict_necessity, *(row.reason for row in found))
        if found and not any(is_answered(text) for text in said):
            yield hit(f"parties/{party.key}/law_enforcement/strict_necessity", party=party.name)


@rule("LE-08")
def part_3_policy_document_missing(case: Case) -> Iterator[Hit]:
    for party in part_3.actors(case):
        found = _asking_for(case, party, "requires_appropriate_policy_document")
        said = (party.policy_document.reference, *(row.policy_document for row in found))
        if found and not any(is_answered(text) for text in said):
            yield hit(f"parties/{party.key}/policy_document/reference", party=party.name)


@rule("LE-09")
def consent_for_law_enforcement(case: Case) -> Iterator[Hit]:
    for party in part_3.actors(case):
        for row in case.relies_on(party, "s35_2_a", "s35_4"):
            yield hit(f"lawful_basis/{row.key}", party=party.name)


@rule("LE-15")
def schedule_8_without_sensitive_data(case: Case) -> Iterator[Hit]:
    for party in part_3.actors(case):
        if _has_sensitive_data(case, party) or not _data_is_described(case, party):
            continue
        for row in case.basis(party, "dpa2018_sch8"):
            if not row.contingent:
                yield hit(f"lawful_basis/{row.key}", party=party.name)


@rule("LE-16")
def part_2_conditions_for_law_enforcement_alone(case: Case) -> Iterator[Hit]:
    for party in part_3.actors(case):
        for row in case.basis(party, *_PART_2):
            if _serves_law_enforcement_alone(case, party, row):
                yield hit(f"lawful_basis/{row.key}", party=party.name)


def _asking_for(case: Case, party: Party, flag: str) -> tuple[BasisRow, ...]:
    """The party's ways to process under section 35 of which the catalogue says that they ask for this."""
    return tuple(row for row in case.basis(party, "dpa2018_part3_s35") if case.flag(row.condition, flag))


def _has_sensitive_data(case: Case, party: Party) -> bool:
    return bool(case.basis(party, "sensitive_processing_type")) or any(
        part_3.is_sensitive(case, party, dataset) for dataset in case.handled(party)
    )


def _data_is_described(case: Case, party: Party) -> bool:
    """All of it, and with nothing among it that may well tell of sensitive things, such as footage."""
    datasets = case.handled(party)
    return bool(datasets) and all(
        case.codes(dataset)
        and not case.special_types(dataset)
        and not any(case.flag(code, "likely_reveals_special_category") for code in case.codes(dataset))
        for dataset in datasets
    )


def _serves_law_enforcement_alone(case: Case, party: Party, row: BasisRow) -> bool:
    if row.purpose:
        return part_3.only_enforces(tuple(found for found in case.document.purposes if found.key == row.purpose))
    pursued = part_3.pursued(case, party)
    if any(set(purpose.aims) - {Aim.LAW_ENFORCEMENT} for purpose in pursued):
        return False
    datasets = case.handled(party)
    marked = bool(datasets) and all(dataset.regimes == (Regime.PART_3,) for dataset in datasets)
    return part_3.only_enforces(pursued) or marked
