"""Powers of the Digital Economy Act 2017."""

import re
from collections.abc import Iterator

from dsaformat.choices import DpiaStatus
from dsaformat.parts import Party
from lawfulbasis.rules import bodies, powers
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule
from lawfulbasis.rules.words import listed

SERVICES, DEBT, FRAUD, RESEARCH = "gw_dea_s35", "gw_dea_s48", "gw_dea_s56", "gw_dea_s64"
_PILOTED = frozenset({DEBT, FRAUD})

_HMRC = re.compile(r"\bHMRC\b|\bH(?:is|er)?\.? ?M(?:ajesty[’']s)?\.? Revenue", re.IGNORECASE)
_OFFENCE = re.compile(
    r"unlawful(?:ly)? disclos\w+|disclos\w+[^.]{0,80}\boffence|\boffence[^.]{0,80}disclos", re.IGNORECASE
)
_PAPER = re.compile(r"\b(?:business case|security plan)s?\b", re.IGNORECASE)
_OWED = re.compile(r"\b(?:must|shall|obliged|obligated|mandatory|(?:is|are) required)\b", re.IGNORECASE)
_ADVISED = re.compile(r"\b(?:recommend(?:s|ed)?|encouraged?|advis(?:es|ed|able)|good practice)\b", re.IGNORECASE)
_CHILDREN = frozenset({"ds_x_children", "ds_students"})


@rule("DE-01")
def party_is_not_listed(case: Case) -> Iterator[Hit]:
    used = _flagged(case, "register_required")
    if not used:
        return
    entered = {row.party for row in case.document.digital_economy.listed}
    for party in powers.relying(case, used) if entered else _may_rely(case, used):
        if party.key not in entered:
            yield hit("digital_economy/listed", party=party.name)


def _may_rely(case: Case, used: set[str]) -> tuple[Party, ...]:
    """While nobody is entered at all, whoever the power is cited for: a row that names no party speaks of all."""
    rows = [row for row in case.document.legislation if row.code in used]
    if rows and all(row.parties for row in rows):
        return powers.relying(case, used)
    return case.controllers


@rule("DE-02")
def objective_not_stated(case: Case) -> Iterator[Hit]:
    if SERVICES in _used(case) and not is_answered(case.document.digital_economy.objective):
        yield hit("digital_economy/objective")


@rule("DE-03")
def not_on_the_register(case: Case) -> Iterator[Hit]:
    if not _flagged(case, "register_required"):
        return
    begins = case.document.term.starts_on
    begun = case.facts.active or (begins is not None and begins <= case.on)
    if begun and not is_answered(case.document.digital_economy.register_entry):
        yield hit("digital_economy/register_entry")


@rule("DE-04")
def papers_missing(case: Case) -> Iterator[Hit]:
    if _flagged(case, "register_required") and not _used(case) & _PILOTED:
        yield from _missing(case)


@rule("DE-08")
def papers_of_a_pilot_missing(case: Case) -> Iterator[Hit]:
    if _used(case) & _PILOTED:
        yield from _missing(case)


def _missing(case: Case) -> Iterator[Hit]:
    missing = [(field, name) for field, name, there in _papers(case) if not there]
    if missing:
        yield hit(f"digital_economy/{missing[0][0]}", words=listed([name for _, name in missing]))


@rule("TX-23")
def papers_both_owed_and_advised(case: Case) -> Iterator[Hit]:
    """Whoever reads one place alone does too little."""
    if not _is_used(case):
        return
    owed, advised = [], []
    for path, sentences in case.saying("business case", "security plan"):
        about = [sentence for sentence in sentences if _PAPER.search(sentence)]
        owed += [path for sentence in about if _OWED.search(sentence)]
        advised += [path for sentence in about if _ADVISED.search(sentence)]
    if owed and advised:
        yield hit(advised[-1])


@rule("DE-05")
def limits_missing(case: Case) -> Iterator[Hit]:
    if not _is_used(case) or is_answered(case.document.digital_economy.limits):
        return
    if not any(_OFFENCE.search(text) for _, text in case.texts):
        yield hit("digital_economy/limits")


@rule("DE-06")
def revenue_data_passed_on(case: Case) -> Iterator[Hit]:
    economy = case.document.digital_economy
    if is_answered(economy.commissioners_consent) or not _used(case) & {SERVICES, FRAUD}:
        return
    deciding = {party.key for party in case.controllers}
    for dataset in case.document.datasets:
        source = case.parties[dataset.supplier]
        onward = (
            flow
            for flow in case.document.flows
            if dataset.key in flow.datasets
            and flow.sender != source.key
            and deciding.intersection(flow.recipients) - {source.key, flow.sender}
        )
        if _is_hmrc(source) and next(onward, None) is not None:
            yield hit("digital_economy/commissioners_consent", dataset=dataset.title)


@rule("DE-07")
def research_power_for_care_data(case: Case) -> Iterator[Hit]:
    if RESEARCH not in _used(case):
        return
    relying = {party.key for party in powers.relying(case, {RESEARCH})}
    for dataset in case.document.datasets:
        if dataset.supplier in relying and _is_held_for_care(case, dataset.key):
            yield hit(f"datasets/{dataset.key}", dataset=dataset.title)


def _used(case: Case) -> set[str]:
    """Codes of the powers that are named."""
    if case.document.digital_economy.applies is False:
        return set()
    cited = (row.code for row in case.document.legislation if row.code and row.code.startswith("gw_dea_"))
    return {*case.document.digital_economy.powers, *cited}


def _flagged(case: Case, flag: str) -> set[str]:
    return {code for code in _used(case) if case.flag(code, flag)}


def _is_used(case: Case) -> bool:
    return bool(_used(case)) or bool(case.document.digital_economy.applies)


def _papers(case: Case) -> Iterator[tuple[str, str, bool]]:
    """Field, name, and whether it is there: named in its field, or attached."""
    economy, assessment = case.document.digital_economy, case.document.assessment
    attached = " ".join(f"{paper.kind} {paper.title}" for paper in case.document.attachments).casefold()
    assessed = assessment.status is DpiaStatus.DONE or is_answered(assessment.reference)
    yield "business_case", "the business case", is_answered(economy.business_case) or "business case" in attached
    yield "security_plan", "the security plan", is_answered(economy.security_plan) or "security plan" in attached
    yield (
        "impact_assessment",
        "the impact assessment",
        assessed or is_answered(economy.impact_assessment) or "impact assessment" in attached or "dpia" in attached,
    )


def _is_hmrc(party: Party) -> bool:
    return party.law_enforcement.schedule_7 == "sch7_p21" or _HMRC.search(party.name) is not None


def _is_held_for_care(case: Case, key: str) -> bool:
    """Held for health services or adult social care: a school’s note of a child’s health is not."""
    dataset = case.datasets[key]
    if bodies.is_nhs(case.parties[dataset.supplier]):
        return True
    of_care = any(code == "pd_social_care" or case.flag(code, "implies_health") for code in case.codes(dataset))
    of_children = bool(dataset.data_subjects) and _CHILDREN.issuperset(dataset.data_subjects)
    return "ds_patients" in dataset.data_subjects or (of_care and not of_children)
