"""The worker's doors to campaigns: each may be run twice, or be killed at any point, without harm."""

from celery import shared_task
from django.utils import timezone

from reviews.services import campaigns


@shared_task(name=campaigns.TASK)
def open_campaign(campaign_id: int) -> int:
    """Open the reviews of a campaign. Answers how many."""
    return campaigns.start_reviews(campaign_id=campaign_id, at=timezone.now())  # noqa: TID251 - a door
