"""Planning reviews and reminding of them. Both ask what should be true by now, so a lost tick only delays."""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Transition
from agreements.workflow import Verb
from notices import services as notices
from notices.services import Letter
from reviews import querysets, recipients, schedule
from reviews.calendar import Calendar
from reviews.calendar import of_nation as calendar_of
from reviews.models import Plan
from reviews.querysets import REVIEWED
from reviews.recipients import Recipient
from reviews.schedule import Reminder

logger = logging.getLogger(__name__)

AT_ONCE = 500


def plan_new(*, at: dt.datetime) -> int:
    """Give every agreement in force a plan for the day it names now. Answers how many were made or moved."""
    found = list(querysets.unplanned().values_list("pk", flat=True)[:AT_ONCE])
    return sum(_alone(_plan, pk, at) for pk in found)


@transaction.atomic
def _plan(agreement_id: int, *, at: dt.datetime) -> bool:
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
    if agreement.status not in REVIEWED:
        return False
    old: Plan | None = Plan.objects.filter(agreement=agreement).first()
    new = proposed(agreement, old, at)
    if old is not None:
        if old.review_on == new.review_on:
            return False
        notices.cancel(dedupe_prefix=_key(old), at=at)
        new.pk = old.pk
    new.save()
    return True


def proposed(agreement: Agreement, old: Plan | None, at: dt.datetime) -> Plan:
    """The plan that the agreement asks for now, not stored. A moved review reminds from now on only."""
    came = Transition.objects.filter(agreement=agreement, verb=Verb.COME_INTO_FORCE).order_by("-at").first()
    since = at if old is not None or came is None else came.at
    day = agreement.review_on or _by_rule(agreement, timezone.localdate(since))
    plan = Plan(agreement=agreement, number=old.number if old else 1, review_on=day, planned_at=at)
    if day is not None:
        plan.next_notice_at = _next(day, calendars(agreement), since)
    return plan


def _by_rule(agreement: Agreement, in_force_on: dt.date) -> dt.date | None:
    version = agreement.versions.order_by("-number").first()
    return schedule.review_on(version.document.term, in_force_on, 1) if version else None


def day_of(agreement: Agreement, at: dt.datetime) -> dt.date | None:
    """The day of the next review of an agreement that the sweep has not met yet."""
    return proposed(agreement, None, at).review_on


def calendars(agreement: Agreement) -> list[Calendar]:
    """The calendars of the nations that the parties are in."""
    nations = agreement.parties.values_list("organisation__nation", flat=True).order_by().distinct()
    return list({calendar.name: calendar for calendar in map(calendar_of, nations)}.values()) or [calendar_of("")]


def _next(day: dt.date, known: Iterable[Calendar], after: dt.datetime) -> dt.datetime:
    return min(schedule.next_after(day, calendar, after).send_at for calendar in known)


def remind_due(*, at: dt.datetime) -> int:
    """Tell everybody who should have been told by now and was not. Answers how many messages were written."""
    due = list(Plan.objects.due(at).values_list("pk", flat=True)[:AT_ONCE])
    return sum(_alone(_remind, pk, at) for pk in due)


def _alone(act: Callable[..., int], pk: int, at: dt.datetime) -> int:
    """One that fails is logged and found again by the next sweep; it must not keep the others from being done."""
    try:
        return act(pk, at=at)
    except Exception:
        logger.exception("%s failed for %s", act.__name__.strip("_"), pk)
        return 0


@transaction.atomic
def _remind(plan_id: int, *, at: dt.datetime) -> int:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("agreement__lead").get(pk=plan_id)
    if plan.next_notice_at is None or plan.next_notice_at > at:
        return 0  # another worker was here
    if plan.agreement.status not in REVIEWED:
        notices.cancel(dedupe_prefix=_key(plan), at=at)
        plan.next_notice_at = None
        plan.save(update_fields=["next_notice_at"])
        return 0
    letters = [_letter(plan, who, reminder, at) for who, reminder in to_tell(plan, at)]
    if letters:
        notices.queue_many(kind="review_due", letters=letters, at=at, about=plan.agreement.reference)
    assert plan.review_on is not None  # a constraint holds it
    plan.next_notice_at = _next(plan.review_on, calendars(plan.agreement), at)
    plan.save(update_fields=["next_notice_at"])
    return len(letters)


def to_tell(plan: Plan, at: dt.datetime) -> list[tuple[Recipient, Reminder]]:
    """Who should hear by ``at`` what they have not heard: each the newest reminder of their own calendar."""
    if plan.review_on is None or plan.next_notice_at is None:
        return []
    found = []
    for who in recipients.of(plan.agreement):
        reminder = schedule.newest_due(plan.review_on, who.calendar, since=plan.next_notice_at, until=at)
        if reminder is not None and concerns(who, reminder):
            found.append((who, reminder))
    return found


def concerns(who: Recipient, reminder: Reminder) -> bool:
    return not who.only_when_late or reminder.offset >= schedule.ORGANISATION_FROM


def _letter(plan: Plan, who: Recipient, reminder: Reminder, at: dt.datetime) -> Letter:
    """What it says is true on the day it leaves: after a weekend or an outage the days are counted anew."""
    agreement = plan.agreement
    assert plan.review_on is not None
    days_late = (timezone.localdate(at) - plan.review_on).days
    digest = hashlib.sha256(who.email.lower().encode()).hexdigest()[:16]
    return Letter(
        recipient=who.person,
        email=who.email,
        dedupe_key=f"{_key(plan)}{reminder.offset}:{digest}",
        context={
            "name": who.name,
            "title": agreement.public_title or agreement.reference,
            "full_title": agreement.title,
            "reference": agreement.reference,
            "lead": agreement.lead.name,
            "lead_email": agreement.lead.email,
            "organisation": who.organisation.legal_name,
            "is_lead": who.organisation.pk == agreement.lead_id,
            "review_on": plan.review_on,
            "days_late": max(days_late, 0),
            "due_today": days_late == 0,
            "link": reverse("reviews:list"),
            "agreement_link": agreement.get_absolute_url(),
        },
        organisation=who.organisation,
    )


def _key(plan: Plan) -> str:
    return f"review_due:{plan.agreement.reference}:{plan.number}:{plan.review_on}:"
