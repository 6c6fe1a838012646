"""Examples of the rules on criminal offence data."""

from dsaformat.document import AgreementDocument
from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.basis_rows import OFFENCES, SAFEGUARDING, UNLAWFUL_ACTS, sch1, with_rows

CLAIMS = sch1("sch1_p3_legal_claims")
EXTENSION = sch1("sch1_p3_extension_part2")
EQUALITY = sch1("sch1_p2_equality")
FOR_CHARITY = {**SAFEGUARDING, "key": "s2", "party": "charity"}
OFFENDERS = {"datasets__0__data_subjects": ["ds_offenders"]}


EXAMPLES: dict[str, tuple[AgreementDocument, str, str, AgreementDocument]] = {
    "CO-01": (
        document(**OFFENCES),
        "parties/charity/lawful_basis",
        "Harbour",
        with_rows(SAFEGUARDING, FOR_CHARITY, **OFFENCES),
    ),
    "CO-02": (
        with_rows(UNLAWFUL_ACTS, **OFFENCES),
        "parties/council/lawful_basis",
        "Part 3",
        with_rows(CLAIMS, **OFFENCES),
    ),
    "CO-03": (
        with_rows(EXTENSION, **OFFENCES),
        "lawful_basis/s1/names",
        "paragraph 36",
        with_rows({**EXTENSION, "names": "Paragraph 10"}, **OFFENCES),
    ),
    "CO-04": (
        document(**OFFENDERS),
        "datasets/families/categories",
        "actual or suspected offenders",
        document(**OFFENDERS, **OFFENCES),
    ),
    "CO-05": (
        with_rows(EQUALITY, **OFFENCES),
        "lawful_basis/s1",
        "Equality of opportunity",
        with_rows(EQUALITY, {**SAFEGUARDING, "key": "s2"}, **OFFENCES),
    ),
}
