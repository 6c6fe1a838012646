"""When something is sent: digests by the UK clock, retries by patience. Pure: values in, values out."""

import datetime as dt
from zoneinfo import ZoneInfo

from notices.choices import Choice

UK = ZoneInfo("Europe/London")
MONDAY = 0
FIRST_WAIT = dt.timedelta(seconds=30)
LONGEST_WAIT = dt.timedelta(minutes=15)
LONGEST_WAIT_IN_DOUBT = dt.timedelta(hours=4)
"""When each attempt may have reached the recipient already, patience costs less than repetition."""
GIVE_UP_AFTER = dt.timedelta(days=5)
"""A relay may be down over a long weekend; a message is kept longer than that."""


def next_digest(choice: Choice, time: dt.time, after: dt.datetime) -> dt.datetime:
    """The first instant later than ``after`` at which the clock on a UK wall shows ``time`` (on Monday, if weekly).

    A time that the clocks skip in spring is taken an hour later; one that they repeat in autumn, the first time.
    """
    if choice not in {Choice.DAILY, Choice.WEEKLY}:
        raise ValueError(f"{choice} is not a digest")
    day = after.astimezone(UK).date()
    while True:
        moment = dt.datetime.combine(day, time, tzinfo=UK).astimezone(dt.UTC)
        if moment > after and (choice == Choice.DAILY or day.weekday() == MONDAY):
            return moment
        day += dt.timedelta(days=1)


def clock_time(value: str) -> dt.time:
    return dt.time.fromisoformat(value)


def wait_after(attempts: int, longest: dt.timedelta = LONGEST_WAIT) -> dt.timedelta:
    """How long to leave a message alone after it failed this many times: twice as long each time, up to a limit."""
    doublings = min(max(attempts - 1, 0), 10)
    return min(longest, FIRST_WAIT * (1 << doublings))
