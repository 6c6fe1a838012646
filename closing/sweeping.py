"""One pass over whatever has come due. Each part asks what should be true by now, so a lost tick only delays."""

import datetime as dt
import logging
from collections.abc import Callable

from closing.services import certificates, deadlines, disposal, end_days, ends

logger = logging.getLogger(__name__)

PARTS: tuple[Callable[..., int], ...] = (
    ends.leave_due,
    ends.end_due,
    ends.tell,
    disposal.open_disposals,
    end_days.follow_ends,
    deadlines.remind_due,
    certificates.make_due,
)
"""In this order: what ends or leaves today is not reminded of."""


def once(*, at: dt.datetime) -> int:
    return sum(_tried(part, at) for part in PARTS)


def _tried(part: Callable[..., int], at: dt.datetime) -> int:
    """None depends on another, so none waits for one that fails; the next sweep tries again."""
    try:
        return part(at=at)
    except Exception:
        logger.exception("closing.sweep: %s failed", part.__name__)
        return 0
