"""Time passing for the whole portal: one pass over everything that depends on the date, and what it will bring."""

import datetime as dt
import logging
from collections.abc import Callable, Mapping

from django.utils import timezone

from agreements import services as agreements
from agreements.models import Agreement
from closing import outlook as closing_outlook
from closing import sweeping as closing_sweeping
from notices import services as notices
from parties.services import upkeep
from reviews import outlook
from reviews import sweeping as reviews_sweeping
from reviews.outlook import Expected, Window
from signing.services import nudging

logger = logging.getLogger(__name__)


def start(*, at: dt.datetime) -> int:
    """Bring into force whose start date has come."""
    due = Agreement.objects.due_to_start(timezone.localdate(at))
    return sum(bool(agreements.come_into_force(agreement=agreement, at=at)) for agreement in due)


def upkeep_of_organisations(*, at: dt.datetime) -> int:
    on = timezone.localdate(at)
    return (
        upkeep.end_places_of_leavers(at=at)
        + upkeep.tell_of_registrations_running_out(on=on, at=at)
        + upkeep.tell_of_missing_leads(on=on, at=at)
        + upkeep.remind_invited(at=at)
    )


def nudge(*, at: dt.datetime) -> int:
    return sum(tell(at=at) for tell in (nudging.remind_signatories, nudging.tell_expired, nudging.tell_progress))


def deliver(*, at: dt.datetime) -> int:
    return notices.deliver(clock=lambda: at).accepted


PARTS: Mapping[str, Callable[..., int]] = {
    "started": start,
    "organisations": upkeep_of_organisations,
    "closing": closing_sweeping.once,
    "reviews": reviews_sweeping.once,
    "signing": nudge,
    "digests": notices.write_digests,
    "delivered": deliver,
}
"""In this order: what ends is not reminded of, and what was written is sent."""


def once(*, at: dt.datetime) -> dict[str, int]:
    """What the worker does in a minute, as if it were that instant. Answers how much each part did."""
    return {name: _tried(name, part, at) for name, part in PARTS.items()}


def _tried(name: str, part: Callable[..., int], at: dt.datetime) -> int:
    try:
        return part(at=at)
    except Exception:
        logger.exception("time could not pass for: %s", name)
        return 0


def expected(during: Window, *, at: dt.datetime) -> list[Expected]:
    """Every reminder of a day that leaves in that time, as things stand at ``at``."""
    found = [*outlook.expected(during, at=at), *closing_outlook.expected(during, at=at)]
    return sorted(found, key=lambda one: (one.send_at, one.agreement.reference, one.kind))
