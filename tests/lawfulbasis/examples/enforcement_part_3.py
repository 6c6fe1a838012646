from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.enforcement_rows import (
    CHARITY,
    CONSENT,
    COUNCIL,
    SCHEDULE_8,
    SENSITIVE,
    STRICT,
    TASK,
    Example,
    policed,
    without,
)
from tests.lawfulbasis.examples.shared import basis

CHARITY_TASK = basis("h-task", "charity", "dpa2018_part3_s35", "s35_2_b_task")
POLICE_6 = basis("p6", "police", "uk_gdpr_art6", "art6_1_e_public_task")
ENFORCEMENT = [{"key": "help", "title": "Fewer assaults", "aims": ["law_enforcement"]}]
WELFARE = [*ENFORCEMENT, {"key": "care", "title": "Children are safe", "aims": ["safeguarding"]}]
NO_POLICY = basis("p-strict", "police", "dpa2018_part3_s35", "s35_5_sensitive_strictly_necessary")

EXAMPLES: dict[str, Example] = {
    "LE-01": (document(datasets__0__regimes=["part_3"]), "parties", "competent authority", policed()),
    "LE-02": (
        policed(police=without("schedule_7")),
        "parties/police/law_enforcement/schedule_7",
        "Essex Police",
        policed(police={"law_enforcement": without("schedule_7")["law_enforcement"] | {"functions": "Fire safety."}}),
    ),
    "LE-03": (
        policed(police=without("purposes")),
        "parties/police/law_enforcement/purposes",
        "Essex Police",
        policed(),
    ),
    "LE-04": (
        document(lawful_basis=[COUNCIL, CHARITY, CHARITY_TASK]),
        "lawful_basis/h-task",
        "Harbour",
        document(lawful_basis=[COUNCIL, CHARITY]),
    ),
    "LE-05": (
        policed(data=SENSITIVE),
        "parties/police/lawful_basis",
        "Essex Police",
        policed(TASK, STRICT, SCHEDULE_8, data=SENSITIVE),
    ),
    "LE-06": (
        policed(TASK, STRICT, data=SENSITIVE),
        "lawful_basis/p-strict",
        "Schedule 8",
        policed(TASK, STRICT, SCHEDULE_8, data=SENSITIVE),
    ),
    "LE-07": (
        policed(TASK, STRICT, SCHEDULE_8, police=without("strict_necessity"), data=SENSITIVE),
        "parties/police/law_enforcement/strict_necessity",
        "Essex Police",
        policed(TASK, STRICT, SCHEDULE_8, data=SENSITIVE),
    ),
    "LE-08": (
        policed(TASK, NO_POLICY, SCHEDULE_8, data=SENSITIVE),
        "parties/police/policy_document/reference",
        "Essex Police",
        policed(TASK, NO_POLICY, SCHEDULE_8, data=SENSITIVE, police={"policy_document": {"reference": "Policy 2026"}}),
    ),
    "LE-09": (policed(CONSENT), "lawful_basis/p-consent", "Essex Police", policed(TASK)),
    "LE-15": (
        policed(TASK, STRICT, SCHEDULE_8),
        "lawful_basis/p-sch8",
        "Essex Police",
        policed(TASK, STRICT, SCHEDULE_8, data=SENSITIVE),
    ),
    "LE-16": (
        policed(TASK, POLICE_6, purposes=ENFORCEMENT),
        "lawful_basis/p6",
        "Essex Police",
        policed(TASK, POLICE_6, purposes=WELFARE),
    ),
}
