"""Every day that matters, against somebody who lives through the years one day at a time.

The oracle asks of each day "what happens today?", with its own notion of months, holidays and mornings: it shares
nothing with the rules under test but the names of what happens.
"""

import datetime as dt
import json
from pathlib import Path

from django.conf import settings as portal
from hypothesis import given, settings
from hypothesis import strategies as st

from dsaformat import reading
from foundation import workdays
from reviews import schedule
from reviews.schedule import Events, What

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2040, 12, 31)
DAYS = st.dates(FIRST, dt.date(2034, 12, 31))
LISTED = json.loads((Path(portal.BASE_DIR) / "fixtures/law/bank_holidays.json").read_text())["nations"]
HOLIDAYS = {nation: {day for year in years.values() for day in year} for nation, years in LISTED.items()}
UNITS = ["hours", "days", "working_days", "weeks", "months", "years"]
PERIODS = st.fixed_dictionaries({"number": st.integers(1, 40), "unit": st.sampled_from(UNITS)})
MONTHS = st.integers(1, 40)
INTERVALS = st.builds(
    lambda a, b: {"rule": "interval", "first_after_months": a, "then_every_months": b}, MONTHS, MONTHS
)
FIXED = st.builds(lambda day: {"rule": "fixed", "on": day.isoformat()}, DAYS)
REMINDED_OF_A_REVIEW = {-90, -30, -7, 0, 14, *range(30, 10_000, 30)}
REMINDED_OF_AN_END = {-180, -90, -30, -7}


def is_off(day: dt.date, nation: str) -> bool:
    return day.strftime("%A") in {"Saturday", "Sunday"} or day.isoformat() in HOLIDAYS[nation]


def months_since(start: dt.date, day: dt.date) -> int | None:
    """How many months it is to the day since the start; None when no number of months ends on that day."""
    is_last = (day + dt.timedelta(days=1)).month != day.month
    if day.day == start.day or (is_last and day.day < start.day):
        return (day.year - start.year) * 12 + day.month - start.month
    return None


class Clock:
    """A length of time that somebody counts down, day after day."""

    def __init__(self, start: dt.date, period: dict, nation: str) -> None:
        self.start, self.number, self.unit, self.nation = start, period["number"], period["unit"], nation
        self.worked = 0

    def rings(self, day: dt.date) -> bool:
        if day <= self.start:
            return False
        passed = (day - self.start).days
        if self.unit == "working_days":
            if is_off(day, self.nation):
                return False
            self.worked += 1
            return self.worked == self.number
        if self.unit in {"months", "years"}:
            return months_since(self.start, day) == self.number * (12 if self.unit == "years" else 1)
        if self.unit == "hours":
            return 24 * (passed - 1) < self.number <= 24 * passed
        return passed == self.number * (7 if self.unit == "weeks" else 1)


def lived(term: dict, retention: dict, events: Events, nation: str) -> list[tuple[dt.date, What, str, int | None]]:
    """What happens on each day up to the last."""
    found, owed = [], []
    end = events.ends_on or _day(term.get("ends_on"))
    starts, done = events.in_force_on, events.reviews_done
    clocks = [(What.RETENTION, key, Clock(began, retention[key], nation)) for key, began in events.kept_from.items()]
    for party, (told, _leaves) in events.leaving.items():
        if "notice_to_leave" in term:
            clocks.append((What.NOTICE, party, Clock(told, term["notice_to_leave"], nation)))
    review = _next_review(term, events)
    number = done + 1
    day = FIRST - dt.timedelta(days=200)
    while day <= LAST:
        if day == starts:
            found.append((day, What.START, "", None))
        if day == review:
            found.append((day, What.REVIEW, "", done + 1))
        elif review is not None and day > review and _is_turn(term, starts, done, day):
            number += 1
            found.append((day, What.REVIEW, "", number))
        if review is not None and (day - review).days in REMINDED_OF_A_REVIEW:
            owed.append((What.REVIEW_REMINDER, (day - review).days))
        if end is not None and (day - end).days in REMINDED_OF_AN_END:
            owed.append((What.END_REMINDER, (day - end).days))
        if not is_off(day, nation):
            found += [(day, what, "", offset) for what, offset in owed]
            owed = []
        found += [(day, What.END, "", None)] if day == end else []
        found += [(day, What.LEAVING, party, None) for party, (_g, leaves) in events.leaving.items() if day == leaves]
        found += [(day, what, about, None) for what, about, clock in clocks if clock.rings(day)]
        day += dt.timedelta(days=1)
    about_reviews = {What.REVIEW, What.REVIEW_REMINDER}
    return sorted(one for one in found if end is None or one[1] not in about_reviews or one[0] <= end)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _is_turn(term: dict, starts: dt.date | None, done: int, day: dt.date) -> bool:
    """A review by the rule that has not been done: only what comes after those that were."""
    rule = term.get("review", {})
    if rule.get("rule") != "interval" or starts is None or day <= starts:
        return False
    months = months_since(starts, day)
    if months is None or months < rule["first_after_months"]:
        return False
    turn, rest = divmod(months - rule["first_after_months"], rule["then_every_months"])
    return rest == 0 and turn > done


