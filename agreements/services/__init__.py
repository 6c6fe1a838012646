"""The verbs of agreements: the only writes."""

from agreements.services.life import (
    ask_for_signatures,
    check,
    come_into_force,
    complete,
    current_version,
    final,
    freeze,
    import_document,
    revise,
    unfreeze,
    withdraw,
)
from agreements.services.renderings import (
    claim_rendering,
    fail_rendering,
    finish_rendering,
    give_up_rendering,
    retry_rendering,
)

__all__ = [
    "ask_for_signatures",
    "check",
    "claim_rendering",
    "come_into_force",
    "complete",
    "current_version",
    "fail_rendering",
    "final",
    "finish_rendering",
    "freeze",
    "give_up_rendering",
    "import_document",
    "retry_rendering",
    "revise",
    "unfreeze",
    "withdraw",
]
