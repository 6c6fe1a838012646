"""The appropriate policy document that some conditions ask for."""

import datetime as dt
import re
from collections.abc import Iterator

from dsaformat.parts import BasisRow, Party
from lawfulbasis.rules import words
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.part_3 import is_competent
from lawfulbasis.rules.registry import Hit, hit, rule

SCHEDULES = ("dpa2018_sch1_pt1", "dpa2018_sch1_pt2", "dpa2018_sch1_pt3", "dpa2018_sch8")
"""Points of Article 9 and section 35 ask for the document only through a condition of these."""

A_YEAR = dt.timedelta(days=366)
_EXEMPTION = re.compile(r"\b(?:10\s?\(2\)|13\s?\(3\)|27\s?\(3\))")


@rule("SC-09")
def policy_document_missing(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        rows = [row for row in _asking(case, party) if not is_answered(row.policy_document)]
        if rows and not is_answered(party.policy_document.reference):
            conditions = words.listed(list(dict.fromkeys(case.cited(row.condition) for row in rows)))
            yield hit(f"parties/{party.key}/policy_document/reference", condition=conditions, party=party.name)


@rule("SC-10")
def policy_document_not_needed(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        if case.basis(party, *SCHEDULES) and not _asking(case, party):
            yield hit(f"parties/{party.key}/policy_document", party=party.name)


@rule("SC-11")
def policy_document_incomplete_or_stale(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        policy = party.policy_document
        if not is_answered(policy.reference) or not _asking(case, party):
            continue
        path = f"parties/{party.key}/policy_document"
        if policy.procedures is False:
            yield hit(f"{path}/procedures", party=party.name)
        elif policy.retention is False:
            yield hit(f"{path}/retention", party=party.name)
        elif policy.reviewed_on is None or policy.reviewed_on + A_YEAR < case.on:
            yield hit(f"{path}/reviewed_on", party=party.name)


def _asking(case: Case, party: Party) -> tuple[BasisRow, ...]:
    """The party's rows for which it must have the document."""
    return tuple(row for row in case.basis(party, *SCHEDULES) if _asks(case, party, row))


def _asks(case: Case, party: Party, row: BasisRow) -> bool:
    needed = case.flag(row.condition, "requires_appropriate_policy_document")
    if needed != "conditional":
        return bool(needed)
    if any(_EXEMPTION.search(text) for text in (row.paragraph, row.reason)):
        return False
    return not (row.condition == "sch1_p2_unlawful_acts" and _only_informs_authorities(case, party))


def _only_informs_authorities(case: Case, party: Party) -> bool:
    """Paragraph 10(2): whoever only discloses to competent authorities needs none."""
    given, handled = case.supplied(party), case.handled(party)
    receivers = frozenset[str]().union(*(case.receivers(dataset) for dataset in given))
    return bool(receivers) and len(given) == len(handled) and all(is_competent(case.parties[key]) for key in receivers)
