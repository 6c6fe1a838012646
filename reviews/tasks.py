"""The scheduler's door: it only pokes."""

from celery import shared_task
from django.utils import timezone

from reviews import (
    sweeping,
    tasks_campaigns,  # noqa: F401 - named here for the worker
)
from reviews.services import planning


@shared_task(name="reviews.sweep")
def sweep() -> int:
    """Plan what came into force, then tell whoever should have been told by now."""
    return sweeping.once(at=timezone.now())


@shared_task(name="reviews.check_plans")
def check_plans() -> int:
    """At night, compare every agreement with its plan: the sweep looks only at those that say they differ."""
    return planning.check(at=timezone.now())
