"""A police force for the good agreement, the data that it holds, and where one rule fires."""

import datetime as dt
from functools import lru_cache
from typing import Any

from dsaformat.document import AgreementDocument
from lawfulbasis import rules
from lawfulbasis.catalogue import Catalogue
from tests.lawfulbasis.documents import catalogue, document
from tests.lawfulbasis.examples.shared import basis

ON = dt.date(2026, 11, 20)

Example = tuple[AgreementDocument, str, str, AgreementDocument]

COUNCIL = basis("c6", "council", "uk_gdpr_art6", "art6_1_e_public_task")
CHARITY = basis("h6", "charity", "uk_gdpr_art6", "art6_1_f_legitimate_interests")

TASK = basis("p-task", "police", "dpa2018_part3_s35", "s35_2_b_task")
CONSENT = basis("p-consent", "police", "dpa2018_part3_s35", "s35_2_a_consent")
STRICT = basis(
    "p-strict", "police", "dpa2018_part3_s35", "s35_5_sensitive_strictly_necessary", policy_document="Force policy 2026"
)
SCHEDULE_8 = basis("p-sch8", "police", "dpa2018_sch8", "sch8_safeguarding")

POLICE: dict[str, Any] = {
    "key": "police",
    "organisation": {"name": "Essex Police", "ico_reference": "Z4883472", "public_authority": True, "kind": "police"},
    "roles": ["controller", "supplier"],
    "purpose": "To prevent violence at home.",
    "law_enforcement": {
        "competent": True,
        "schedule_7": "sch7_p05",
        "purposes": ["le_purpose_prevention"],
        "strict_necessity": "Pseudonyms would hide who is at risk tonight.",
        "logs": "The system logs who viewed and who received, with date and time.",
    },
}

INCIDENTS: dict[str, Any] = {
    "key": "incidents",
    "title": "Incidents",
    "supplier": "police",
    "recipients": ["council"],
    "identifiability": "identifiable",
    "regimes": ["part_3"],
    "items": [{"key": "address", "name": "Address", "types": ["pd_address"]}],
}
SENSITIVE = {"items": [{"key": "origin", "name": "Ethnicity", "types": ["s35_8_origin_opinions_beliefs"]}]}


def policed(*rows: dict[str, object], police: Any = None, data: Any = None, **changes: Any) -> AgreementDocument:
    """The good agreement with a police force in it that acts under Part 3, spoilt here and there."""
    held = INCIDENTS | (data or {})
    return document(
        **{
            "parties__2": POLICE | (police or {}),
            "lawful_basis": [COUNCIL, CHARITY, *(rows or (TASK,))],
            "datasets__1": held,
            "legislation": [{"key": "ca", "title": "Children Act 2004", "provision": "s.11", "kind": "duty"}],
            **changes,
        }
    )


def without(part: str) -> dict[str, Any]:
    """The force's law enforcement answers without one of them."""
    return {"law_enforcement": {name: value for name, value in POLICE["law_enforcement"].items() if name != part}}


@lru_cache(maxsize=1)
def _catalogue() -> Catalogue:
    return catalogue()


def places(id: str, spoilt: AgreementDocument, facts: rules.Facts | None = None) -> list[str]:
    """Where the rule fires."""
    case = rules.Case(spoilt, _catalogue(), ON, facts or rules.Facts())
    return [hit.path for hit in rules.RULES[id].find(case)]
