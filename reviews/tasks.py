"""The scheduler's door: it only pokes."""

from celery import shared_task
from django.utils import timezone

from reviews import services


@shared_task(name="reviews.sweep")
def sweep() -> int:
    """Plan what came into force, then tell whoever should have been told by now."""
    now = timezone.now()
    services.plan_new(at=now)
    services.close_left_open(at=now)
    told = (services.remind_due, services.remind_reviewers, services.tell_out_of_date, services.escalate)
    return sum(tell(at=now) for tell in told)
