"""The verbs of agreements: the only writes."""

from agreements.services.content import Conflict, change
from agreements.services.joining import admit, dismiss
from agreements.services.life import (
    ask_for_signatures,
    back_to_draft,
    check,
    come_into_force,
    complete,
    current_version,
    final,
    freeze,
    import_document,
    recall,
    record_signed_elsewhere,
    revise,
    send_for_review,
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
    "admit",
    "ask_for_signatures",
    "back_to_draft",
    "change",
    "check",
    "claim_rendering",
    "come_into_force",
    "complete",
    "current_version",
    "dismiss",
    "fail_rendering",
    "final",
    "finish_rendering",
    "foresee",
    "forget_uploads",
    "freeze",
    "give_up_rendering",
    "import_document",
    "keep",
    "recall",
    "record_signed_elsewhere",
    "retry_rendering",
    "revise",
    "send_for_review",
    "take",
    "unfreeze",
    "withdraw",
]
