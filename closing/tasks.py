"""The scheduler's door: it only pokes."""

from celery import shared_task
from django.utils import timezone

from closing import (
    sweeping,
    tasks_disposal,  # noqa: F401 - named here for the worker
)
from closing.services import end_days


@shared_task(name="closing.sweep")
def sweep() -> int:
    """End and let leave whose day has come, ask what became of the data, and remind."""
    return sweeping.once(at=timezone.now())


@shared_task(name="closing.check_ends")
def check_ends() -> int:
    """At night, compare every agreement with what is kept of its last day: the sweep looks only at what differs."""
    return end_days.check(at=timezone.now())