def _next_review(term: dict, events: Events) -> dt.date | None:
    if events.next_review_on is not None:
        return events.next_review_on
    rule = term.get("review", {})
    if rule.get("rule") == "fixed":
        return _day(rule["on"]) if events.reviews_done == 0 else None
    day = events.in_force_on
    while rule and day is not None and day < dt.date(2200, 1, 1):
        day += dt.timedelta(days=1)
        wanted = rule["first_after_months"] + events.reviews_done * rule["then_every_months"]
        if months_since(events.in_force_on, day) == wanted:
            return day
    return None


@st.composite
def lives(draw: st.DrawFn):
    """A text's dates and what happens to it."""
    term = {}
    if rule := draw(st.none() | INTERVALS | FIXED):
        term["review"] = rule
    if draw(st.booleans()):
        term["ends_on"] = draw(DAYS).isoformat()
    if draw(st.booleans()):
        term["notice_to_leave"] = draw(PERIODS)
    retention = {key: draw(PERIODS) for key in draw(st.sets(st.sampled_from(["a", "b"])))}
    leaving = {"police": tuple(sorted((draw(DAYS), draw(DAYS))))} if draw(st.booleans()) else {}
    events = Events(
        in_force_on=draw(st.none() | DAYS),
        reviews_done=draw(st.integers(0, 3)),
        next_review_on=draw(st.none() | DAYS),
        leaving=leaving,
        ends_on=draw(st.none() | DAYS),
        kept_from={key: draw(DAYS) for key in retention},
    )
    return term, retention, events


def written(term: dict, retention: dict):
    rows = [{"key": key, "party": "police", "period": period} for key, period in retention.items()]
    parties = [{"key": "police", "organisation": {"name": "Essex Police"}}]
    return reading.parse(
        {"format_version": 1, "identity": {"title": "A"}, "parties": parties, "retention": rows, "term": term}
    )


@settings(max_examples=60)
@given(lives(), st.sampled_from(sorted(HOLIDAYS)))
def test_days_are_those_that_somebody_lives_through(life, nation):
    term, retention, events = life
    calendar = workdays.of_nation(nation.replace("england_and_wales", "england"))
    found = schedule.days(written(term, retention), events, calendar, until=LAST)
    listed = [(one.on, one.what, one.about, one.number) for one in found]
    order = [(one.on, list(What).index(one.what)) for one in found]
    assert order == sorted(order)
    assert sorted(listed, key=str) == sorted(lived(term, retention, events, nation), key=str)


@settings(max_examples=200)
@given(st.dates(FIRST, LAST), st.sampled_from(sorted(HOLIDAYS)))
def test_a_day_past_the_known_holidays_says_that_it_may_move(day, nation):
    calendar = workdays.of_nation(nation.replace("england_and_wales", "england"))
    assert calendar.knows(day) == (str(day.year) <= max(LISTED[nation]))
