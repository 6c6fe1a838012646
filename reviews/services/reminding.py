"""Reminding of reviews. It asks what should be true by now, so a lost tick only delays."""

import datetime as dt
import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from agreements.choices import COMPLETE, RenderingState
from agreements.models import Agreement, PublishedRendering
from notices import services as notices
from notices.services import Letter
from reviews import recipients, schedule, still_asked
from reviews.events import last_day
from reviews.models import Plan
from reviews.querysets import REVIEWED
from reviews.recipients import Recipient
from reviews.schedule import REVIEWS, Reminder
from reviews.services import together
from reviews.still_asked import Asked

AT_ONCE, TOGETHER = 1_000, 500
"""How many in one pass, and in one transaction: people are in many agreements, and are looked up once for each."""
DUE, PUBLIC = "review_due", "review_due.public"
PUBLISHED_UNTIL = 90
"""From this many days past its review, an agreement that is offered for publication is told of with each reminder."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reminder of one review to one recipient."""

    plan: Plan
    who: Recipient
    reminder: Reminder
    kind: str = DUE


def remind_due(*, at: dt.datetime) -> int:
    """Tell everybody who should have been told by now and was not. Answers how many messages were written."""
    due = list(Plan.objects.due(at).values_list("pk", flat=True)[:AT_ONCE])
    return together.in_batches(functools.partial(_remind, at=at), due, TOGETHER)


@transaction.atomic
def _remind(keys: Sequence[int], *, at: dt.datetime) -> int:
    rows = Plan.objects.due(at).filter(pk__in=keys)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    found = list(rows.select_related("agreement__lead", "agreement__ending"))
    today = timezone.localdate(at)
    going = [plan for plan in found if not _is_over(plan.agreement, today)]
    told = occasions([plan for plan in going if plan.agreement.status in REVIEWED], at)
    facts = {key: _facts(plan, at) for key, plan in {one.plan.pk: one.plan for one in told}.items()}
    for kind in (DUE, PUBLIC):
        ours = [one for one in told if one.kind == kind]
        together.queue(kind, [(one.plan.agreement, _letter(one, facts[one.plan.pk])) for one in ours], at=at)
    for plan in going:
        if plan.agreement.status not in REVIEWED:
            take_back(plan, at=at)
    _move_on(going, at)
    return len(told)


def _move_on(plans: Sequence[Plan], at: dt.datetime) -> None:
    """One statement for all that were due on one day: of a thousand, most were."""
    for day, ours in _by_day(plans).items():
        pointer = REVIEWS.next_anywhere(day, at) if day else None
        Plan.objects.filter(pk__in=ours).update(next_notice_at=pointer)


def _by_day(plans: Sequence[Plan]) -> dict[dt.date | None, list[int]]:
    found: dict[dt.date | None, list[int]] = {}
    for plan in plans:
        found.setdefault(plan.review_on if plan.agreement.status in REVIEWED else None, []).append(plan.pk)
    return found


def _is_over(agreement: Agreement, today: dt.date) -> bool:
    """Its last day has passed, and whatever ends agreements has not come round to it: it is left until then."""
    day = last_day(agreement)
    return agreement.status in COMPLETE and day is not None and day < today


def take_back(plan: Plan, *, at: dt.datetime) -> None:
    """Whatever of this review's reminders has not left yet never will."""
    for kind in (DUE, PUBLIC):
        notices.cancel(dedupe_prefix=_prefix(kind, plan), at=at)


def occasions(plans: Sequence[Plan], at: dt.datetime) -> list[Occasion]:
    """Who should hear by ``at`` what they have not heard, of plans whose pointer has come."""
    agreements = [plan.agreement for plan in plans]
    whom = recipients.of_many(agreements, on=timezone.localdate(at))
    asked = still_asked.of_many(agreements)
    found = [Occasion(plan, *one) for plan in plans for one in _newest(plan, whom[plan.agreement_id], at)]
    told = (one for one in found if concerns(one.who, one.reminder, asked[one.plan.agreement_id]))
    return [*told, *_published(plans, at)]


def _newest(plan: Plan, whom: Iterable[Recipient], at: dt.datetime) -> list[tuple[Recipient, Reminder]]:
    assert plan.review_on is not None  # constraints hold both
    assert plan.next_notice_at is not None
    return recipients.newest(whom, REVIEWS, plan.review_on, since=plan.next_notice_at, until=at)


def published(plans: Sequence[Plan]) -> set[int]:
    """The keys of those plans whose agreements the portal offers for publication."""
    keys = [plan.agreement_id for plan in plans]
    done = PublishedRendering.objects.filter(version__agreement__in=keys, state=RenderingState.DONE)
    offered = set(done.order_by().values_list("version__agreement", flat=True)) if plans else set()
    return {plan.pk for plan in plans if plan.agreement_id in offered}


def _published(plans: Sequence[Plan], at: dt.datetime) -> list[Occasion]:
    """The lead's administrators decide whether the public still finds a text that nobody looked at in time."""
    long_ago = timezone.localdate(at) - dt.timedelta(days=PUBLISHED_UNTIL)
    late = [plan for plan in plans if plan.review_on is not None and plan.review_on <= long_ago]
    offered = published(late)
    ours = [plan for plan in late if plan.pk in offered]
    whom = recipients.administrators([plan.agreement.lead for plan in ours]) if ours else {}
    return [
        Occasion(plan, who, reminder, PUBLIC)
        for plan in ours
        for who, reminder in _newest(plan, whom[plan.agreement.lead_id], at)
        if reminder.offset >= PUBLISHED_UNTIL
    ]


def concerns(who: Recipient, reminder: Reminder, asked: Asked) -> bool:
    if who.only_when_late and reminder.offset < schedule.ORGANISATION_FROM:
        return False
    return any(asked.is_reminded(body, reminder.offset) for body in who.bodies)


def _facts(plan: Plan, at: dt.datetime) -> dict[str, Any]:
    """What everybody is told of it. True on the day it leaves: after an outage the days are counted anew."""
    agreement = plan.agreement
    assert plan.review_on is not None
    days_late = (timezone.localdate(at) - plan.review_on).days
    return {
        "title": agreement.public_title or agreement.reference,
        "full_title": agreement.title,
        "reference": agreement.reference,
        "lead": agreement.lead.name,
        "lead_email": agreement.lead.email,
        "review_on": plan.review_on,
        "days_late": max(days_late, 0),
        "due_today": days_late == 0,
        "link": reverse("reviews:one", args=[agreement.reference, plan.number]),
        "agreement_link": agreement.get_absolute_url(),
    }


def _letter(one: Occasion, facts: Mapping[str, Any]) -> Letter:
    who = one.who
    digest = hashlib.sha256(who.email.lower().encode()).hexdigest()[:16]
    own = {
        "name": who.name,
        "organisation": who.organisation.legal_name,
        "is_lead": who.organisation.pk == one.plan.agreement.lead_id,
    }
    return Letter(
        recipient=who.person,
        email=who.email,
        dedupe_key=f"{_prefix(one.kind, one.plan)}{one.reminder.offset}:{digest}",
        context={**facts, **own},
        organisation=who.organisation,
    )


def _prefix(kind: str, plan: Plan) -> str:
    """What the keys of all reminders of this review begin with."""
    return f"{kind}:{plan.agreement.reference}:{plan.number}:{plan.review_on}:"
