"""When somebody who was asked to sign is reminded. Values in, values out."""

import datetime as dt

from foundation.workdays import Calendar

FIRST_AFTER = 5
"""Days from asking to the first reminder, moved to a working day."""
THEN_EVERY = 5
"""Working days between reminders."""
STOPS_AFTER = 30
"""Days from asking: whoever has not signed by then does not need a longer pile."""
FINAL_BEFORE = 2
"""Working days before the last day."""


def newest(asked_on: dt.date, on: dt.date, calendar: Calendar) -> dt.date | None:
    """The day of the last reminder that should have left by now: after an outage one is sent, not a pile."""
    found, due = None, calendar.working_day_from(asked_on + dt.timedelta(days=FIRST_AFTER))
    last = min(on, asked_on + dt.timedelta(days=STOPS_AFTER))
    while due <= last:
        found, due = due, calendar.moved(due, THEN_EVERY)
    return found


def final_on(sign_by: dt.date, calendar: Calendar) -> dt.date:
    return calendar.moved(sign_by, -FINAL_BEFORE)


def is_final_due(asked_on: dt.date, sign_by: dt.date, on: dt.date, calendar: Calendar) -> bool:
    """Between the day of the last warning and the last day; not for whoever was asked later than that."""
    warned_on = final_on(sign_by, calendar)
    return asked_on < warned_on <= on <= sign_by


def working_days_left(sign_by: dt.date, on: dt.date, calendar: Calendar) -> int:
    """Working days after ``on``, up to and with the last day."""
    days = ((on + dt.timedelta(days=n)) for n in range(1, (sign_by - on).days + 1))
    return sum(calendar.is_working(day) for day in days)
