"""One pass over whatever has come due. Each part asks what should be true by now, so a lost tick only delays."""

import datetime as dt
import logging
from collections.abc import Callable

from reviews import services
from reviews.services import campaigns, issues, reminding

logger = logging.getLogger(__name__)

PARTS: tuple[Callable[..., int], ...] = (
    services.plan_new,
    services.close_left_open,
    campaigns.start_left_over,
    campaigns.remind_due,
    reminding.remind_due,
    services.remind_reviewers,
    services.tell_out_of_date,
    services.escalate,
    issues.remind_late,
)
"""In this order: what came into force today is planned before anybody is reminded."""


def once(*, at: dt.datetime) -> int:
    return sum(_tried(part, at) for part in PARTS)


def _tried(part: Callable[..., int], at: dt.datetime) -> int:
    """None depends on another, so none waits for one that fails; the next sweep tries again."""
    try:
        return part(at=at) or 0
    except Exception:
        logger.exception("reviews.sweep: %s failed", part.__name__)
        return 0
