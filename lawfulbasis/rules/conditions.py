"""What single conditions of Article 9, Schedule 1 and Schedule 8 ask of whoever relies on them."""

import re
from collections.abc import Iterator
from typing import Any

from dsaformat.choices import Aim, Standing
from dsaformat.parts import BasisRow, Party
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

RESEARCH = ("art9_2_j", "sch1_p1_research", "sch8_archiving")
NOT_FOR_PROFIT = ("art9_2_d", "sch1_p3_not_for_profit")

_CONFIDENTIAL = re.compile(
    r"professional|confidential|secrecy|social worker|clinician|doctor|nurse|midwi|health visitor", re.IGNORECASE
)
_ANTI_FRAUD = re.compile(r"anti-?\s?fraud organi[sz]ation|\bcifas\b", re.IGNORECASE)
_RECRUITMENT = re.compile(r"recruit|appoint(?:ing|ment)", re.IGNORECASE)
_REPRESENTATIVE = re.compile(r"\bmayor|commissioner|councillor|\bM[SE]?P\b|member of|senedd|assembly", re.IGNORECASE)
_CONSENT = re.compile(r"\bconsent", re.IGNORECASE)


@rule("SC-07")
def health_or_care_without_confidentiality(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        rows = [row for row in case.basis(party) if case.flag(row.condition, "extra_test")]
        if rows and not any(_is_confidential(row) for row in rows):
            yield hit(f"lawful_basis/{rows[0].key}/confirmed", party=party.name)


def _is_confidential(row: BasisRow) -> bool:
    """Confirmed, or explained in the reason; a plain no stays a no."""
    return row.confirmed if row.confirmed is not None else _CONFIDENTIAL.search(row.reason) is not None


@rule("SC-08")
def research_without_safeguards(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        rows = case.relies_on(party, *RESEARCH)
        if rows and not any(row.confirmed for row in rows):
            yield hit(f"lawful_basis/{rows[0].key}/confirmed", party=party.name)


@rule("SC-12")
def fraud_without_an_anti_fraud_organisation(case: Case) -> Iterator[Hit]:
    if any(Standing.ANTI_FRAUD in party.standing for party in case.document.parties):
        return
    for row in case.document.lawful_basis:
        if _limits(case, row).get("requires") and not (is_answered(row.names) or _ANTI_FRAUD.search(row.reason)):
            yield hit(f"lawful_basis/{row.key}/names", party=case.name(row.party))


@rule("SC-13")
def terrorist_financing_outside_the_regulated_sector(case: Case) -> Iterator[Hit]:
    yield from _without_standing(case, "sch1_p2_terrorist_financing", Standing.REGULATED_SECTOR)


@rule("SC-14")
def payment_cards_without_a_card_issuer(case: Case) -> Iterator[Hit]:
    yield from _without_standing(case, "sch1_p3_child_indecency_accounts", Standing.PAYMENT_CARDS)


def _without_standing(case: Case, condition: str, standing: Standing) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        if row.condition == condition and standing not in case.parties[row.party].standing:
            yield hit(f"lawful_basis/{row.key}", party=case.name(row.party))


@rule("SC-15")
def condition_for_other_organisations(case: Case) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        party = case.parties[row.party]
        allowed = _closed_to(case, row, party)
        if allowed:
            condition = case.cited(row.condition)
            yield hit(f"lawful_basis/{row.key}", condition=condition, allowed=allowed, party=party.name)


def _closed_to(case: Case, row: BasisRow, party: Party) -> str:
    """Who alone may use the condition, where the party surely is no such body; else nothing."""
    if row.condition.startswith(NOT_FOR_PROFIT):
        known = Standing.NOT_FOR_PROFIT in party.standing
        return "" if known else "not-for-profit bodies with a political, philosophical, religious or trade union aim"
    if not party.organisation.public_authority:
        return ""
    types = _limits(case, row).get("controller_types", ())
    if "not_for_profit" in types:
        return "not-for-profit bodies that support people with a disability or medical condition"
    if "registered_political_party" in types:
        return "registered political parties"
    elected = _REPRESENTATIVE.search(f"{party.name} {party.organisation.kind}")
    return "elected representatives" if "elected_representative" in types and not elected else ""


@rule("SC-17")
def equality_monitoring_for_decisions(case: Case) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        if _limits(case, row).get("no_individual_decisions") and Aim.DECISIONS in case.reliance.aims(row):
            yield hit(f"lawful_basis/{row.key}", party=case.name(row.party))


@rule("SC-18")
def senior_diversity_for_services(case: Case) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        if not _limits(case, row).get("purpose") or Aim.SENIOR_RECRUITMENT in case.reliance.aims(row):
            continue
        said = [f"{purpose.title} {purpose.text}" for purpose in case.reliance.purposes(row)]
        if not any(_RECRUITMENT.search(text) for text in (*said, case.parties[row.party].purpose)):
            yield hit(f"lawful_basis/{row.key}", party=case.name(row.party))


@rule("SC-19")
def no_reason_for_not_asking_consent(case: Case) -> Iterator[Hit]:
    for row in case.document.lawful_basis:
        if not case.flag(row.condition, "consent_bar"):
            continue
        if not (is_answered(row.no_consent) or _CONSENT.search(row.reason)):
            condition = case.cited(row.condition)
            yield hit(f"lawful_basis/{row.key}/no_consent", condition=condition, party=case.name(row.party))


@rule("SC-22")
def not_for_profit_condition_outside_the_body(case: Case) -> Iterator[Hit]:
    for party in case.document.parties:
        special, offences = (case.relies_on(party, prefix) for prefix in NOT_FOR_PROFIT)
        if not (special or offences) or case.relies_on(party, "art6_1_a", "art9_2_a", "sch1_p3_consent"):
            continue
        given = case.supplied(party)
        if len(case.basis(party, "uk_gdpr_art9")) == len(special) and any(map(case.special_types, given)):
            yield from (hit(f"lawful_basis/{row.key}", party=party.name) for row in special)
        others = case.basis(party, "dpa2018_sch1_pt1", "dpa2018_sch1_pt2", "dpa2018_sch1_pt3", "uk_gdpr_art10")
        if set(others) == set(offences) and any(map(case.has_offence_data, given)):
            yield from (hit(f"lawful_basis/{row.key}", party=party.name) for row in offences)


def _limits(case: Case, row: BasisRow) -> dict[str, Any]:
    limits = case.flag(row.condition, "limits")
    return limits if isinstance(limits, dict) else {}
