"""The worker's door to certificates of disposal."""

from celery import shared_task
from django.utils import timezone

from closing.services import certificates


@shared_task(name="closing.certify")
def certify(certificate_id: int) -> bool:
    """False when there was nothing to do, or when it could not be made: then the sweep tries again."""
    return certificates.make(certificate_id=certificate_id, at=timezone.now())  # noqa: TID251 - a door
