import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notices import schedule
from notices.choices import Choice, DigestTime

_FIRST = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
_MINUTES = 17 * 366 * 24 * 60
INSTANTS = st.integers(0, _MINUTES * 60).map(lambda seconds: _FIRST + dt.timedelta(seconds=seconds))
TIMES = st.sampled_from([schedule.clock_time(value) for value in DigestTime.values])
FORWARD = dt.datetime(2027, 3, 28, 0, 59, 59, tzinfo=dt.UTC)
BACK = dt.datetime(2027, 10, 31, 0, 59, 59, tzinfo=dt.UTC)
STEP = dt.timedelta(minutes=15)


def by_looking_at_the_wall(choice, time, after):
    """An oracle that walks the UTC time line and looks at a UK clock every quarter of an hour."""
    moment = after.replace(minute=after.minute // 15 * 15, second=0, microsecond=0)
    while True:
        moment += STEP
        wall = moment.astimezone(schedule.UK)
        if wall.time() == time and (choice == Choice.DAILY or wall.weekday() == schedule.MONDAY):
            return moment


@given(st.sampled_from([Choice.DAILY, Choice.WEEKLY]), TIMES, INSTANTS)
@example(Choice.DAILY, dt.time(7, 30), FORWARD)
@example(Choice.DAILY, dt.time(7, 30), BACK)
@example(Choice.WEEKLY, dt.time(7, 30), FORWARD)
@example(Choice.WEEKLY, dt.time(7, 30), BACK)
@example(Choice.DAILY, dt.time(7, 30), dt.datetime(2027, 7, 1, 6, 30, tzinfo=dt.UTC))
def test_a_digest_arrives_when_a_uk_clock_says_so(choice, time, after):
    assert schedule.next_digest(choice, time, after) == by_looking_at_the_wall(choice, time, after)


@given(st.times(), INSTANTS)
@example(dt.time(1, 30), FORWARD)
@example(dt.time(1, 30), BACK)
def test_there_is_one_digest_a_day_whatever_the_clocks_do(time, after):
    time = time.replace(tzinfo=None, fold=0)
    days = set()
    moment = after
    for _ in range(8):
        following = schedule.next_digest(Choice.DAILY, time, moment)
        assert following > moment
        moment = following
        days.add(moment.astimezone(schedule.UK).date())
    assert len(days) == 8


def test_no_digest_time_lies_in_the_hour_that_a_clock_change_touches():
    assert all(not 1 <= schedule.clock_time(value).hour < 2 for value in DigestTime.values)


@pytest.mark.parametrize("choice", [Choice.IMMEDIATE, Choice.OFF])
def test_only_digests_have_a_moment(choice):
    with pytest.raises(ValueError):
        schedule.next_digest(choice, dt.time(7, 30), FORWARD)


def test_patience_doubles_up_to_a_quarter_of_an_hour():
    waits = [schedule.wait_after(attempts).total_seconds() for attempts in range(1, 9)]
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]
    assert schedule.wait_after(10_000) == schedule.LONGEST_WAIT
