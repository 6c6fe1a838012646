"""Examples of the rules on data."""

from tests.lawfulbasis.documents import catalogue, document
from tests.lawfulbasis.examples.handling_rows import ANONYMOUS, PSEUDONYMISED, Example, saying

KINDS = [code for code in catalogue().provisions if code.startswith("pd_")]


def items(codes: list[str]) -> list[dict[str, object]]:
    return [
        {"key": code.replace("_", "-").lower(), "name": code, "types": [code], "description": "As held."}
        for code in codes
    ]


EXAMPLES: dict[str, Example] = {
    "DT-01": (
        saying("Once pseudonymised it is no longer personal data.", **PSEUDONYMISED),
        "sections/s/text",
        "still personal data",
        saying("Pseudonymised data is personal data.", **PSEUDONYMISED),
    ),
    "DT-02": (
        document(datasets__0__identifiability="pseudonymised"),
        "datasets/families/key_holders",
        "holds the key to “Families”",
        document(**PSEUDONYMISED),
    ),
    "DT-03": (
        document(datasets__0__identifiability="pseudonymised", datasets__0__key_holders=["charity"]),
        "datasets/families/key_holders",
        "Harbour",
        document(**PSEUDONYMISED),
    ),
    "DT-04": (
        document(datasets__0__identifiability="anonymised"),
        "datasets/families",
        "name",
        document(**ANONYMOUS),
    ),
    "DT-05": (
        document(**ANONYMOUS),
        "datasets/families/method",
        "“Families” is made anonymous",
        document(**ANONYMOUS, datasets__0__method="Counts under five are left out."),
    ),
    "DT-06": (
        saying("Aggregated (anonymised or pseudonymised) data is shared."),
        "sections/s/text",
        "Keep these apart",
        saying("Aggregated counts are shared, and no rows about people."),
    ),
    "DT-07": (
        document(datasets__0__description=""),
        "datasets/families/description",
        "Say which records “Families” means",
        document(datasets__0__description="", datasets__0__items__0__description="First name and surname."),
    ),
    "DT-08": (
        document(proportionality={"text": "Proportionate."}),
        "proportionality/text",
        "least data",
        document(),
    ),
    "DT-09": (
        document(datasets__0__items=items(KINDS)),
        "datasets",
        "Nearly every",
        document(datasets__0__items=items(KINDS[:6])),
    ),
    "DT-10": (
        document(**ANONYMOUS),
        "datasets",
        "No personal data",
        document(),
    ),
}
