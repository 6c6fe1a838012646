"""When data has been kept long enough: pure rules, against a walk day by day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closing import countdown
from closing.countdown import Band
from dsaformat.parts import Period
from reviews import calendar
from reviews.schedule import after

ENGLAND = calendar.of_nation("england")
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))


def _period(number, unit):
    return Period.model_validate({"number": number, "unit": unit})


@given(DAYS, st.integers(1, 40), st.sampled_from(["days", "weeks", "months", "years"]), st.integers(0, 4000))
def test_the_next_look_is_the_first_of_its_days_that_lies_later(start, number, unit, ahead):
    every, behind = _period(number, unit), start + dt.timedelta(days=ahead)
    times = 1
    while (day := after(start, _period(number * times, unit), ENGLAND)) is not None and day <= behind:
        times += 1
    assert countdown.next_look(start, every, ENGLAND, behind) == day


def test_looks_count_from_the_start_so_that_short_months_do_not_shift_them():
    start, every = dt.date(2026, 1, 31), _period(1, "months")
    assert countdown.next_look(start, every, ENGLAND, dt.date(2026, 2, 28)) == dt.date(2026, 3, 31)


def test_a_look_beyond_all_calendars_is_none():
    assert countdown.next_look(dt.date(2026, 1, 1), _period(10_000, "years"), ENGLAND, dt.date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("day", "band"),
    [
        (dt.date(2026, 11, 26), Band.OVERDUE),
        (dt.date(2026, 11, 27), Band.THIS_QUARTER),
        (dt.date(2026, 12, 31), Band.THIS_QUARTER),
        (dt.date(2027, 1, 1), Band.NEXT_QUARTER),
        (dt.date(2027, 3, 31), Band.NEXT_QUARTER),
        (dt.date(2027, 4, 1), Band.LATER),
    ],
)
def test_quarters_are_those_of_the_calendar(day, band):
    assert countdown.band(day, dt.date(2026, 11, 27)) == band


@given(DAYS)
def test_every_day_lies_in_a_quarter_that_holds_it(day):
    ends = countdown.quarters(day)
    assert day <= ends.this < ends.following
    assert (ends.this - day).days < 92
