from typing import Any

from dsaformat.document import AgreementDocument
from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_rows import Example

LISTED = [
    {"party": "council", "entry": "Schedule 4, paragraph 11"},
    {"party": "charity", "entry": "Schedule 4, paragraph 28"},
]
HMRC = {"name": "HM Revenue and Customs", "ico_reference": "Z1234567", "public_authority": True}
ONWARD = [
    {"key": "in", "sender": "council", "recipients": ["charity"], "datasets": ["families"]},
    {"key": "on", "sender": "charity", "recipients": ["school"], "datasets": ["families"]},
]
SCHOOL = {"key": "school", "organisation": {"name": "Harlow School"}, "roles": ["controller"]}
CARE = {"datasets__0__items__0__types": ["pd_social_care"]}

OWED = "Whoever relies on the Act must publish its security plan and its business case."
ADVISED = "A business case and a security plan are highly recommended."
PRIVACY = {"key": "privacy", "heading": "Privacy", "text": ""}


def empowered(power: str = "gw_dea_s35", document_changes: Any = None, **changes: Any) -> AgreementDocument:
    """The good agreement under the Act, with all that the Act and its codes ask for but what is changed."""
    economy = {
        "applies": True,
        "powers": [power],
        "objective": "Multiple disadvantages",
        "listed": LISTED,
        "register_entry": "DEA/2026/17",
        "business_case": "Business case 4",
        "security_plan": "Plan of May 2026",
        "impact_assessment": "DPIA 12",
        "limits": "For the stated purpose alone.",
        **changes,
    }
    return document(digital_economy=economy, **(document_changes or {}))


EXAMPLES: dict[str, Example] = {
    "DE-01": (empowered(listed=LISTED[:1]), "digital_economy/listed", "Harbour", empowered()),
    "DE-02": (empowered(objective=""), "digital_economy/objective", "objective", empowered()),
    "DE-03": (
        empowered(register_entry="", document_changes={"term__starts_on": "2026-11-01"}),
        "digital_economy/register_entry",
        "register",
        empowered(register_entry=""),
    ),
    "DE-04": (
        empowered(security_plan="", impact_assessment=""),
        "digital_economy/security_plan",
        "Attach the security plan and the impact assessment",
        empowered(),
    ),
    "DE-05": (empowered(limits=""), "digital_economy/limits", "offence", empowered()),
    "DE-06": (
        empowered(document_changes={"parties__0__organisation": HMRC, "parties__2": SCHOOL, "flows": ONWARD}),
        "digital_economy/commissioners_consent",
        "Families",
        empowered(
            commissioners_consent="Letter of 3 May 2026",
            document_changes={"parties__0__organisation": HMRC, "parties__2": SCHOOL, "flows": ONWARD},
        ),
    ),
    "DE-07": (
        empowered("gw_dea_s64", document_changes=CARE),
        "datasets/families",
        "Families",
        empowered("gw_dea_s64", document_changes={"datasets__0__items__0__types": ["pd_education"]}),
    ),
    "DE-08": (
        empowered("gw_dea_s56", business_case=""),
        "digital_economy/business_case",
        "Attach the business case: sharing about debt or fraud begins as a pilot",
        empowered("gw_dea_s56"),
    ),
    "TX-23": (
        empowered(document_changes={"publication__text": OWED, "sections": [{**PRIVACY, "text": ADVISED}]}),
        "sections/privacy/text",
        "only recommends them",
        empowered(document_changes={"publication__text": OWED, "sections": [{**PRIVACY, "text": OWED}]}),
    ),
}
