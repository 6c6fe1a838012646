"""Examples of the rules on security and transfers."""

from tests.lawfulbasis.documents import document
from tests.lawfulbasis.examples.handling_rows import Example

IDTA = {
    "key": "t",
    "party": "charity",
    "country": "India",
    "mechanism": "transfer_idta",
    "assessed_on": "2026-06-01",
}
BRIDGE = {"key": "t", "party": "charity", "country": "United States", "mechanism": "transfer_adequacy_regs"}
SUPPORTED = {"key": "s", "party": "charity", "country": "England", "support_from": "India, out of hours"}
POLICE = {"name": "Essex Police", "kind": "police", "ico_reference": "Z1234567", "public_authority": True}
SCENARIO = {"key": "sc", "title": "A child is missing", "means": "By telephone, then in writing."}

EXAMPLES: dict[str, Example] = {
    "ST-01": (
        document(storage=[SUPPORTED]),
        "storage/s/support_from",
        "allows Harbour to transfer data to India",
        document(storage=[SUPPORTED], transfers=[IDTA]),
    ),
    "ST-02": (
        document(transfers=[{**IDTA, "assessed_on": None}]),
        "transfers/t/assessed_on",
        "Harbour that protection in India",
        document(transfers=[IDTA]),
    ),
    "ST-03": (
        document(transfers=[{**IDTA, "party": "council", "mechanism": "transfer_art49_1_a"}]),
        "transfers/t/mechanism",
        "public authorities",
        document(transfers=[{**IDTA, "party": "council", "mechanism": "transfer_art49_1_d"}]),
    ),
    "ST-04": (
        document(transfers=[{**IDTA, "part_3": True}]),
        "transfers/t/mechanism",
        "law enforcement (Part 3)",
        document(transfers=[{**IDTA, "part_3": True, "mechanism": "transfer_p3_legal_instrument"}]),
    ),
    "ST-05": (
        document(transfers=[BRIDGE]),
        "transfers/t/certified",
        "UK Extension",
        document(transfers=[{**BRIDGE, "certified": True}]),
    ),
    "ST-06": (
        document(storage=[{"key": "s", "party": "charity", "system": "Case system"}]),
        "storage/s/location",
        "where Harbour stores the data",
        document(),
    ),
    "ST-07": (document(flows__0__channel=None), "flows/f/channel", "how Harlow Council sends the data", document()),
    "ST-08": (
        document(flows__0__channel="plain_email"),
        "flows/f/channel",
        "plain email",
        document(flows__0__channel="secure_email"),
    ),
    "ST-09": (
        document(security=[]),
        "security",
        "each party",
        document(security__0__parties=["charity", "council"]),
    ),
    "ST-10": (
        document(incidents={"text": "A breach is reported as soon as practicable."}),
        "incidents",
        "72 hours",
        document(
            incidents={
                "text": "Whoever finds a breach assesses it and tells the other party within a day. "
                "The regulator is told within 72 hours."
            }
        ),
    ),
    "ST-11": (
        document(parties__1__contacts=[]),
        "parties/charity",
        "Harbour",
        document(parties__1__contacts=[{"role": "information_security", "phone": "020 7946 0000"}]),
    ),
    "ST-12": (
        document(quality={"corrections": "By the team’s mailbox."}),
        "quality/text",
        "accuracy",
        document(),
    ),
    "ST-13": (
        document(freedom_of_information=None),
        "freedom_of_information/text",
        "requests for information",
        document(freedom_of_information={"consult": {"number": 2, "unit": "working_days"}}),
    ),
    "ST-14": (
        document(parties__0__organisation=POLICE),
        "scenarios",
        "examples for staff",
        document(parties__0__organisation=POLICE, scenarios=[SCENARIO]),
    ),
}
