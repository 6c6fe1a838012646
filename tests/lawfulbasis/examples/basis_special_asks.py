"""Examples of the rules on what single conditions ask of whoever relies on them."""

from dsaformat.document import AgreementDocument
from tests.lawfulbasis.examples.basis_rows import (
    HEALTH,
    OFFENCES,
    SAFEGUARDING,
    G,
    H,
    J,
    art9,
    sch1,
    with_rows,
)

CARE = sch1("sch1_p1_health_social_care")
RESEARCH = sch1("sch1_p1_research")
EQUALITY = sch1("sch1_p2_equality")
DIVERSITY = sch1("sch1_p2_diversity_senior")
FRAUD = sch1("sch1_p2_fraud")
TERRORISM = sch1("sch1_p2_terrorist_financing")
CARDS = sch1("sch1_p3_child_indecency_accounts")
DISABILITY = sch1("sch1_p2_disability_support")
NOT_FOR_PROFIT = art9("art9_2_d_not_for_profit", "charity")
TO_COUNCIL = {"datasets__0__supplier": "charity", "datasets__0__recipients": ["council"]}
POLICY = {"reference": "APD v3", "reviewed_on": "2026-04-01", "procedures": True, "retention": True}


EXAMPLES: dict[str, tuple[AgreementDocument, str, str, AgreementDocument]] = {
    "SC-07": (
        with_rows(H, CARE, **HEALTH),
        "lawful_basis/council-h/confirmed",
        "Harlow Council",
        with_rows({**H, "confirmed": True}, CARE, **HEALTH),
    ),
    "SC-08": (
        with_rows(J, RESEARCH, **HEALTH),
        "lawful_basis/council-j/confirmed",
        "Harlow Council",
        with_rows(J, {**RESEARCH, "confirmed": True}, **HEALTH),
    ),
    "SC-09": (
        with_rows(G, SAFEGUARDING, **HEALTH),
        "parties/council/policy_document/reference",
        "Safeguarding children and individuals at risk (DPA 2018 Sch 1 para 18)",
        with_rows(G, SAFEGUARDING, **HEALTH, parties__0__policy_document=POLICY),
    ),
    "SC-10": (
        with_rows(H, CARE, **HEALTH),
        "parties/council/policy_document",
        "Harlow Council",
        with_rows(G, SAFEGUARDING, **HEALTH),
    ),
    "SC-11": (
        with_rows(G, SAFEGUARDING, **HEALTH, parties__0__policy_document={**POLICY, "reviewed_on": "2025-11-18"}),
        "parties/council/policy_document/reviewed_on",
        "up to date",
        with_rows(G, SAFEGUARDING, **HEALTH, parties__0__policy_document=POLICY),
    ),
    "SC-12": (
        with_rows(FRAUD, **OFFENCES),
        "lawful_basis/s1/names",
        "anti-fraud organisation",
        with_rows({**FRAUD, "names": "Cifas"}, **OFFENCES),
    ),
    "SC-13": (
        with_rows(TERRORISM, **OFFENCES),
        "lawful_basis/s1",
        "Harlow Council",
        with_rows(TERRORISM, **OFFENCES, parties__0__standing=["regulated_sector"]),
    ),
    "SC-14": (
        with_rows(CARDS, **OFFENCES),
        "lawful_basis/s1",
        "card issuers",
        with_rows(CARDS, **OFFENCES, parties__0__standing=["payment_cards"]),
    ),
    "SC-15": (
        with_rows(G, DISABILITY, **HEALTH),
        "lawful_basis/s1",
        "not-for-profit bodies that support people",
        with_rows(G, {**DISABILITY, "party": "charity"}, **HEALTH),
    ),
    "SC-17": (
        with_rows(G, EQUALITY, **HEALTH, purposes__0__aims=["decisions"]),
        "lawful_basis/s1",
        "decide about a person",
        with_rows(G, EQUALITY, **HEALTH, purposes__0__aims=["equality"]),
    ),
    "SC-18": (
        with_rows(G, DIVERSITY),
        "lawful_basis/s1",
        "senior posts",
        with_rows(G, DIVERSITY, purposes__0__aims=["senior_recruitment"]),
    ),
    "SC-19": (
        with_rows(G, SAFEGUARDING, **HEALTH),
        "lawful_basis/s1/no_consent",
        "Harlow Council",
        with_rows(G, {**SAFEGUARDING, "no_consent": "It would put the child at risk."}, **HEALTH),
    ),
    "SC-22": (
        with_rows(NOT_FOR_PROFIT, **HEALTH, **TO_COUNCIL),
        "lawful_basis/charity-d",
        "Harbour",
        with_rows(NOT_FOR_PROFIT, **HEALTH),
    ),
}
