"""From a day to the reminders of it: which, and from which instant each may leave."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from foundation.workdays import UK
from reviews.calendar import Calendar, every

AT = dt.time(7, 30)
BEFORE = (-90, -30, -7, 0)
AFTER = (14, 30)
THEN_EVERY = 30
"""Days between reminders once the review is more than a month late: it is never forgotten."""
ORGANISATION_FROM = 30
"""From this many days late, the organisations' administrators hear of it too."""


@dataclass(frozen=True, slots=True, order=True)
class Reminder:
    """One reminder of one day, and the instant from which it may leave."""

    send_at: dt.datetime
    offset: int
    """Days from the day itself: negative before it."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often people are reminded of a kind of day."""

    offsets: tuple[int, ...]
    """In order, and far enough apart that no run of holidays brings two to one morning."""
    then_every: int = 0
    """Days between those that follow without end; 0 when none follow."""

    def days(self) -> Iterator[int]:
        """Days from the day to each reminder."""
        yield from self.offsets
        late = self.offsets[-1]
        while self.then_every:
            late += self.then_every
            yield late

    def reminders(self, day: dt.date, calendar: Calendar) -> Iterator[Reminder]:
        """In the order they leave."""
        for offset in self.days():
            yield Reminder(morning_of(day + dt.timedelta(days=offset), calendar), offset)

    def newest_due(
        self, day: dt.date, calendar: Calendar, *, since: dt.datetime, until: dt.datetime
    ) -> Reminder | None:
        """The last reminder with ``since <= send_at <= until``: after an outage one is sent, not a pile."""
        found = None
        for reminder in self.reminders(day, calendar):
            if reminder.send_at > until:
                break
            if reminder.send_at >= since:
                found = reminder
        return found

    def next_after(self, day: dt.date, calendar: Calendar, at: dt.datetime) -> Reminder | None:
        """The first reminder that leaves later than ``at``; None when there is none any more."""
        return next((reminder for reminder in self.reminders(day, calendar) if reminder.send_at > at), None)

    def next_anywhere(self, day: dt.date, at: dt.datetime) -> dt.datetime | None:
        """When the first of all nations is reminded later than ``at``: who is in it may change until then."""
        found = [reminder.send_at for known in every() if (reminder := self.next_after(day, known, at))]
        return min(found, default=None)


REVIEWS = Rhythm((*BEFORE, *AFTER), THEN_EVERY)
ENDS = Rhythm((-180, -90, -30, -7))


def morning_of(day: dt.date, calendar: Calendar) -> dt.datetime:
    """7:30am UK time on the first working day from ``day`` on, as UTC."""
    local = dt.datetime.combine(calendar.working_day_from(day), AT, tzinfo=UK)
    return local.astimezone(dt.UTC)


def offsets() -> Iterator[int]:
    """Days from a review to each of its reminders, without end."""
    return REVIEWS.days()


def reminders(review: dt.date, calendar: Calendar) -> Iterator[Reminder]:
    """Of a review, in the order they leave, without end."""
    return REVIEWS.reminders(review, calendar)


def newest_due(review: dt.date, calendar: Calendar, *, since: dt.datetime, until: dt.datetime) -> Reminder | None:
    """The last reminder of a review with ``since <= send_at <= until``."""
    return REVIEWS.newest_due(review, calendar, since=since, until=until)


def next_after(review: dt.date, calendar: Calendar, at: dt.datetime) -> Reminder:
    """The first reminder of a review that leaves later than ``at``."""
    return next(reminder for reminder in reminders(review, calendar) if reminder.send_at > at)
