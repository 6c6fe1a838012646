"""Impact assessments: when one is needed, and what it must hold."""

import re
from collections.abc import Iterator

from dsaformat.choices import DpiaDecision, DpiaStatus, DpiaTrigger
from dsaformat.parts import Party
from lawfulbasis.rules import bodies
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule
from lawfulbasis.rules.words import listed, softly

_BODY_CODES = frozenset({"sc_biometric_id", "sc_genetic", "s35_8_genetic_biometric"})
_MANY_PARTIES = 10
_ITS_PAPER = re.compile(r"impact assessment|\bDPIA\b", re.IGNORECASE)
_OFFICER = re.compile(r"data protection officer|\bDPO\b", re.IGNORECASE)
_HIGH = re.compile(r"(?<!not )(?<!no )(?<!no longer )(?<!from )(?<!was )\bhigh\b", re.IGNORECASE)


@rule("DP-01")
def assessment_missing(case: Case) -> Iterator[Hit]:
    triggers = _triggers(case)
    if triggers and not _is_done(case):
        named = [softly(trigger.label) for trigger in DpiaTrigger if trigger in triggers]
        yield hit("assessment/status", triggers="; ".join(named))


@rule("DP-02")
def not_needed_without_screening(case: Case) -> Iterator[Hit]:
    assessment = case.document.assessment
    attached = any("screening" in f"{paper.kind} {paper.title}".casefold() for paper in case.document.attachments)
    if attached or is_answered(assessment.screening):
        return
    if assessment.status is DpiaStatus.NOT_NEEDED:
        yield hit("assessment/screening", party="this sharing")
    for party in case.controllers:
        if party.assessment.decision is DpiaDecision.NONE and not is_answered(party.assessment.reason):
            yield hit(f"parties/{party.key}/assessment/reason", party=party.name)


@rule("DP-03")
def advice_or_approval_missing(case: Case) -> Iterator[Hit]:
    assessment = case.document.assessment
    if assessment.status is not DpiaStatus.DONE:
        return
    if not is_answered(assessment.dpo_advice) and not _officer_advised(case):
        yield hit("assessment/dpo_advice")
    elif assessment.approved_on is None:
        yield hit("assessment/approved_on")


@rule("DP-04")
def assessment_older_than_the_change(case: Case) -> Iterator[Hit]:
    assessment = case.document.assessment
    if assessment.approved_on and assessment.changed_on and assessment.approved_on < assessment.changed_on:
        yield hit("assessment/approved_on")


@rule("DP-05")
def high_risk_without_consultation(case: Case) -> Iterator[Hit]:
    assessment = case.document.assessment
    if _HIGH.search(assessment.residual_risk) and not is_answered(assessment.consultation):
        yield hit("assessment/consultation")


@rule("DP-06")
def children_not_considered(case: Case) -> Iterator[Hit]:
    if _about_children(case) and not is_answered(case.document.people.children):
        yield hit("people/children")


@rule("TX-19")
def assessment_would_be_wise(case: Case) -> Iterator[Hit]:
    """Where the law may not demand one, and most people would expect one. DP-01 speaks where the law demands it."""
    assessment = case.document.assessment
    papers = " ".join(f"{paper.kind} {paper.title}" for paper in case.document.attachments)
    screened = assessment.status is DpiaStatus.NOT_NEEDED or is_answered(assessment.screening)
    if is_answered(assessment.reference) or _ITS_PAPER.search(papers):
        return
    if screened or not case.has_personal_data or _triggers(case) or _is_done(case):
        return
    signs = list(_signs(case))
    if signs:
        yield hit("assessment/status", triggers=listed(signs, most=4))


def _signs(case: Case) -> Iterator[str]:
    if any(case.special_types(dataset) for dataset in case.personal_datasets):
        yield "special category data"
    if any(case.has_offence_data(dataset) for dataset in case.personal_datasets):
        yield "criminal offence data"
    if _about_children(case):
        yield "children"
    if len(case.document.parties) > _MANY_PARTIES:
        yield f"{len(case.document.parties)} parties"


def _about_children(case: Case) -> bool:
    return any(
        "ds_x_children" in dataset.data_subjects
        or ("ds_students" in dataset.data_subjects and bodies.kind(case.parties[dataset.supplier]) != "university")
        for dataset in case.personal_datasets
    )


def _triggers(case: Case) -> set[DpiaTrigger]:
    """What the parties say points to high risk, and what the rest of the document says of itself."""
    if not case.has_personal_data:
        return set()
    automated = case.document.automated
    found = set(case.document.assessment.triggers)
    if automated.matching:
        found.add(DpiaTrigger.MATCHING)
    if automated.decisions:
        found.add(DpiaTrigger.PROFILING)
    if automated.profiling or automated.decisions:
        people = {code for dataset in case.personal_datasets for code in dataset.data_subjects}
        if any(case.flag(code, "vulnerable") for code in people):
            found.add(DpiaTrigger.VULNERABLE)
    if any(_BODY_CODES & case.codes(dataset) for dataset in case.personal_datasets):
        found.add(DpiaTrigger.BIOMETRIC_GENETIC)
    return found


def _is_done(case: Case) -> bool:
    """For the sharing as a whole, or by every controller for itself."""
    assessment = case.document.assessment
    if assessment.status is not None:
        return assessment.status is DpiaStatus.DONE
    alone = bool(case.controllers) and all(_has_its_own(party) for party in case.controllers)
    return assessment.approved_on is not None or alone


def _has_its_own(party: Party) -> bool:
    said = party.assessment
    made = said.approved_on is not None or is_answered(said.reference)
    return said.decision in {DpiaDecision.OWN, DpiaDecision.ADAPTED} and made


def _officer_advised(case: Case) -> bool:
    return any(_OFFICER.search(f"{row.by} {row.role}") and is_answered(row.outcome) for row in case.document.advice)
