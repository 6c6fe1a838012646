"""Examples of the rules on special category data and on how its conditions fit together."""

from dsaformat.document import AgreementDocument
from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.basis_rows import (
    ETHNICITY,
    HEALTH,
    OFFENCES,
    SAFEGUARDING,
    UNLAWFUL_ACTS,
    G,
    H,
    art9,
    sch1,
    with_rows,
)

EMPLOYMENT = sch1("sch1_p1_employment_social_protection")
CARE = sch1("sch1_p1_health_social_care")
WELL_BEING = sch1("sch1_p2_economic_wellbeing", key="s2")
CHARITY_H = art9("art9_2_h_health_social_care", "charity")
SOCIAL_CARE = {"datasets__0__items__0__types": ["pd_social_care"]}
NONE = [{"key": "s", "heading": "Data", "text": "No special category data is expected to be shared."}]


EXAMPLES: dict[str, tuple[AgreementDocument, str, str, AgreementDocument]] = {
    "SC-01": (
        with_rows(H, **HEALTH),
        "parties/charity/lawful_basis",
        "physical or mental health",
        with_rows(H, CHARITY_H, **HEALTH),
    ),
    "SC-02": (with_rows(G, SAFEGUARDING), "lawful_basis/council-g", "List the data", with_rows(G, **ETHNICITY)),
    "SC-03": (with_rows(G, **HEALTH), "lawful_basis/council-g", "Part 2", with_rows(G, SAFEGUARDING, **HEALTH)),
    "SC-04": (with_rows(H, **HEALTH), "lawful_basis/council-h", "Article 9(2)(h)", with_rows(H, CARE, **HEALTH)),
    "SC-05": (
        with_rows(H, EMPLOYMENT, **HEALTH),
        "lawful_basis/s1",
        "Article 9(2)(b)",
        with_rows(art9("art9_2_b_employment_social_protection"), EMPLOYMENT, **HEALTH),
    ),
    "SC-06": (
        with_rows(UNLAWFUL_ACTS),
        "lawful_basis/s1",
        "Preventing or detecting unlawful acts (DPA 2018 Sch 1 para 10)",
        with_rows(UNLAWFUL_ACTS, **OFFENCES),
    ),
    "SC-16": (
        with_rows(G, WELL_BEING, **ETHNICITY),
        "lawful_basis/s2",
        "racial or ethnic origin",
        with_rows(G, WELL_BEING, **HEALTH),
    ),
    "SC-20": (
        document(**SOCIAL_CARE),
        "datasets/families",
        "social care information",
        document(datasets__0__items__0__types=["pd_social_care", "sc_health"]),
    ),
    "SC-21": (
        document(**HEALTH, sections=NONE),
        "sections/s/text",
        "“Families”",
        document(sections=NONE),
    ),
}
