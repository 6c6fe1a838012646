"""What will be sent to whom, and why. Reads only."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from reviews import querysets, recipients, schedule, services
from reviews.models import Plan
from reviews.recipients import Recipient
from reviews.schedule import UK, Reminder


@dataclass(frozen=True, slots=True)
class Expected:
    """One reminder of one review, and everybody who gets it at that moment."""

    send_at: dt.datetime
    plan: Plan
    reminder: Reminder
    to: tuple[Recipient, ...]

    @property
    def why(self) -> str:
        offset, day = self.reminder.offset, self.plan.review_on
        if offset == 0:
            return f"review {self.plan.number} is due on {day}"
        side = "before" if offset < 0 else "after"
        return f"{abs(offset)} days {side} review {self.plan.number}, due on {day}"


def expected(*, on: dt.date, days: int, at: dt.datetime) -> list[Expected]:
    """Everything that leaves from the start of ``on`` for ``days`` days, if the sweep runs all the time.

    What should have left before ``on`` and has not is expected at its first instant: the newest only.
    """
    start = dt.datetime.combine(on, dt.time(0), tzinfo=UK).astimezone(dt.UTC)
    end = dt.datetime.combine(on + dt.timedelta(days=days), dt.time(0), tzinfo=UK).astimezone(dt.UTC)
    found = [one for plan in _plans(at) for one in _of(plan, start, end)]
    return sorted(found, key=lambda one: (one.send_at, one.plan.agreement.reference))


def _plans(at: dt.datetime) -> Iterator[Plan]:
    moved = {agreement.pk: agreement for agreement in querysets.unplanned().select_related("lead")}
    for agreement in moved.values():
        yield services.proposed(agreement, Plan.objects.filter(agreement=agreement).first(), at)
    kept = Plan.objects.of_live_agreements().exclude(next_notice_at=None).exclude(agreement__in=moved)
    yield from kept.select_related("agreement__lead")


def _of(plan: Plan, start: dt.datetime, end: dt.datetime) -> Iterator[Expected]:
    if plan.review_on is None or plan.next_notice_at is None:
        return
    groups: dict[tuple[dt.datetime, Reminder], list[Recipient]] = {}
    for who in recipients.of(plan.agreement):
        for send_at, reminder in _for_one(plan, who, start, end):
            if services.concerns(who, reminder):
                groups.setdefault((send_at, reminder), []).append(who)
    for (send_at, reminder), people in groups.items():
        yield Expected(send_at, plan, reminder, tuple(people))


def _for_one(
    plan: Plan, who: Recipient, start: dt.datetime, end: dt.datetime
) -> Iterator[tuple[dt.datetime, Reminder]]:
    assert plan.review_on is not None
    assert plan.next_notice_at is not None
    before = start - dt.timedelta(microseconds=1)
    missed = schedule.newest_due(plan.review_on, who.calendar, since=plan.next_notice_at, until=before)
    if missed is not None:
        yield start, missed
    for reminder in schedule.reminders(plan.review_on, who.calendar):
        if reminder.send_at >= end:
            return
        if reminder.send_at >= max(start, plan.next_notice_at):
            yield reminder.send_at, reminder
