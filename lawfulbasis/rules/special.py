"""Special category data: a condition for it, and that the conditions fit each other and the data."""

import re
from collections.abc import Iterator

from dsaformat.parts import BasisRow, Dataset, Party
from lawfulbasis.rules import words
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.part_3 import names_sensitive_data
from lawfulbasis.rules.registry import Hit, hit, rule

_POINT = re.compile(r"\(([a-z])\)$")


@rule("SC-01")
def special_category_without_article_9(case: Case) -> Iterator[Hit]:
    for party in case.part_2_controllers:
        types = case.reliance.special_types(party)
        if types and not case.basis(party, "uk_gdpr_art9"):
            labels = [words.softly(case.label(code)) for code in types]
            yield hit(f"parties/{party.key}/lawful_basis", party=party.name, types=words.listed(labels, most=8))


@rule("SC-02")
def article_9_without_special_category(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        expected = [row for row in case.basis(party, "uk_gdpr_art9") if not row.contingent]
        if expected and case.handled(party) and not _has_sensitive_data(case, party):
            yield hit(f"lawful_basis/{expected[0].key}", party=party.name)


def _has_sensitive_data(case: Case, party: Party) -> bool:
    """Listed in the words of Article 9 or in those of Part 3."""
    return bool(case.reliance.special_types(party)) or any(
        case.special_types(dataset) or names_sensitive_data(case, dataset) for dataset in case.handled(party)
    )


@rule("SC-03")
def substantial_public_interest_without_schedule_1(case: Case) -> Iterator[Hit]:
    for row in _without_a_condition(case, "2", "dpa2018_sch1_pt2"):
        yield hit(f"lawful_basis/{row.key}", party=case.name(row.party))


@rule("SC-04")
def article_9_without_part_1(case: Case) -> Iterator[Hit]:
    for row in _without_a_condition(case, "1", "dpa2018_sch1_pt1"):
        yield hit(f"lawful_basis/{row.key}", party=case.name(row.party), point=_point(case, row.condition))


def _without_a_condition(case: Case, part: str, regime: str) -> Iterator[BasisRow]:
    for row in case.document.lawful_basis:
        if case.flag(row.condition, "requires_sch1_part") == part and not case.reliance.beside(row, regime):
            yield row


@rule("SC-05")
def conditions_that_do_not_pair(case: Case) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        pair = case.flag(row.condition, "pairs_with")
        if not isinstance(pair, str) or _is_paired(case, row, pair):
            continue
        para, article = (row.condition, pair) if row.regime == "dpa2018_sch1_pt1" else (pair, row.condition)
        yield hit(
            f"lawful_basis/{row.key}",
            para=case.cited(para),
            point=_point(case, article),
            party=case.name(row.party),
        )


def _is_paired(case: Case, row: BasisRow, pair: str) -> bool:
    if row.regime == "uk_gdpr_art9":
        beside = case.reliance.beside(row, "dpa2018_sch1_pt1")
        return not beside or any(other.condition == pair for other in beside)  # with none at all, SC-04 speaks
    if case.reliance.has_offence_data(case.parties[row.party]):
        return True  # the condition may stand for that, without Article 9
    return any(other.condition == pair for other in case.reliance.beside(row, "uk_gdpr_art9"))


@rule("SC-06")
def part_2_condition_attached_to_nothing(case: Case) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        party = case.parties[row.party]
        if row.regime != "dpa2018_sch1_pt2" or row.contingent or case.reliance.has_offence_data(party):
            continue
        points = case.reliance.beside(row, "uk_gdpr_art9")
        if not any(case.flag(other.condition, "requires_sch1_part") == "2" for other in points):
            yield hit(f"lawful_basis/{row.key}", condition=case.cited(row.condition), party=party.name)


@rule("SC-16")
def condition_for_other_data(case: Case) -> Iterator[Hit]:
    for party in case.part_2_controllers:
        limited = {row: limits for row in case.basis(party, "dpa2018_sch1_pt2") if (limits := _data_limits(case, row))}
        if not limited or _has_a_condition_for_everything(case, party):
            continue
        covered = frozenset[str]().union(*limited.values())
        left = [code for code in case.reliance.special_types(party) if case.flag(code, "key") not in {*covered, None}]
        labels = words.listed([words.softly(case.label(code)) for code in left], most=8) if left else ""
        for row in limited if left else ():
            condition = case.cited(row.condition)
            yield hit(f"lawful_basis/{row.key}", condition=condition, types=labels, party=party.name)


def _data_limits(case: Case, row: BasisRow) -> frozenset[str]:
    """Keys of the kinds of data that the condition covers, where it does not cover all."""
    limits = case.flag(row.condition, "limits")
    types = limits.get("data_types", ()) if isinstance(limits, dict) else ()
    return frozenset(str(name).partition(" ")[0] for name in types)


def _has_a_condition_for_everything(case: Case, party: Party) -> bool:
    """Points that need nothing of Schedule 1, its Part 1, and those conditions of Part 2 that name no kinds of data."""
    for row in case.basis(party):
        if row.regime == "uk_gdpr_art9" and case.flag(row.condition, "requires_sch1_part") is None:
            return True
        if row.regime == "dpa2018_sch1_pt1":
            return True
        if row.regime == "dpa2018_sch1_pt2" and not _data_limits(case, row):
            return True
    return False


@rule("SC-20")
def data_that_gives_more_away(case: Case) -> Iterator[Hit]:
    for dataset in case.personal_datasets:
        if case.special_types(dataset) or names_sensitive_data(case, dataset) or dataset.exclusions:
            continue
        labels = [words.softly(case.label(code)) for code in _telling(case, dataset)]
        if labels:
            yield hit(f"datasets/{dataset.key}", types=words.listed(labels, most=6), dataset=dataset.title)


def _telling(case: Case, dataset: Dataset) -> tuple[str, ...]:
    """Codes that often reveal more than they say, save where the item says what is left out."""
    from_items = {code for item in dataset.items if not (item.excluded or item.exclusions) for code in item.types}
    return tuple(
        code
        for code in sorted(from_items.union(dataset.data_subjects))
        if case.flag(code, "likely_reveals_special_category") or case.flag(code, "implies_health")
    )


def _point(case: Case, code: str) -> str:
    provision = case.provision(code)
    found = _POINT.search(provision.reference) if provision else None
    return found.group(1) if found else ""
