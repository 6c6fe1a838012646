"""The one place where an agreement's status changes."""

import datetime as dt
from typing import TYPE_CHECKING

from agreements import workflow
from agreements.choices import Status
from agreements.models import Agreement, Transition, Version
from agreements.workflow import Verb
from foundation.verdicts import Refused

if TYPE_CHECKING:
    from accounts.models import User


def move(
    agreement: Agreement,
    verb: Verb,
    *,
    by: "User | None",
    at: dt.datetime,
    version: Version | None = None,
    reason: str = "",
) -> Agreement:
    """The caller holds the lock and has asked the policy."""
    move, source = workflow.MOVES[verb], Status(agreement.status)
    if source not in move.sources:
        raise Refused([f"This cannot be done while the agreement is “{source.label}”."])
    agreement.status, agreement.status_at, agreement.status_by = move.target, at, by
    agreement.save(update_fields=["status", "status_at", "status_by"])
    Transition.objects.create(
        agreement=agreement, verb=verb, source=source, target=move.target, at=at, by=by, reason=reason, version=version
    )
    return agreement
