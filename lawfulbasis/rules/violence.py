"""The Serious Violence Duty, and what may not be shared under it."""

import re
from collections.abc import Iterable, Iterator

from dsaformat.parts import Dataset, Party
from lawfulbasis.rules import bodies, powers
from lawfulbasis.rules.answers import is_answered
from lawfulbasis.rules.case import Case
from lawfulbasis.rules.registry import Hit, hit, rule

DISCLOSURE, SUPPLY = "gw_pcsc_s16", "gw_pcsc_s17"
DUTY = frozenset({DISCLOSURE, SUPPLY})

_COVERED = frozenset({"local_authority", "police", "fire", "probation", "icb", "school"})
_HEALTH_BODY = re.compile(r"integrated care board|\bhealth board\b", re.IGNORECASE)
_POLICING_BODY = re.compile(r"\bcrime commissioner|office for policing|\bMOPAC\b", re.IGNORECASE)
_MONITORING = re.compile(r"monitor|serious violence|assist", re.IGNORECASE)


@rule("SV-01")
def health_body_discloses_personal_data(case: Case) -> Iterator[Hit]:
    for dataset, party in _disclosed(case, case.personal_datasets):
        if _is_health_body(case, party):
            yield hit(f"datasets/{dataset.key}", party=party.name, dataset=dataset.title)


@rule("SV-02")
def patient_information_disclosed(case: Case) -> Iterator[Hit]:
    for dataset, party in _disclosed(case, case.care_data.values()):
        if not _is_health_body(case, party):  # its bar is wider, and has been named
            yield hit(f"datasets/{dataset.key}", party=party.name, dataset=dataset.title)


@rule("SV-03")
def party_outside_the_duty(case: Case) -> Iterator[Hit]:
    listed = _listed(case)
    for party in _relying(case):
        if party.key not in listed and bodies.kind(party) not in _COVERED and not _is_policing_body(case, party):
            yield hit("serious_violence/authorities", party=party.name)


@rule("SV-04")
def duty_outside_england_and_wales(case: Case) -> Iterator[Hit]:
    for party in _relying(case):
        if bodies.nation(party) in {"scotland", "northern ireland"}:
            yield hit(f"parties/{party.key}/organisation/nation", party=party.name)


@rule("SV-05")
def other_power_not_named(case: Case) -> Iterator[Hit]:
    relying = {party.key: party for party in _relying(case)}
    for dataset in case.care_data.values():
        party = relying.get(dataset.supplier)
        if party and not powers.has_another(case, party, DUTY) and not _has_another_route(case, dataset):
            yield hit("legislation", party=party.name, dataset=dataset.title)


@rule("SV-06")
def monitoring_information_used_otherwise(case: Case) -> Iterator[Hit]:
    if not _is_relied_on(case):
        return
    # Information under section 16 has no such limit: where a body may have got it so, nothing can be told.
    for party in powers.relying(case, {SUPPLY}):
        if not _is_policing_body(case, party) or not _cited(case, SUPPLY, party) or _cited(case, DISCLOSURE, party):
            continue
        for purpose in case.document.purposes:
            if party.key in purpose.parties and not _MONITORING.search(f"{purpose.title} {purpose.text}"):
                yield hit(f"purposes/{purpose.key}", party=party.name)
        if is_answered(party.purpose) and not _MONITORING.search(party.purpose):
            yield hit(f"parties/{party.key}/purpose", party=party.name)


def _is_relied_on(case: Case) -> bool:
    said = case.document.serious_violence.applies
    return any(row.code in DUTY for row in case.document.legislation) if said is None else said


def _listed(case: Case) -> dict[str, str]:
    """Party to its kind of authority."""
    return {row.party: row.authority for row in case.document.serious_violence.authorities if row.party}


def _relying(case: Case) -> tuple[Party, ...]:
    return powers.relying(case, DUTY, _listed(case).keys()) if _is_relied_on(case) else ()


def _disclosed(case: Case, datasets: Iterable[Dataset]) -> Iterator[tuple[Dataset, Party]]:
    """What suppliers send under the duty, unless it is said that such data is not shared under it."""
    if case.document.serious_violence.anonymous_only:
        return
    relying = {party.key: party for party in _relying(case)}
    for dataset in datasets:
        if dataset.supplier in relying:
            yield dataset, relying[dataset.supplier]


def _is_health_body(case: Case, party: Party) -> bool:
    authority = _listed(case).get(party.key)
    if authority is not None:
        return bool(case.flag(authority, "health_or_social_care_authority"))
    named = _HEALTH_BODY.search(f"{party.name} {party.organisation.kind}") is not None
    return (named or bodies.kind(party) == "icb") and bodies.nation(party) != "scotland"


def _is_policing_body(case: Case, party: Party) -> bool:
    named = _POLICING_BODY.search(f"{party.name} {party.organisation.short_name}") is not None
    return named or _listed(case).get(party.key) == "svd_x_local_policing_body"


def _cited(case: Case, code: str, party: Party) -> bool:
    rows = (row for row in case.document.legislation if row.code == code)
    return any(not row.parties or party.key in row.parties for row in rows)


def _has_another_route(case: Case, dataset: Dataset) -> bool:
    """Such as consent, or the public interest decided case by case."""
    beside_the_point = {"clc_not_applicable", "clc_x_statutory_gateway"}
    return any(
        row.party == dataset.supplier
        and row.override not in beside_the_point
        and (not row.datasets or dataset.key in row.datasets)
        for row in case.document.confidentiality
    )
