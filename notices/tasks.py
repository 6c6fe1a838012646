"""The doors through which the scheduler and the doorbell reach the outbox."""

import datetime as dt
import logging

from celery import shared_task
from django.utils import timezone

from foundation import jobs
from notices import services

logger = logging.getLogger(__name__)

PAUSE = dt.timedelta(seconds=20)


class _Pause:
    """While the mail server is in trouble, this process answers no bells; the sweep alone tries again.

    Otherwise every act on the portal would have a worker wait in vain for the same server.
    """

    until: dt.datetime | None = None


@shared_task(name="notices.deliver")
def deliver() -> None:
    """Answer the doorbell."""
    if _Pause.until is None or _now() >= _Pause.until:
        _drain()


@shared_task(name="notices.sweep")
def sweep() -> None:
    """Every minute: whatever should have left by now and has not, whichever bell was lost."""
    services.keep_house(at=_now())
    _drain()


@shared_task(name="notices.digests")
def digests() -> None:
    """Every ten minutes: the digests whose moment has come."""
    services.write_digests(at=_now())


def _drain() -> None:
    tally = services.deliver(clock=_now)
    _Pause.until = _now() + PAUSE if tally.is_server_troubled else None
    if tally.is_server_troubled:
        logger.warning("the mail server is in trouble; messages wait")
    elif tally.is_more_due:
        jobs.ring("notices.deliver")


def _now() -> dt.datetime:
    return timezone.now()
