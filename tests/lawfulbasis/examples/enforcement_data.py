from tests.lawfulbasis.examples.enforcement_rows import CHARITY, TASK, Example, policed, without
from tests.lawfulbasis.examples.shared import basis

EVERYBODY = {"data_subjects": ["ds_offenders", "ds_victims"]}
YEARS = {"key": "p", "party": "police", "period": {"number": 6, "unit": "years"}, "starts_from": "the last contact"}
EACH_YEAR = YEARS | {"reviewed_every": {"number": 1, "unit": "years"}}
HELP = basis("c6", "council", "uk_gdpr_art6", "art6_1_e_public_task")

EXAMPLES: dict[str, Example] = {
    "LE-10": (policed(legislation=[]), "legislation", "Harlow Council", policed()),
    "LE-11": (
        policed(lawful_basis=[CHARITY, TASK]),
        "parties/council/lawful_basis",
        "Harlow Council",
        policed(lawful_basis=[CHARITY, HELP, TASK]),
    ),
    "LE-12": (
        policed(data=EVERYBODY),
        "quality/distinctions",
        "witnesses",
        policed(data=EVERYBODY, quality__distinctions="Each row has a code for the person’s role."),
    ),
    "LE-13": (
        policed(police=without("logs")),
        "parties/police/law_enforcement/logs",
        "Essex Police",
        policed(police=without("logs"), security=[{"key": "l", "measure": "logging", "parties": ["police"]}]),
    ),
    "LE-14": (policed(retention__1=YEARS), "retention/p", "Essex Police", policed(retention__1=EACH_YEAR)),
}
