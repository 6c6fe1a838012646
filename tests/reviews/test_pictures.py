"""Pictures of time: what they draw is what they say, and nothing stands outside them."""

import datetime as dt
import itertools

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from reviews import life_bar, months, pictures
from reviews.life_bar import Fact, Part, Stretch, Text
from reviews.months import Month

TODAY = dt.date(2026, 11, 27)
LEAP = dt.date(2028, 2, 29)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2040, 12, 31)) | st.just(LEAP)
NUMBERS = st.dictionaries(st.none() | DAYS, st.integers(1, 500), max_size=40)


def test_a_year_counts_overdue_this_month_and_the_eleven_after_it():
    year = pictures.year(
        {
            TODAY - dt.timedelta(days=1): 2,
            TODAY: 3,
            dt.date(2026, 11, 30): 1,
            dt.date(2027, 10, 31): 5,
            dt.date(2027, 11, 1): 7,
            None: 4,
        },
        TODAY,
    )
    assert [one.label for one in year.columns][:3] == ["Overdue", "November 2026", "December 2026"]
    assert [one.count for one in year.columns] == [6, 4, *[0] * 10, 5]
    assert year.columns[-1].label == "October 2027"
    assert year.later == 7
    assert year.headline == "6 reviews are overdue"
    assert year.sentence == "6 reviews are overdue. 9 are due in the next 12 months, most in October 2027 (5)."


def test_headlines_for_one_and_for_none():
    assert pictures.year({None: 1}, TODAY).headline == "1 review is overdue"
    assert pictures.year({}, TODAY).sentence == "No review is overdue. None is due in the next 12 months."


@given(NUMBERS, DAYS)
def test_no_review_is_lost_and_no_bar_leaves_the_picture(days, today):
    year = pictures.year(days, today)
    assert sum(one.count for one in year.columns) + year.later == sum(days.values())
    assert all(one.x >= 0 and one.x + one.width <= year.width for one in year.columns)
    assert all(one.y >= 0 and one.y + one.height <= year.ground + 0.1 for one in year.columns)
    assert all(one.x + one.width < two.x for one, two in zip(year.columns, year.columns[1:], strict=False))
    ahead = sorted(one.height for one in year.columns)
    assert [one.height for one in sorted(year.columns, key=lambda one: (one.count, one.height))] == ahead


@given(st.lists(st.tuples(st.text(min_size=1, max_size=200), st.integers(0, 10_000)), max_size=20))
def test_bars_begin_at_zero_and_stay_inside(rows):
    drawn = pictures.bars(rows, "What it says")
    assert [bar.count for bar in drawn.bars] == [count for _, count in rows]
    assert all(bar.number_x + 60 <= drawn.width for bar in drawn.bars)
    assert all((bar.length > 0) == (bar.count > 0) for bar in drawn.bars)
    assert all(bar.bar_at + 20 <= drawn.height for bar in drawn.bars)


@given(st.lists(DAYS, min_size=3, max_size=8), st.lists(DAYS, max_size=60), DAYS)
def test_a_life_is_drawn_in_order_and_within_the_picture(edges, days, today):
    edges = sorted(edges)
    texts = [
        Text("Draft", (Stretch(Part.WRITTEN, edges[0], edges[1]),)),
        Text("Version 1", tuple(Stretch(Part.FIXED, one, two) for one, two in itertools.pairwise(edges))),
    ]
    life = life_bar.drawn(texts, [Fact(day, "Something") for day in days], today)
    for row in life.rows:
        assert all(bar.width > 0 for bar in row.bars)
        assert all(life.left <= bar.x <= bar.x + bar.width <= life.right + 0.1 for bar in row.bars)
        assert [bar.since for bar in row.bars] == sorted(bar.since for bar in row.bars)
        assert [bar.x for bar in row.bars] == sorted(bar.x for bar in row.bars)
    assert [mark.number for mark in life.marks] == list(range(1, len(days) + 1))
    assert [mark.fact.on for mark in life.marks] == sorted(days)
    for lane in {mark.y for mark in life.marks}:
        ends = [(mark.x, mark.x + life_bar.BADGE) for mark in life.marks if mark.y == lane]
        assert all(one[1] <= two[0] for one, two in itertools.pairwise(ends))
    assert all(mark.x >= 0 and mark.x + life_bar.BADGE <= life.width for mark in life.marks)
    assert all(mark.y + 22 <= row.y for mark in life.marks for row in life.rows)
    assert life.left <= life.today_x <= life.right


def test_a_leap_day_has_its_own_place():
    """Bad input: 29 February."""
    scale = life_bar.Scale(dt.date(2028, 1, 1), dt.date(2028, 12, 31))
    assert scale.x(dt.date(2028, 2, 28)) < scale.x(LEAP) < scale.x(dt.date(2028, 3, 1))


def test_what_the_drawing_says_is_in_it():
    year = pictures.year({None: 2, dt.date(2027, 3, 1): 3}, TODAY)
    drawn = render_to_string("reviews/time/year.svg", {"year": year})
    assert "<title" in drawn
    assert "<desc" in drawn
    assert 'role="img"' in drawn
    assert drawn.count("<text") == len(year.columns)


@given(st.integers(-5, 12_000), st.integers(-3, 120))
def test_any_month_leads_to_one_that_there_is(year, month):
    found = months.nearest(year, month)
    assert months.FIRST <= found <= months.LAST
    assert found == Month(year, month) or not (1 <= month <= 12 and 2000 <= year <= 2100)
    assert [day for week in found.weeks for day in week if day] == [
        found.first + dt.timedelta(days=number) for number in range((found.last - found.first).days + 1)
    ]


def test_months_turn_over_years():
    assert Month(2026, 12).moved(1) == Month(2027, 1)
    assert Month(2027, 1).moved(-1) == Month(2026, 12)
    assert Month(2028, 2).last == LEAP
    assert Month(2027, 2).weeks[0][0] == dt.date(2027, 2, 1)  # a Monday
