"""A calendar as text, read back by a strict reader: row 88 of the bad input, and the rules of the format."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.models import Agreement
from reviews import ics
from reviews.events import Event
from tests.reviews import ics_reader

AT = dt.datetime(2026, 11, 27, 9, 30, tzinfo=dt.UTC)
DAY = dt.date(2028, 2, 29)


def event(title: str = "Early help", key: str = "review-DSA-2026-0042-1", **more: object) -> Event:
    agreement = Agreement(reference="DSA-2026-0042", public_title=title, title="Never in a calendar")
    values = {"on": DAY, "what": "Review due", "changed_at": AT} | more
    return Event(key=key, agreement=agreement, **values)


def written(*events: Event, name: str = "Sharing agreements") -> bytes:
    return ics.write(events, name=name, domain="portal.example", site="https://portal.example").encode()


def test_an_event_is_a_whole_day_that_blocks_nobody():
    own, (one,) = ics_reader.read(written(event()))
    assert own["REFRESH-INTERVAL;VALUE=DURATION"] == own["X-PUBLISHED-TTL"] == "PT6H"
    assert one == {
        "UID": "review-DSA-2026-0042-1@portal.example",
        "SEQUENCE": str(ics.sequence(AT)),
        "DTSTAMP": "20261127T093000Z",
        "DTSTART;VALUE=DATE": "20280229",
        "SUMMARY": "Review due: DSA-2026-0042 Early help",
        "URL": "https://portal.example/agreements/DSA-2026-0042/",
        "TRANSP": "TRANSPARENT",
    }


def test_an_empty_calendar_is_a_calendar():
    _, events = ics_reader.read(written())
    assert events == []


@pytest.mark.parametrize(
    "title",
    [
        "Data; sharing, in two\nlines",
        "A \\ backslash \\n that is no line",
        "x" * 400,
        "🏳️‍🌈 " * 60,
        "Gwasanaethau plant ym Môn " * 15,
        'END:VEVENT "quoted" : colon',
    ],
)
def test_b88_any_title_comes_back_as_it_was(title):
    _, (one,) = ics_reader.read(written(event(title)))
    assert one["SUMMARY"] == f"Review due: DSA-2026-0042 {title}".strip()


def test_a_title_cannot_begin_a_line_of_its_own():
    _, events = ics_reader.read(written(event("x\r\nEND:VEVENT\r\nBEGIN:VEVENT\x00\x85\u2028")))
    assert len(events) == 1


@given(st.text(max_size=400), st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_whatever_is_written_can_be_read(title, day):
    own, (one,) = ics_reader.read(written(event(title, on=day), name=title))
    assert one["DTSTART;VALUE=DATE"] == f"{day:%Y%m%d}"
    assert "Never in a calendar" not in one["SUMMARY"]
    assert own["NAME"] == own["X-WR-CALNAME"]


@given(st.integers(0, 20_000), st.integers(1, 10_000_000))
def test_a_change_raises_the_sequence_and_it_fits(days, seconds):
    at = dt.datetime(2024, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=days)
    assert ics.sequence(at) < ics.sequence(at + dt.timedelta(seconds=seconds)) < 2**31


def test_the_same_days_are_the_same_text():
    assert written(event()) == written(event())
