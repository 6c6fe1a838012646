"""Which day somebody is reminded: values alone."""

import datetime as dt

import pytest

from foundation import workdays
from signing import reminding, turns
from signing.choices import RequestState
from signing.turns import Turn

ENGLAND, SCOTLAND = workdays.of_nation("england"), workdays.of_nation("scotland")
ASKED = dt.date(2026, 11, 20)  # a Friday


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (day(11, 24), None),
        (day(11, 25), day(11, 25)),
        (day(12, 1), day(11, 25)),
        (day(12, 2), day(12, 2)),
        (day(12, 9), day(12, 9)),
        (day(12, 16), day(12, 16)),
        (day(12, 31), day(12, 16)),
    ],
    ids=str,
)
def test_5_days_then_every_5_working_days_and_none_after_30(on, due):
    """The sixth would be 23 December, more than 30 days after asking."""
    assert reminding.newest(ASKED, on, ENGLAND) == due


def test_a_reminder_that_falls_on_a_day_off_moves_to_the_next_working_day():
    assert reminding.newest(day(12, 20), day(12, 28), ENGLAND) is None  # Christmas, a weekend, and a day in lieu
    assert reminding.newest(day(12, 20), day(12, 29), ENGLAND) == day(12, 29)


def test_the_last_warning_is_2_working_days_before():
    assert reminding.final_on(day(11, 30), ENGLAND) == day(11, 26)
    assert reminding.final_on(day(12, 29), ENGLAND) == day(12, 23)
    due = [on for on in (day(11, n) for n in range(20, 31)) if reminding.is_final_due(ASKED, day(11, 30), on, ENGLAND)]
    assert (due[0], due[-1]) == (day(11, 26), day(11, 30))
    assert not reminding.is_final_due(day(11, 27), day(11, 30), day(11, 28), ENGLAND)  # asked later than that


def test_the_nations_have_their_own_days_off():
    assert SCOTLAND.is_working(dt.date(2026, 4, 6))  # Easter Monday
    assert not ENGLAND.is_working(dt.date(2026, 4, 6))


@pytest.mark.parametrize(
    ("at", "on"),
    [
        (dt.datetime(2026, 11, 25, 7, 29, tzinfo=dt.UTC), day(11, 24)),
        (dt.datetime(2026, 11, 25, 7, 30, tzinfo=dt.UTC), day(11, 25)),
        (dt.datetime(2026, 7, 1, 6, 29, tzinfo=dt.UTC), day(6, 30)),
        (dt.datetime(2026, 7, 1, 6, 30, tzinfo=dt.UTC), day(7, 1)),
    ],
    ids=str,
)
def test_the_day_begins_at_half_past_seven_on_a_uk_wall(at, on):
    assert workdays.day_of(at) == on


def turn(key: int, stage: int, state: RequestState, is_cleared: bool = True) -> Turn:
    return Turn(key, stage, state, is_cleared)


def test_the_second_stage_waits_for_the_whole_first():
    first, second = turn(1, 1, RequestState.SIGNED), turn(3, 2, RequestState.NOT_YET)
    for state in (RequestState.ASKED, RequestState.CHECKING, RequestState.QUESTION, RequestState.OPENED):
        assert turns.to_ask([first, turn(2, 1, state), second]) == []
    for state in (RequestState.SIGNED, RequestState.DECLINED, RequestState.REMOVED):
        assert turns.to_ask([first, turn(2, 1, state), second]) == [3]


def test_whoever_is_not_cleared_holds_back_the_next_stage():
    waits, second = turn(1, 1, RequestState.NOT_YET, is_cleared=False), turn(2, 2, RequestState.NOT_YET)
    assert turns.to_ask([waits, second]) == []
    assert turns.to_ask([turn(1, 1, RequestState.NOT_YET), second]) == [1]
    assert turns.stage_now([turn(1, 1, RequestState.SIGNED)]) is None
