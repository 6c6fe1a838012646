"""The verbs of agreements: the only writes."""

from agreements.services.content import Conflict, change
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
from agreements.services.uploads import Forecast, foresee, forget_uploads, keep, take

__all__ = [
    "Conflict",
    "Forecast",
    "ask_for_signatures",
    "change",
    "check",
    "claim_rendering",
    "come_into_force",
    "complete",
    "current_version",
    "fail_rendering",
    "final",
    "finish_rendering",
    "foresee",
    "forget_uploads",
    "freeze",
    "give_up_rendering",
    "import_document",
    "keep",
    "retry_rendering",
    "revise",
    "take",
    "unfreeze",
    "withdraw",
]
