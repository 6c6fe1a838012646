"""Having many agreements reviewed for one reason: opening a campaign, its reviews, reminding, closing it."""

import datetime as dt
import logging
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from agreements.models import Agreement
from foundation import jobs
from foundation.verdicts import Refused, Verdict
from notices import services as notices
from notices.models import Notice
from parties.models import Organisation
from reviews import calendar as calendars
from reviews import campaigning, candidates, reviewing, standing
from reviews import policies_campaigns as policies
from reviews.choices import CampaignKind
from reviews.models import Campaign, CampaignItem
from reviews.querysets import REVIEWED
from reviews.services import calling, nudging
from reviews.services.reviewing import opening

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

TASK = "reviews.open_campaign"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to have reviewed, why, and until when."""

    kind: CampaignKind
    subject: str
    title: str
    due_on: dt.date
    note: str = ""
    chosen: Collection[str] = ()
    """References, where agreements are chosen one by one."""


@transaction.atomic
def open_campaign(*, organisation: Organisation, wanted: Wanted, by: "User", at: dt.datetime) -> Campaign:
    """Ask every party's reviewers at once. A worker opens the reviews, one by one, so that nobody waits for 500."""
    on = timezone.localdate(at)
    (policies.can_open(by, organisation) & policies.due_in_time(wanted.due_on, on)).enforce()
    keys = _fitting(organisation, wanted, by)
    # Two campaigns at once would share an agreement: whoever comes second finds it taken.
    list(Agreement.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    keys = _fitting(organisation, wanted, by)
    Verdict.unless(keys, "There is no agreement here that can be reviewed now. Nothing was opened.").enforce()
    campaign = Campaign(
        organisation=organisation,
        kind=wanted.kind,
        title=wanted.title,
        note=wanted.note,
        subject=wanted.subject,
        due_on=wanted.due_on,
        opened_at=at,
        opened_by=by,
    )
    campaign.save()
    CampaignItem.objects.bulk_create(CampaignItem(campaign=campaign, agreement_id=key) for key in keys)
    calling.tell(campaign=campaign, occasion="", by=by, at=at)
    jobs.after_commit(TASK, campaign_id=campaign.pk)
    return campaign


def _fitting(organisation: Organisation, wanted: Wanted, by: "User") -> list[int]:
    found = candidates.find(by, organisation, wanted.kind, wanted.subject).fitting
    if wanted.kind == CampaignKind.CHOSEN:
        found = found.filter(reference__in=list(wanted.chosen))
    return list(found.values_list("pk", flat=True))


def start_reviews(*, campaign_id: int, at: dt.datetime) -> int:
    """Open what is still to be opened, each by itself. Answers how many were; may run twice, or be cut off."""
    campaign = Campaign.objects.get(pk=campaign_id)
    keys = list(campaigning.waiting(campaign).order_by("pk").values_list("pk", flat=True))
    return sum(_started(key, at) for key in keys)


def start_left_over(*, at: dt.datetime) -> int:
    """For the sweep: reviews of open campaigns whose opening was cut off or never began."""
    rows = CampaignItem.objects.filter(review=None, campaign__closed_at=None, agreement__status__in=sorted(REVIEWED))
    keys = list(rows.order_by("campaign_id").values_list("campaign_id", flat=True).distinct())
    return sum(start_reviews(campaign_id=key, at=at) for key in keys)


def _started(item_id: int, at: dt.datetime) -> int:
    try:
        return _start(item_id, at)
    except Refused as refused:
        logger.info("item %s of a campaign was not opened: %s", item_id, refused)
    except Exception:
        logger.exception("could not open item %s of a campaign", item_id)
    return 0


@transaction.atomic
def _start(item_id: int, at: dt.datetime) -> int:
    """A review that is open already becomes part of the campaign: what its parties answered counts.

    Whether the opener may was asked when the campaign opened.
    """
    item = CampaignItem.objects.select_related("campaign__opened_by", "agreement").get(pk=item_id)
    agreement, plan = opening.locked(item.agreement, at)
    item.refresh_from_db(fields=["review"])
    campaign = item.campaign
    if item.review_id is not None or campaign.closed_at is not None or agreement.status not in REVIEWED:
        return 0
    turn = reviewing.current(agreement, plan)
    review = opening.opened(turn, by=campaign.opened_by, at=at, reason=campaign.title, campaign=campaign)
    if review.campaign_id is None:
        review.campaign = campaign
        review.save(update_fields=["campaign"])
    item.review = review
    item.save(update_fields=["review"])
    return 1


@transaction.atomic
def remind(*, campaign: Campaign, by: "User", at: dt.datetime) -> int:
    """Whoever has not answered for an organisation, once a day at most. Answers how many people."""
    campaign = _locked(campaign)
    policies.can_follow(by, campaign).enforce()
    occasion = f"{timezone.localdate(at):%Y-%m-%d}"
    Verdict.unless(
        not _is_told(campaign, occasion), "Those who have not answered were reminded today already."
    ).enforce()
    number = calling.tell(campaign=campaign, occasion=occasion, by=by, at=at)
    Verdict.unless(number, "There is nobody to remind: everybody has answered, or nobody reviews for them.").enforce()
    return number


def remind_due(*, at: dt.datetime) -> int:
    """For the sweep: whoever has not answered, 5 and 1 working days before the due date, and on the day.

    Answers how many people.
    """
    today = timezone.localdate(at - nudging.WAKES)
    rows = Campaign.objects.filter(closed_at=None, due_on__range=(today, today + nudging.LOOK_AHEAD))
    return sum(_reminded(campaign, today, at) for campaign in rows.select_related("organisation").order_by("pk"))


def _reminded(campaign: Campaign, today: dt.date, at: dt.datetime) -> int:
    asked_on, calendar = timezone.localdate(campaign.opened_at), calendars.of_nation(campaign.organisation.nation)
    offset = standing.newest_reminder(campaign.due_on, calendar, asked_on=asked_on, on=today)
    if offset is None or _is_told(campaign, f"due-{offset}"):
        return 0
    return calling.tell(campaign=campaign, occasion=f"due-{offset}", by=None, at=at)


def _is_told(campaign: Campaign, occasion: str) -> bool:
    return bool(Notice.objects.keyed(f"{calling.key(campaign)}{occasion}:").exists())


@transaction.atomic
def close(*, campaign: Campaign, by: "User", at: dt.datetime) -> Campaign:
    """Nobody is asked for it any more. Reviews that are open stay open until the lead concludes them."""
    campaign = _locked(campaign)
    policies.can_follow(by, campaign).enforce()
    campaign.closed_at, campaign.closed_by = at, by
    campaign.save()
    notices.cancel(dedupe_prefix=calling.key(campaign), at=at)
    return campaign


def _locked(campaign: Campaign) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("organisation")
    row: Campaign = rows.get(pk=campaign.pk)
    return row
