"""The rules of reviews, against examples that a person can check and an oracle that walks day by day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsaformat.parts import ReviewEvery, ReviewOn, Term
from reviews import calendar, schedule
from reviews.schedule import Band

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2040, 12, 31))
NATIONS = st.sampled_from(["england", "wales", "scotland", "northern_ireland", "uk"])
ENGLAND = calendar.of_nation("england")


def every(first: int, then: int) -> Term:
    return Term(review=ReviewEvery(rule="interval", first_after_months=first, then_every_months=then))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-11-30", 3, "2027-02-28"),
    ],
)
def test_month_ends(day, months, expected):
    assert schedule.add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


def test_later_reviews_do_not_drift_from_the_day_of_the_month():
    term = every(1, 1)
    found = [schedule.review_on(term, dt.date(2026, 12, 31), n) for n in (1, 2, 3)]
    assert found == [dt.date(2027, 1, 31), dt.date(2027, 2, 28), dt.date(2027, 3, 31)]


def test_a_fixed_review_happens_once_and_no_rule_means_no_date():
    fixed = Term(review=ReviewOn(rule="fixed", on="2027-05-01"))
    assert schedule.review_on(fixed, dt.date(2026, 1, 1), 1) == dt.date(2027, 5, 1)
    assert schedule.review_on(fixed, dt.date(2026, 1, 1), 2) is None
    assert schedule.review_on(Term(), dt.date(2026, 1, 1), 1) is None


def _one_day_at_a_time(start: dt.date, months: int) -> dt.date:
    """Walks to the month wanted, then to the last day that does not pass the day of the month."""
    day, seen = start, 0
    while seen < months:
        before = day.month
        day += dt.timedelta(days=1)
        seen += day.month != before
    month = day.month
    while day.day < start.day and (day + dt.timedelta(days=1)).month == month:
        day += dt.timedelta(days=1)
    return day


@given(DAYS, st.integers(1, 60))
def test_months_agree_with_the_oracle(day, months):
    assert schedule.add_months(day, months) == _one_day_at_a_time(day, months)


@given(DAYS, NATIONS, st.sampled_from([-90, -30, -7, 0, 14, 30, 60, 90, 120]))
def test_mornings_agree_with_the_oracle(review, nation, offset):
    known = calendar.of_nation(nation)
    day = review + dt.timedelta(days=offset)
    while day.strftime("%a") in {"Sat", "Sun"} or day in known.holidays:
        day += dt.timedelta(days=1)
    sent = next(r.send_at for r in schedule.reminders(review, known) if r.offset == offset)
    local = sent.astimezone(schedule.UK)
    assert (local.date(), local.time(), sent.utcoffset()) == (day, dt.time(7, 30), dt.timedelta(0))


@given(DAYS, NATIONS, st.integers(-200, 400), st.integers(0, 200))
def test_what_is_due_agrees_with_the_oracle(review, nation, starts, length):
    known = calendar.of_nation(nation)
    since = dt.datetime.combine(review + dt.timedelta(days=starts), dt.time(0), tzinfo=dt.UTC)
    until = since + dt.timedelta(days=length, hours=9)
    listed = [schedule.morning_of(review + dt.timedelta(days=n), known) for n in range(-90, 1000)]
    wanted = {-90, -30, -7, 0, 14, *range(30, 1000, 30)}
    inside = [n for n, sent in zip(range(-90, 1000), listed, strict=True) if n in wanted and since <= sent <= until]
    found = schedule.newest_due(review, known, since=since, until=until)
    assert (found.offset if found else None) == (inside[-1] if inside else None)
    assert schedule.next_after(review, known, until).send_at > until


def test_both_clock_changes():
    spring, autumn = dt.date(2026, 3, 30), dt.date(2026, 10, 26)  # the Mondays after the clocks change
    assert schedule.morning_of(spring, ENGLAND) == dt.datetime(2026, 3, 30, 6, 30, tzinfo=dt.UTC)
    assert schedule.morning_of(autumn, ENGLAND) == dt.datetime(2026, 10, 26, 7, 30, tzinfo=dt.UTC)


def test_nations_keep_different_days():
    st_andrew = dt.date(2026, 11, 30)
    assert schedule.morning_of(st_andrew, ENGLAND).date() == st_andrew
    assert schedule.morning_of(st_andrew, calendar.of_nation("scotland")).date() == dt.date(2026, 12, 1)
    christmas = dt.date(2026, 12, 25)  # a Friday; Monday is the substitute for Boxing Day
    assert schedule.morning_of(christmas, ENGLAND).date() == dt.date(2026, 12, 29)


def test_a_date_past_the_known_holidays_is_said_to_be_uncertain():
    assert ENGLAND.knows(dt.date(2027, 12, 31))
    assert not ENGLAND.knows(dt.date(2028, 1, 1))


def test_bands_and_words():
    today = dt.date(2026, 11, 20)
    table = [
        (None, Band.OVERDUE, "No review date"),
        (dt.date(2026, 11, 8), Band.OVERDUE, "Overdue by 12 days"),
        (dt.date(2026, 11, 19), Band.OVERDUE, "Overdue by 1 day"),
        (today, Band.SOON, "Due today"),
        (dt.date(2026, 11, 21), Band.SOON, "Due in 1 day"),
        (dt.date(2026, 12, 20), Band.SOON, "Due in 30 days"),
        (dt.date(2026, 12, 21), Band.COMING, "Due in 4 weeks"),
        (dt.date(2027, 2, 18), Band.COMING, "Due in 12 weeks"),
        (dt.date(2027, 2, 19), Band.LATER, "Due in 13 weeks"),
    ]
    assert [(schedule.band(day, today), schedule.words(day, today)) for day, _, _ in table] == [
        (band, words) for _, band, words in table
    ]
