"""Examples of the rules on Article 6: what makes each fire (where, with which words), and what leaves it silent."""

from dsaformat.document import AgreementDocument
from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.basis_rows import CHARITY, COUNCIL, with_rows
from tests.lawfulbasis.examples.shared import basis

ON_INTERESTS = {**CHARITY, "key": "c6", "party": "council"}
RECOGNISED = basis("h6", "charity", "uk_gdpr_art6", "art6_1_ea_recognised_li")
ON_RECOGNISED = {**RECOGNISED, "key": "c6", "party": "council"}
SAFEGUARDING = basis("h1", "charity", "recognised_legitimate_interest", "annex1_safeguarding")
REQUEST = basis("h1", "charity", "recognised_legitimate_interest", "annex1_public_task_disclosure")
DUTY = basis("c6", "council", "uk_gdpr_art6", "art6_1_c_legal_obligation")
CONSENT = basis("h6", "charity", "uk_gdpr_art6", "art6_1_a_consent")
VITAL = basis("c6d", "council", "uk_gdpr_art6", "art6_1_d_vital_interests")
NO_TASK = "The sale of its lottery is not one of its tasks."
POWER = {"key": "cda", "title": "Crime and Disorder Act 1998", "provision": "section 115", "kind": "power"}
PROCEDURE = {
    "key": "h",
    "party": "charity",
    "recorded": "On a form.",
    "withdrawn": "By phone; partners hear in 2 days.",
}
FOUR = [
    basis(f"c6{point[7]}", "council", "uk_gdpr_art6", point)
    for point in (
        "art6_1_a_consent",
        "art6_1_c_legal_obligation",
        "art6_1_d_vital_interests",
        "art6_1_e_public_task",
    )
]


EXAMPLES: dict[str, tuple[AgreementDocument, str, str, AgreementDocument]] = {
    "A6-01": (document(lawful_basis=[COUNCIL]), "parties/charity/lawful_basis", "Harbour", document()),
    "A6-02": (
        document(lawful_basis=[ON_INTERESTS, CHARITY]),
        "lawful_basis/c6",
        "Harlow Council",
        document(lawful_basis=[{**ON_INTERESTS, "reason": NO_TASK}, CHARITY]),
    ),
    "A6-03": (
        document(lawful_basis=[ON_RECOGNISED, CHARITY]),
        "lawful_basis/c6",
        "Harlow Council",
        document(lawful_basis=[COUNCIL, RECOGNISED, SAFEGUARDING]),
    ),
    "A6-04": (
        document(lawful_basis=[COUNCIL, RECOGNISED]),
        "lawful_basis/h6",
        "Harbour",
        document(lawful_basis=[COUNCIL, RECOGNISED, SAFEGUARDING]),
    ),
    "A6-05": (
        document(lawful_basis=[COUNCIL, RECOGNISED, SAFEGUARDING], term__starts_on="2025-11-01"),
        "lawful_basis/h6",
        "1 November 2025",
        document(lawful_basis=[COUNCIL, RECOGNISED, SAFEGUARDING], term__starts_on="2026-03-01"),
    ),
    "A6-06": (
        document(lawful_basis=[COUNCIL, RECOGNISED, REQUEST]),
        "lawful_basis/h1/requested_by",
        "Harbour",
        document(
            lawful_basis=[
                COUNCIL,
                RECOGNISED,
                {**REQUEST, "requested_by": "Harlow Council", "reason": "Needed for its enquiry under section 47."},
            ]
        ),
    ),
    "A6-07": (
        document(legislation=[]),
        "lawful_basis/c6",
        "Public task",
        document(legislation=[], lawful_basis__0={**COUNCIL, "reason": "Section 17 of the Children Act 1989."}),
    ),
    "A6-08": (
        document(lawful_basis=[DUTY, CHARITY], legislation=[POWER]),
        "lawful_basis/c6",
        "Crime and Disorder Act 1998 section 115",
        document(lawful_basis=[DUTY, CHARITY]),
    ),
    "A6-09": (
        document(lawful_basis=[{**CONSENT, "key": "c6", "party": "council"}, CHARITY]),
        "lawful_basis/c6",
        "Harlow Council",
        document(lawful_basis=[COUNCIL, CONSENT]),
    ),
    "A6-10": (
        document(lawful_basis=[COUNCIL, CONSENT], consent=[{**PROCEDURE, "withdrawn": ""}]),
        "consent/h/withdrawn",
        "Harbour",
        document(lawful_basis=[COUNCIL, CONSENT], consent=[PROCEDURE]),
    ),
    "A6-11": (
        document(lawful_basis__1__assessment=""),
        "lawful_basis/h6/assessment",
        "Harbour",
        document(),
    ),
    "A6-12": (
        with_rows(VITAL, datasets__0__frequency="Weekly"),
        "lawful_basis/c6d",
        "emergencies",
        with_rows(VITAL, datasets__0__frequency="Weekly", purposes__0__aims=["emergency"]),
    ),
    "A6-13": (
        document(lawful_basis=[*FOUR, CHARITY]),
        "parties/council/lawful_basis",
        "Harlow Council",
        document(lawful_basis=[{**FOUR[0], "reason": "For the newsletter only."}, *FOUR[1:], CHARITY]),
    ),
    "A6-14": (
        document(sections=[{"key": "s", "heading": "Law", "text": "See section 7 of the Data Protection Act 1998."}]),
        "sections/s/text",
        "cite the UK GDPR",
        document(sections=[{"key": "s", "heading": "Law", "text": "See Article 15 of the UK GDPR."}]),
    ),
    "A6-15": (
        document(purposes__0__collected_for_other=True),
        "purposes/help/reuse_route",
        "Early help",
        document(purposes__0__collected_for_other=True, purposes__0__reuse_route="annex2_safeguarding"),
    ),
}
