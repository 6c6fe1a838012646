"""What is true of the outbox as a whole: how late it is, and what its rows may still say."""

import datetime as dt

from django.db.models import Min

from notices import schedule
from notices.models import Notice
from notices.services.queueing import queue_for_operators

WORDS_KEPT = dt.timedelta(days=90)
STUCK_AFTER = dt.timedelta(minutes=15)
_WIPED_AT_ONCE = 5_000


def oldest_waiting_seconds(*, at: dt.datetime) -> int | None:
    """How late the longest-waiting message is; None when nothing is due."""
    oldest = Notice.objects.waiting().filter(due_at__lte=at).aggregate(oldest=Min("due_at"))["oldest"]
    return None if oldest is None else max(0, int((at - oldest).total_seconds()))


def keep_house(*, at: dt.datetime) -> int:
    """Warn when the queue stands still, and remove words past their time. Answers how many rows were wiped."""
    late = oldest_waiting_seconds(at=at)
    if late is not None and late > STUCK_AFTER.total_seconds():
        _warn(late, at=at)
    return _wipe(at=at)


def _warn(late: int, *, at: dt.datetime) -> None:
    local = at.astimezone(schedule.UK)
    queue_for_operators(
        kind="ops.mail_stuck",
        dedupe_key=f"ops.mail_stuck:{local:%Y-%m-%d}:{local.hour // 6}",
        context={
            "minutes": late // 60,
            "waiting": Notice.objects.waiting().filter(due_at__lte=at).count(),
            "last_error": Notice.objects.waiting().exclude(last_error="").values_list("last_error", flat=True).first()
            or "",
        },
        at=at,
    )


def _wipe(*, at: dt.datetime) -> int:
    old = Notice.objects.filter(settled_at__lte=at - WORDS_KEPT, wiped_at=None).order_by("settled_at")
    keys = list(old.values_list("pk", flat=True)[:_WIPED_AT_ONCE])
    return Notice.objects.filter(pk__in=keys).update(text="", wiped_at=at) if keys else 0
