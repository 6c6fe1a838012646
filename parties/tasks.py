"""What the worker does for organisations. Each run asks the database what should be true by now."""

import logging
from collections.abc import Callable
from functools import partial

from celery import shared_task
from django.utils import timezone

from parties.services import upkeep

logger = logging.getLogger(__name__)


@shared_task(name="parties.sweep")
def sweep() -> None:
    at = timezone.now()
    on = timezone.localdate(at)
    _try("places of leavers", partial(upkeep.end_places_of_leavers, at=at))
    _try("registrations running out", partial(upkeep.tell_of_registrations_running_out, on=on, at=at))
    _try("missing leads", partial(upkeep.tell_of_missing_leads, on=on, at=at))
    _try("reminders of invitations", partial(upkeep.remind_invited, at=at))
    _try("old uploads", partial(upkeep.drop_old_uploads, at=at))


def _try(what: str, step: Callable[[], int]) -> None:
    """No step depends on another, so none waits for one that fails; the next sweep tries again."""
    try:
        step()
    except Exception:
        logger.exception("parties.sweep: %s failed", what)
