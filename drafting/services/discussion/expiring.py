"""Telling those who can act that a block runs out. Asks what should be true by now, so a lost tick only delays."""

import datetime as dt
import logging

from django.utils import timezone

from drafting import discussion
from drafting.models import Thread
from drafting.services.discussion import telling

logger = logging.getLogger(__name__)

AT_ONCE = 500
WAKES = dt.timedelta(hours=7, minutes=30)
"""Nobody is told in the night: for reminders, a day begins then."""
STILL_NEWS = dt.timedelta(days=7)
"""An outage longer than this is not made up for by old news."""


def remind(*, at: dt.datetime) -> int:
    """Tell the lead and the author's organisation, once before the last day and once after. Answers for how many."""
    today = timezone.localdate(at - WAKES)
    due = Thread.objects.due(today + discussion.WARN_BEFORE).filter(expires_on__gte=today - STILL_NEWS)
    found = due.select_related("agreement__lead", "organisation").order_by("expires_on", "pk")[:AT_ONCE]
    return sum(_alone(thread, today, at) for thread in found)


def _alone(thread: Thread, today: dt.date, at: dt.datetime) -> bool:
    """One that fails is found again by the next sweep; it must not keep the others from being told."""
    try:
        telling.running_out(thread=thread, expired=discussion.has_expired(thread.expires_on, today), at=at)
    except Exception:
        logger.exception("could not remind of thread %s", thread.pk)
        return False
    return True
