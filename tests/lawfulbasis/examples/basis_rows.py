"""Rows of the small agreement and rows that spoil it, for examples about bases."""

from typing import Any

from dsaformat.document import AgreementDocument
from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.shared import basis

HEALTH: dict[str, Any] = {"datasets__0__items__0__types": ["sc_health"]}
ETHNICITY: dict[str, Any] = {"datasets__0__items__0__types": ["sc_racial_ethnic"]}
OFFENCES: dict[str, Any] = {"datasets__0__categories": ["cat_criminal_offence"]}

COUNCIL = basis("c6", "council", "uk_gdpr_art6", "art6_1_e_public_task")
CHARITY = basis("h6", "charity", "uk_gdpr_art6", "art6_1_f_legitimate_interests", assessment="LIA 7")
EXPLICIT_CONSENT = basis("c9a", "council", "uk_gdpr_art9", "art9_2_a_explicit_consent")

PART = {"p1": "dpa2018_sch1_pt1", "p2": "dpa2018_sch1_pt2", "p3": "dpa2018_sch1_pt3"}


def art9(condition: str, party: str = "council", **more: object) -> dict[str, object]:
    return basis(f"{party}-{condition[7]}", party, "uk_gdpr_art9", condition, **more)


def sch1(condition: str, party: str = "council", key: str = "s1", **more: object) -> dict[str, object]:
    return basis(key, party, PART[condition.split("_")[1]], condition, **more)


def with_rows(*rows: dict[str, object], **changes: Any) -> AgreementDocument:
    """The small agreement with these rows beside its two bases."""
    return document(lawful_basis=[COUNCIL, CHARITY, *rows], **changes)


G = art9("art9_2_g_substantial_public_interest")
H = art9("art9_2_h_health_social_care")
J = art9("art9_2_j_archiving_research_statistics")
SAFEGUARDING = sch1("sch1_p2_safeguarding")
UNLAWFUL_ACTS = sch1("sch1_p2_unlawful_acts")
