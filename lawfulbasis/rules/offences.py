"""Criminal offence data: authority or a condition for it, and that people see when data is such."""

from collections.abc import Iterator

from dsaformat.choices import Regime
from dsaformat.parts import BasisRow, Dataset, Party
from lawfulbasis.rules import words
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

PARTS_1_AND_2 = ("dpa2018_sch1_pt1", "dpa2018_sch1_pt2")
SCHEDULE_1 = (*PARTS_1_AND_2, "dpa2018_sch1_pt3")


@rule("CO-01")
def offence_data_without_authority_or_condition(case: Case) -> Iterator[Hit]:
    for party in case.part_2_controllers:
        if case.reliance.has_offence_data(party) and not _acts_lawfully(case, party):
            yield hit(f"parties/{party.key}/lawful_basis", party=party.name)


def _acts_lawfully(case: Case, party: Party) -> bool:
    return bool(
        case.basis(party, *SCHEDULE_1)
        or _official_authority(case, party)
        or case.relies_on(party, "art10_relevant_international_law")
    )


def _official_authority(case: Case, party: Party) -> tuple[BasisRow, ...]:
    """Rows that say where the authority comes from."""
    return tuple(
        row
        for row in case.relies_on(party, "art10_official_authority")
        if any(is_answered(text) for text in (row.names, row.paragraph, row.reason))
    )


@rule("CO-02")
def part_3_not_needed(case: Case) -> Iterator[Hit]:
    """Said once: it is advice, and the same for everybody."""
    content = [party for party in case.part_2_controllers if _needs_no_part_3(case, party)]
    if content:
        place = f"parties/{content[0].key}/lawful_basis" if len(content) == 1 else "lawful_basis"
        yield hit(place, party=words.listed([party.name for party in content]))


def _needs_no_part_3(case: Case, party: Party) -> bool:
    if not case.reliance.has_offence_data(party) or case.basis(party, "dpa2018_sch1_pt3"):
        return False
    rows = _parts_1_and_2(case, party)
    return any(case.flag(row.condition, "usable_for_criminal_offence_data") is True for row in rows)


def _parts_1_and_2(case: Case, party: Party) -> tuple[BasisRow, ...]:
    return case.basis(party, *PARTS_1_AND_2)


@rule("CO-03")
def extension_without_its_condition(case: Case) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        if not case.flag(row.condition, "requires_named_part2_condition"):
            continue
        named = any(is_answered(text) for text in (row.names, row.paragraph))
        if not named and not case.reliance.beside(row, "dpa2018_sch1_pt2"):
            yield hit(f"lawful_basis/{row.key}/names", party=case.name(row.party))


@rule("CO-04")
def offence_data_not_ticked(case: Case) -> Iterator[Hit]:
    for dataset in case.personal_datasets:
        if "cat_criminal_offence" in dataset.categories or _is_for_part_3(case, dataset):
            continue
        types = [
            words.softly(case.label(code))
            for code in sorted({*dataset.data_subjects, *case.codes(dataset)})
            if code == "ds_x_convicted" or case.flag(code, "implies_criminal_offence")
        ]
        if types:
            yield hit(f"datasets/{dataset.key}/categories", dataset=dataset.title, types=words.listed(types, most=6))


def _is_for_part_3(case: Case, dataset: Dataset) -> bool:
    """Said of the dataset; or nobody who decides about it acts under anything else."""
    if dataset.regimes:
        return Regime.PART_3 in dataset.regimes
    concerned = {dataset.supplier, *case.receivers(dataset)}
    return all(case.part_3_only(party) for party in case.controllers if party.key in concerned)


@rule("CO-05")
def condition_not_for_offence_data(case: Case) -> Iterator[Hit]:
    for party in case.part_2_controllers:
        if not case.reliance.has_offence_data(party) or _official_authority(case, party):
            continue
        rows = case.basis(party, *SCHEDULE_1)
        unfit = [row for row in rows if case.flag(row.condition, "usable_for_criminal_offence_data") is not True]
        if len(unfit) == len(rows):
            for row in unfit:
                yield hit(f"lawful_basis/{row.key}", condition=case.cited(row.condition), party=party.name)
