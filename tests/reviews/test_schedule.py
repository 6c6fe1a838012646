"""The rules of reviews, against examples that a person can check and an oracle that walks day by day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsaformat import reading
from dsaformat.document import AgreementDocument
from dsaformat.parts import Period, ReviewEvery, ReviewOn, Term
from reviews import calendar, schedule
from reviews.schedule import Band, Events, What

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


def written(term: dict, **parts) -> AgreementDocument:
    parties = [{"key": "police", "organisation": {"name": "Essex Police"}}]
    return reading.parse({"format_version": 1, "identity": {"title": "A"}, "parties": parties, "term": term} | parts)


def listed(document: AgreementDocument, events: Events, until: str = "2028-12-31") -> list[tuple[str, str, str]]:
    found = schedule.days(document, events, ENGLAND, until=dt.date.fromisoformat(until))
    return [(str(one.on), one.what.name, one.about) for one in found if "REMINDER" not in one.what.name]


def test_an_agreement_without_any_date_has_no_days_and_says_what_else_leads_to_a_review():
    assert listed(written({}), Events()) == []
    assert listed(written({"review_triggers": "The law changes"}), Events()) == [("None", "TRIGGER", "The law changes")]


def test_everything_that_an_end_brings():
    rule = {"key": "r", "party": "police", "action": "delete", "within": {"number": 10, "unit": "working_days"}}
    document = written({"ends_on": "2027-12-17"}, end_of_sharing=[rule])
    events = Events(confirm_by=dt.date(2028, 1, 16), evidence={("police", "Data protection fee"): dt.date(2027, 5, 1)})
    assert listed(document, events) == [
        ("2027-05-01", "ASSURANCE", "police: Data protection fee"),
        ("2027-12-17", "END", ""),
        ("2028-01-04", "END_RULE", "r"),  # 3 January would be the substitute of New Year's Day: not listed yet
        ("2028-01-16", "CONFIRM", ""),
    ]
    moving = [one.on for one in schedule.days(document, events, ENGLAND, until=dt.date(2028, 12, 31)) if one.may_move]
    assert moving == [dt.date(2028, 1, 4)]


def test_an_end_that_was_decided_goes_before_the_one_of_the_text_and_no_review_lies_behind_it():
    document = written(
        {"ends_on": "2028-06-30", "review": {"rule": "interval", "first_after_months": 12, "then_every_months": 12}}
    )
    events = Events(in_force_on=dt.date(2026, 1, 31), ends_on=dt.date(2027, 12, 31), sign_by=dt.date(2026, 1, 30))
    assert listed(document, events) == [
        ("2026-01-31", "START", ""),
        ("2027-01-31", "REVIEW", ""),
        ("2027-12-31", "END", ""),
    ]


def test_a_review_that_would_come_after_the_end_never_comes():
    fixed = {"rule": "fixed", "on": "2027-09-01"}
    document = written({"ends_on": "2027-06-30", "review": fixed})
    found = schedule.days(document, Events(), ENGLAND, until=dt.date(2030, 1, 1))
    assert What.REVIEW not in {one.what for one in found}
    assert [one.number for one in found if one.what is What.REVIEW_REMINDER] == [-90]


def test_until_it_is_in_force_there_is_a_last_day_to_sign():
    assert listed(written({}), Events(sign_by=dt.date(2026, 12, 1))) == [("2026-12-01", "SIGN_BY", "")]


@pytest.mark.parametrize("first", [0, -1, 241, 1.5, "6", True])
def test_a_rule_of_no_months_cannot_be_written(first):
    term = {"review": {"rule": "interval", "first_after_months": first, "then_every_months": 12}}
    with pytest.raises(reading.DocumentError):
        written(term)


@pytest.mark.parametrize(
    ("start", "number", "unit", "expected"),
    [
        ("2026-12-24", 1, "working_days", "2026-12-29"),
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2026-08-31", 6, "months", "2027-02-28"),
        ("2026-01-01", 2, "weeks", "2026-01-15"),
        ("2026-01-01", 25, "hours", "2026-01-03"),
        ("2026-01-01", 10_000, "years", "None"),
        ("2199-12-31", 1, "days", "None"),
    ],
)
def test_lengths_of_time(start, number, unit, expected):
    period = Period.model_validate({"number": number, "unit": unit})
    assert str(schedule.after(dt.date.fromisoformat(start), period, ENGLAND)) == expected


def test_a_rhythm_that_ends_has_nothing_after_its_last_reminder():
    last = dt.datetime(2027, 6, 30, 6, 30, tzinfo=dt.UTC)
    end = dt.date(2027, 7, 7)
    assert [one.offset for one in schedule.ENDS.reminders(end, ENGLAND)] == [-180, -90, -30, -7]
    assert schedule.ENDS.next_after(end, ENGLAND, last - dt.timedelta(seconds=1)).send_at == last
    assert schedule.ENDS.next_after(end, ENGLAND, last) is None
    assert schedule.ENDS.next_anywhere(end, last) is None


def test_the_pointer_waits_for_the_first_nation():
    """St Andrew's Day, a Monday: England hears a day before Scotland."""
    assert schedule.REVIEWS.next_anywhere(dt.date(2026, 11, 30), dt.datetime(2026, 11, 29, tzinfo=dt.UTC)) == (
        dt.datetime(2026, 11, 30, 7, 30, tzinfo=dt.UTC)
    )
