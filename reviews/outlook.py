"""What will be sent to whom, and why. Reads only."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agreements.models import Agreement
from reviews import querysets, recipients, services, still_asked
from reviews.models import Plan
from reviews.recipients import Recipient
from reviews.schedule import REVIEWS, UK, Reminder, Rhythm
from reviews.services import reminding
from reviews.still_asked import Asked


@dataclass(frozen=True, slots=True)
class Expected:
    """One reminder of one day, and everybody who gets it at that moment."""

    send_at: dt.datetime
    kind: str
    """Of notice."""
    agreement: Agreement
    what: str
    """What the day is, such as “review 1 is due”."""
    on: dt.date
    reminder: Reminder
    to: tuple[Recipient, ...]

    @property
    def why(self) -> str:
        offset = self.reminder.offset
        side = f"{abs(offset)} days {'before' if offset < 0 else 'after'} the day: " if offset else ""
        return f"{side}{self.what} on {self.on}"


@dataclass(frozen=True, slots=True)
class Window:
    """From one instant on, and before another."""

    start: dt.datetime
    end: dt.datetime


def window(on: dt.date, days: int) -> Window:
    """From the start of ``on``, in the United Kingdom, for so many days."""
    first, last = (dt.datetime.combine(day, dt.time(0), tzinfo=UK) for day in (on, on + dt.timedelta(days=days)))
    return Window(first.astimezone(dt.UTC), last.astimezone(dt.UTC))


def expected(during: Window, *, at: dt.datetime) -> list[Expected]:
    """Everything about reviews that leaves in that time, as things stand at ``at``, if the sweep runs all the time.

    What should have left before and has not is expected at the first instant: the newest only.
    """
    plans = [plan for plan in _plans(at) if plan.next_notice_at is not None and plan.next_notice_at < during.end]
    agreements = [plan.agreement for plan in plans]
    whom, asked = recipients.of_many(agreements), still_asked.of_many(agreements)
    published = reminding.published(plans)
    administrators = recipients.administrators([plan.agreement.lead for plan in plans if plan.pk in published])
    return [
        one
        for plan in plans
        for one in _of(
            plan,
            whom[plan.agreement_id],
            administrators.get(plan.agreement.lead_id, []),
            asked[plan.agreement_id],
            during,
        )
    ]


def _plans(at: dt.datetime) -> Iterator[Plan]:
    moved = {agreement.pk: agreement for agreement in querysets.unplanned().select_related("lead")}
    for agreement in moved.values():
        yield services.proposed(agreement, Plan.objects.filter(agreement=agreement).first(), at)
    kept = Plan.objects.of_live_agreements().exclude(next_notice_at=None).exclude(agreement__in=moved)
    yield from kept.select_related("agreement__lead")


def _of(
    plan: Plan, whom: Iterable[Recipient], administrators: Iterable[Recipient], asked: Asked, during: Window
) -> Iterator[Expected]:
    assert plan.review_on is not None
    assert plan.next_notice_at is not None
    what = f"review {plan.number} is due"
    for send_at, reminder, people in coming(whom, REVIEWS, plan.review_on, plan.next_notice_at, during):
        to = tuple(who for who in people if reminding.concerns(who, reminder, asked))
        if to:
            yield Expected(send_at, reminding.DUE, plan.agreement, what, plan.review_on, reminder, to)
    for send_at, reminder, people in coming(administrators, REVIEWS, plan.review_on, plan.next_notice_at, during):
        if reminder.offset >= reminding.PUBLISHED_UNTIL:
            what = f"still published, and review {plan.number} was due"
            yield Expected(send_at, reminding.PUBLIC, plan.agreement, what, plan.review_on, reminder, people)


def coming(
    whom: Iterable[Recipient], rhythm: Rhythm, on: dt.date, pointer: dt.datetime, during: Window
) -> Iterator[tuple[dt.datetime, Reminder, tuple[Recipient, ...]]]:
    """Who is reminded when of a day, when nothing before ``pointer`` is sent any more."""
    groups: dict[tuple[dt.datetime, Reminder], list[Recipient]] = {}
    for who in whom:
        for moment in _moments(who, rhythm, on, pointer, during):
            groups.setdefault(moment, []).append(who)
    for (send_at, reminder), people in groups.items():
        yield send_at, reminder, tuple(people)


def _moments(
    who: Recipient, rhythm: Rhythm, on: dt.date, pointer: dt.datetime, during: Window
) -> Iterator[tuple[dt.datetime, Reminder]]:
    before = during.start - dt.timedelta(microseconds=1)
    missed = rhythm.newest_due(on, who.calendar, since=pointer, until=before)
    if missed is not None:
        yield during.start, missed
    for reminder in rhythm.reminders(on, who.calendar):
        if reminder.send_at >= during.end:
            return
        if reminder.send_at >= max(during.start, pointer):
            yield reminder.send_at, reminder
