"""What the rules on data, rights, handling and time need to be content."""

from typing import Any

_RIGHTS = {
    "right_access": "Each party answers for the data that it holds.",
    "right_rectification": "The party that is asked corrects the data.",
    "right_erasure": "Each request is looked at by itself.",
    "right_restriction": "The record is marked and left unused.",
    "right_object": "The data protection officer looks at each objection.",
}

ADDITIONS: dict[str, Any] = {
    "parties__1__contacts": [{"role": "incidents", "email": "incidents@harbour.example"}],
    "datasets__0__description": "One row for each family that asked for help, with the name of one adult.",
    "proportionality": {
        "text": "One name is enough to greet a family. Addresses, dates of birth and the history of each case were "
        "considered and left out, because the help begins with a call."
    },
    "privacy_notices": [{"key": "pn", "url": "https://harlow.example/privacy"}],
    "rights": [{"key": code.removeprefix("right_"), "right": code, "how": how} for code, how in _RIGHTS.items()],
    "complaints": {
        "text": "Either party takes a complaint and answers it.",
        "acknowledge": {"number": 10, "unit": "days"},
    },
    "flows": [
        {"key": "f", "sender": "council", "recipients": ["charity"], "datasets": ["families"], "channel": "sftp"},
    ],
    "storage": [
        {"key": "s", "party": "charity", "system": "Case system", "country": "England", "support_from": "In house"},
    ],
    "security": [{"key": "all", "measure": "access_control", "text": "Only the team for early help has access."}],
    "incidents": {
        "assessment": "The party that finds a breach assesses it with its data protection officer.",
        "tell_parties": {"number": 24, "unit": "hours"},
        "regulator": {"number": 72, "unit": "hours"},
    },
    "quality": {
        "text": "The council checks the list each month.",
        "corrections": "Within two working days, by the team’s mailbox.",
    },
    "freedom_of_information": {"text": "Whoever is asked answers, and hears the other first."},
    "retention__0__method": "The case system deletes it.",
    "end_of_sharing": [{"key": "e", "party": "charity", "action": "delete", "within": {"number": 30, "unit": "days"}}],
    "term__review": {"rule": "fixed", "on": "2027-06-01"},
    "publication": {"decision": "publish"},
}
