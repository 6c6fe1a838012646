"""Examples of the rules on rights."""

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.handling_rows import CONSENT, COUNCIL, Example, right
from tests.lawfulbasis.examples.shared import basis

PORTABLE = {"key": "port", "right": "right_portability"}
ONE_OF_PART_3 = basis("c6", "council", "dpa2018_part3_s35", "s35_2_b_task_performance")
MACHINE = {"decisions": True, "safeguards": "A person can look at each decision again."}

EXAMPLES: dict[str, Example] = {
    "RT-01": (document(privacy_notices=[]), "privacy_notices", "each party", document()),
    "RT-02": (
        document(**right("access", how="By its own procedure.", parties=["council"])),
        "rights/right_access/charity",
        "Harbour handles requests for access",
        document(),
    ),
    "RT-03": (
        document(**right("restriction", applies="no")),
        "rights/restriction/applies",
        "handled by each party: that right applies on every lawful basis",
        document(**right("restriction", applies="case_by_case", how="The record is marked.")),
    ),
    "RT-04": (
        document(**right("erasure", applies="no"), lawful_basis=[COUNCIL, CONSENT]),
        "rights/erasure/applies",
        "handled by Harbour: people can ask for it where the basis is consent",
        document(
            **right("erasure", applies="no", parties=["council"]),
            rights__5={"key": "e2", "right": "right_erasure", "how": "On withdrawal.", "parties": ["charity"]},
        ),
    ),
    "RT-05": (
        document(**right("erasure", how="The right to erasure does not apply when using public task or legal claims.")),
        "rights/erasure/how",
        "no basis under Article 6",
        document(**right("erasure", how="Refused where a public task or legal claims still need the data.")),
    ),
    "RT-06": (
        document(rights__5={**PORTABLE, "applies": "no"}, lawful_basis=[COUNCIL, CONSENT]),
        "rights/port/applies",
        "Harbour",
        document(rights__5={**PORTABLE, "applies": "yes", "how": "As a file."}, lawful_basis=[COUNCIL, CONSENT]),
    ),
    "RT-07": (
        document(rights__5={**PORTABLE, "applies": "yes", "how": "As a file."}),
        "rights/port/applies",
        "no party relies on consent",
        document(rights__5={**PORTABLE, "applies": "no"}),
    ),
    "RT-08": (
        document(**right("object", applies="no")),
        "rights/object/applies",
        "Harlow Council and Harbour are decided: people may object to what rests on public task / official authority",
        document(),
    ),
    "RT-09": (
        document(rights__5={**PORTABLE, "applies": "yes", "parties": ["council"]}, lawful_basis__0=ONE_OF_PART_3),
        "rights/port/applies",
        "by Harlow Council: Part 3 gives neither",
        document(rights__5={**PORTABLE, "applies": "no", "parties": ["council"]}, lawful_basis__0=ONE_OF_PART_3),
    ),
    "RT-10": (
        document(automated={"profiling": True}),
        "automated/safeguards",
        "decision by machine",
        document(automated={"profiling": True, "safeguards": "A person looks at each score before anything is done."}),
    ),
    "RT-11": (
        document(automated=MACHINE, datasets__0__items__0__types=["sc_health"]),
        "automated/decisions",
        "machine to take this decision alone",
        document(automated=MACHINE),
    ),
    "RT-12": (document(complaints=None), "complaints/text", "30 days", document()),
    "RT-13": (
        document(quality={"text": "The council checks the list each month."}),
        "quality/corrections",
        "other parties",
        document(),
    ),
    "TX-22": (
        document(**right("access", applies="no", how="The data is pseudonymised at source.")),
        "rights/access/applies",
        "this right applies whatever the basis",
        document(**right("access", applies="case_by_case", how="Within a month, save for what an exemption covers.")),
    ),
}
