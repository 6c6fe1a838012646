from typing import Any

from dsaformat.document import AgreementDocument
from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_rows import Example

TRUST = {
    "name": "Mid Essex Hospitals",
    "ico_reference": "Z1234567",
    "public_authority": True,
    "kind": "nhs_trust",
    "nation": "england",
    "dspt": "Standards met, 2025–26",
}
GUARDIAN = [{"role": "caldicott_guardian", "name": "Dr Amara Okafor"}]
APPROVED = {"approval": "20/CAG/0001", "approval_ends_on": "2027-06-30", "opt_out": True}


def caring(override: str = "", aims: tuple[str, ...] = (), **changes: Any) -> AgreementDocument:
    """The good agreement about health, with one answer to the duty of confidence."""
    row = {"key": "row", "party": "council", "override": override, **changes.pop("row", {})}
    return document(
        **{
            "datasets__0__items__0__types": ["sc_health"],
            "confidentiality": [row] if override else [],
            "purposes__0": {"key": "help", "title": "Early help", "aims": list(aims)},
            **changes,
        }
    )


EXAMPLES: dict[str, Example] = {
    "CF-01": (caring(), "parties/council/confidentiality", "Harlow Council", caring("clc_explicit_consent")),
    "CF-02": (
        caring("clc_not_applicable"),
        "confidentiality/row",
        "Harlow Council",
        document(confidentiality=[{"key": "row", "party": "council", "override": "clc_not_applicable"}]),
    ),
    "CF-03": (
        caring("clc_section_251", row=APPROVED | {"approval_ends_on": "2026-06-30"}),
        "confidentiality/row",
        "Harlow Council",
        caring("clc_section_251", row=APPROVED),
    ),
    "CF-04": (
        caring("clc_section_251", ("safeguarding",), row=APPROVED),
        "confidentiality/row",
        "medical purposes",
        caring("clc_section_251", ("medical",), row=APPROVED),
    ),
    "CF-05": (
        caring("clc_implied_consent", ("planning",)),
        "confidentiality/row",
        "own care",
        caring("clc_implied_consent", ("own_care",)),
    ),
    "CF-06": (
        caring("clc_overriding_public_interest", row={"justification": "n/a"}),
        "confidentiality/row",
        "Harlow Council",
        caring("clc_overriding_public_interest", row={"justification": "A serious assault is likely."}),
    ),
    "CF-07": (
        caring("clc_legal_requirement"),
        "confidentiality/row",
        "Harlow Council",
        caring("clc_legal_requirement", row={"provision": "Care Act 2014 s.45"}),
    ),
    "CF-08": (
        caring(parties__0__organisation=TRUST),
        "parties/council/contacts",
        "Mid Essex Hospitals",
        caring(parties__0__organisation=TRUST, parties__0__contacts=GUARDIAN),
    ),
    "CF-09": (
        caring("clc_section_251", ("planning",), parties__0__organisation=TRUST, row=APPROVED | {"opt_out": None}),
        "confidentiality/row",
        "opt-out",
        caring("clc_section_251", ("planning",), parties__0__organisation=TRUST, row=APPROVED),
    ),
    "CF-10": (
        document(datasets__0__data_subjects=["ds_x_deceased"]),
        "people/deceased",
        "people who have died",
        document(datasets__0__data_subjects=["ds_x_deceased"], people__deceased="The same controls protect them."),
    ),
    "CF-11": (
        caring(parties__0__organisation=TRUST),
        "parties/charity/organisation/dspt",
        "Harbour",
        caring(parties__0__organisation=TRUST, parties__1__organisation__dspt="Standards met, 2025–26"),
    ),
}
