"""The access rows of many reviews in one sitting; see access_routes."""

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts.models import User
from reviews.models import Campaign, CampaignItem
from tests.architecture import access_table as a
from tests.architecture.access_table import Row
from tests.scenarios import World

_OPENERS = ("officer", "reviewer")


def _campaign(world: World) -> dict[str, Any]:
    """One of the home organisation, about one that applies."""
    now = timezone.now()
    values = {"kind": "chosen", "due_on": now.date() + dt.timedelta(days=20), "opened_at": now}
    by = User.objects.get(pk=world.people["officer"].pk)
    made, _ = Campaign.objects.get_or_create(
        organisation=world.home, title="Look again", defaults=values | {"opened_by": by}
    )
    CampaignItem.objects.get_or_create(campaign=made, agreement=world.later.reviewed)
    return {"pk": made.pk}


def _item(world: World) -> dict[str, Any]:
    return _campaign(world) | a.reviewed(world)


ROUTES: dict[str, Row] = {
    "reviews:sitting": a.signed_in(),
    # Nothing is ticked, and nothing was confirmed.
    "reviews:sitting_check": a.signed_in(a.nothing, a.ELSEWHERE),
    "reviews:sitting_done": a.signed_in(a.nothing, a.ELSEWHERE),
    "reviews:campaigns": a.signed_in(),
    "reviews:campaign_new": a.row(a.nothing, 403, (200, (*_OPENERS, "partner"))),
    "reviews:campaign_about": a.row(lambda world: {"kind": "chosen"}, 403, (200, (*_OPENERS, "partner"))),
    "reviews:campaign": a.row(_campaign, 404, (200, a.HOME)),
    "reviews:campaign_by_organisation": a.row(_campaign, 404, (200, a.HOME)),
    "reviews:campaign_item": a.row(_item, 404, (200, a.HOME)),
    "reviews:campaign_close": a.row(_campaign, 404, (200, a.HOME)),
    "reviews:campaign_remind": a.only_posted(_campaign),
}
