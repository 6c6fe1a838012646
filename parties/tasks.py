"""What the worker does for organisations. Each run asks the database what should be true by now."""

from celery import shared_task
from django.utils import timezone

from parties.services import upkeep


@shared_task(name="parties.sweep")
def sweep() -> None:
    at = timezone.now()
    on = timezone.localdate(at)
    upkeep.end_places_of_leavers(at=at)
    upkeep.tell_of_registrations_running_out(on=on, at=at)
    upkeep.tell_of_missing_leads(on=on, at=at)
    upkeep.remind_invited(at=at)
    upkeep.drop_old_uploads(at=at)
