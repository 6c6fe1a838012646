"""Planning reviews: which comes next for each agreement. Asks what should be true by now; a lost tick only delays."""

import datetime as dt
import logging

from django.db import transaction
from django.db.models import QuerySet

from agreements import met
from agreements.models import Agreement
from reviews import querysets, reviewing_next
from reviews.models import Plan
from reviews.querysets import REVIEWED
from reviews.reviewing_next import Next
from reviews.schedule import REVIEWS
from reviews.services import reminding

logger = logging.getLogger(__name__)

AT_ONCE = 500


def plan_new(*, at: dt.datetime) -> int:
    """Give every agreement in force a plan for the day it names now. Answers how many were made or moved."""
    return _each(querysets.unplanned(), at)


def check(*, at: dt.datetime) -> int:
    """Once a night: whatever ``plan_new`` was never told of. Answers how many; it should be none."""
    done = _each(querysets.astray(), at)
    if done:
        logger.warning("%s agreements had another plan than they said", done)
    return done


def _each(unmet: QuerySet[Agreement], at: dt.datetime) -> int:
    return sum(_alone(key, at) for key in list(unmet.values_list("pk", flat=True)[:AT_ONCE]))


def _alone(agreement_id: int, at: dt.datetime) -> bool:
    """Each in a transaction of its own: a new edition is locked before what it replaces, never the other way round.

    One that fails is logged and found again by the next sweep.
    """
    try:
        return _plan(agreement_id, at=at)
    except Exception:
        logger.exception("no review was planned for %s", agreement_id)
        return False


@transaction.atomic
def _plan(agreement_id: int, *, at: dt.datetime) -> bool:
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
    if agreement.status not in REVIEWED:
        return False
    old: Plan | None = Plan.objects.filter(agreement=agreement).first()
    new = proposed(agreement, old, at)
    if old is not None:
        if old.review_on == new.review_on:
            _name(agreement, old.review_on)
            return False
        reminding.take_back(old, at=at)
        new.pk = old.pk
    new.save()
    _name(agreement, new.review_on)
    return True


def proposed(agreement: Agreement, old: Plan | None, at: dt.datetime) -> Plan:
    """The plan that the agreement asks for now, not stored. A moved review reminds from now on only."""
    if old is None:
        came = reviewing_next.came_into_force(agreement)
        since, wanted = came.at if came else at, reviewing_next.first(agreement, at)
    else:
        since, wanted = at, Next(old.number, agreement.review_on or old.review_on)
    plan = Plan(agreement=agreement, number=wanted.number, review_on=wanted.on, planned_at=at)
    if wanted.on is not None:
        plan.next_notice_at = REVIEWS.next_anywhere(wanted.on, since)
    return plan


def plan_of(agreement: Agreement, at: dt.datetime) -> Plan:
    """The plan as it should stand now, whether or not the sweep has met the agreement yet. Writes nothing."""
    old: Plan | None = Plan.objects.filter(agreement=agreement).first()
    if old is not None and (agreement.review_on in (None, old.review_on) or agreement.status not in REVIEWED):
        return old
    return proposed(agreement, old, at)


def held(agreement: Agreement, at: dt.datetime) -> Plan:
    """The same, stored. The caller holds the agreement's lock."""
    _plan(agreement.pk, at=at)
    found: Plan | None = Plan.objects.select_for_update(of=("self",)).filter(agreement=agreement).first()
    return found or proposed(agreement, None, at)


def move_on(agreement: Agreement, plan: Plan, day: dt.date | None, *, at: dt.datetime) -> Plan:
    """That review is done: the next one is on that day. What has not left of its reminders stays here.

    The caller holds the agreement's lock.
    """
    reminding.take_back(plan, at=at)
    plan.number, plan.review_on, plan.planned_at = plan.number + 1, day, at
    plan.next_notice_at = REVIEWS.next_anywhere(day, at) if day else None
    plan.save()
    _name(agreement, day)
    return plan


def _name(agreement: Agreement, day: dt.date | None) -> None:
    """The day that an agreement names is the day of its plan, or the next sweep would take it for moved."""
    is_met = agreement.is_review_met and agreement.review_met_on == day
    agreement.is_review_met, agreement.review_met_on = True, day
    if agreement.review_on not in (None, day):
        agreement.review_on = day
        agreement.save(update_fields=["review_on", *met.REVIEW])
    elif not is_met:
        agreement.save_without_historical_record(update_fields=met.REVIEW)  # type: ignore[attr-defined]  # no news
