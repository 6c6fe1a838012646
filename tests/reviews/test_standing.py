"""Where a party stands and what each section says: pure, against examples a person can check."""

import datetime as dt
from collections import OrderedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.models import Agreement
from dsaformat import canonical, editing, reading
from reviews import board, calendar, sections, standing
from reviews.choices import STANDING_COLOURS, Outcome, Standing
from reviews.models import ReviewedText
from reviews.standing import Held

ENGLAND, SCOTLAND = calendar.of_nation("england"), calendar.of_nation("scotland")
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2040, 12, 31))
DAY = dt.timedelta(days=1)


def party(key: str, name: str) -> dict:
    return {"key": key, "organisation": {"name": name}, "roles": ["controller"]}


def document(**more):
    values = {
        "format_version": 1,
        "identity": {"title": "Early help", "owner": "a"},
        "parties": [party("a", "Ash Council"), party("b", "Birch Council")],
        "purposes": [{"key": "help", "title": "Early help"}],
        "retention": [{"key": "kept", "party": "a", "period": {"number": 2, "unit": "years"}}],
        "sections": [
            {"key": "purpose", "number": "1", "heading": "Purpose", "blocks": ["purposes"]},
            {"key": "why", "number": "2", "heading": "Why", "text": "Because help comes late."},
        ],
    } | more
    return reading.parse(values)


def changed(after, before=None):
    return [one.title for one in sections.changed(sections.of(before or document()), sections.of(after))]


def put(path, **values):
    return editing.put(document(), path, values)


@pytest.mark.parametrize(
    ("path", "values", "expected"),
    [
        ("purposes/help", {"title": "Earlier help"}, ["1 Purpose"]),
        ("sections/why", {"text": "Because help comes too late."}, ["2 Why"]),
        ("sections/why", {"heading": "Reasons"}, ["2 Reasons"]),
        ("sections/why", {"not_needed": "Said elsewhere."}, ["2 Why"]),
        ("identity", {"context": "There was a summit."}, ["Summary and background"]),
    ],
)
def test_a_change_names_the_sections_that_say_something_else(path, values, expected):
    assert changed(put(path, **values)) == expected


def test_a_row_that_a_section_shows_belongs_to_it_and_others_to_the_further_details():
    longer = put("retention/kept", period={"number": 3, "unit": "years"})
    assert changed(longer) == ["Further details"]


def test_a_number_or_another_order_says_the_same():
    first, second = (row.model_dump(mode="json", exclude_defaults=True) for row in document().sections)
    renumbered = document(sections=[second | {"number": "1"}, first | {"number": "2"}])
    assert changed(renumbered) == []


def test_new_and_lost_sections_are_named():
    rows = [row.model_dump(mode="json", exclude_defaults=True) for row in document().sections]
    more = document(sections=[*rows, {"key": "end", "number": "3", "heading": "End", "text": "It ends."}])
    assert changed(more) == ["3 End"]
    assert changed(document(), more) == ["3 End"]


def test_signatures_are_a_section():
    asked = document(signatures=[{"key": "a", "party": "a", "office": "Chief Executive"}])
    assert changed(asked) == ["Signatures"]


def test_the_same_document_says_the_same_every_time():
    assert sections.of(document()) == sections.of(document())


@pytest.mark.parametrize(
    ("outcome", "is_asked", "is_current", "expected"),
    [
        ("", False, True, Standing.NOT_ASKED),
        ("", True, True, Standing.WAITING),
        (Outcome.APPROVE, True, True, Standing.APPROVED),
        (Outcome.APPROVE, False, True, Standing.APPROVED),
        (Outcome.COMMENTS, True, True, Standing.COMMENTED),
        (Outcome.COMMENTS, True, False, Standing.OUT_OF_DATE),
        (Outcome.APPROVE, True, False, Standing.OUT_OF_DATE),
        (Outcome.CHANGES, True, False, Standing.CHANGES),
        (Outcome.LEAVE, True, False, Standing.LEAVING),
    ],
)
def test_where_a_party_stands(outcome, is_asked, is_current, expected):
    assert standing.of(is_asked=is_asked, outcome=outcome, is_current=is_current) is expected


def test_every_standing_has_a_colour_and_every_hold_a_sentence():
    assert set(STANDING_COLOURS) == set(Standing)
    for held in standing.HOLDS_UP:
        assert len(list(standing.reasons([Held("Ash Council", held)]))) == 1
    for free in set(Standing) - standing.HOLDS_UP:
        assert list(standing.reasons([Held("Ash Council", free)])) == []


def test_sentences_for_many_parties_stay_short():
    held = [Held(f"Council {number}", Standing.WAITING) for number in range(33)]
    words = "Council 0, Council 1, Council 2 and 30 others have not approved the text yet."
    assert list(standing.reasons(held)) == [words]
    assert standing.listed(["A"]) == "A"
    assert standing.listed(["A", "B", "C", "D"]) == "A, B, C and D"


def test_working_days_skip_weekends_and_each_nations_holidays():
    friday = dt.date(2026, 11, 27)
    assert standing.working_days_after(friday, 1, ENGLAND) == dt.date(2026, 11, 30)
    assert standing.working_days_after(friday, 1, SCOTLAND) == dt.date(2026, 12, 1)  # St Andrew's Day
    assert standing.working_days_before(dt.date(2026, 12, 29), 1, ENGLAND) == dt.date(2026, 12, 24)
    assert standing.working_days_before(dt.date(2026, 12, 26), 0, ENGLAND) == dt.date(2026, 12, 24)


@given(day=DAYS, count=st.integers(0, 40), calendar=st.sampled_from([ENGLAND, SCOTLAND]))
def test_working_days_against_an_oracle_that_walks(day, count, calendar):
    last = standing.working_days_after(day, count, calendar)
    walked = [day + number * DAY for number in range(1, (last - day).days + 1)]
    assert sum(calendar.is_working(one) for one in walked) == count
    assert count == 0 or calendar.is_working(last)
    assert standing.working_days_between(day, last, calendar) == count
    assert standing.working_days_before(last, count, calendar) <= day or count == 0


@given(due=DAYS, days=st.integers(0, 60), asked_before=st.integers(0, 60))
def test_reminders_come_nearer_and_never_from_before_the_asking(due, days, asked_before):
    asked_on = due - asked_before * DAY
    on = asked_on + days * DAY
    offset = standing.newest_reminder(due, ENGLAND, asked_on=asked_on, on=on)
    if offset is not None:
        assert asked_on < standing.working_days_before(due, offset, ENGLAND) <= on
    later = standing.newest_reminder(due, ENGLAND, asked_on=asked_on, on=on + DAY)
    assert offset is None or (later is not None and later <= offset)
    following = standing.next_reminder(due, ENGLAND, on=on)
    assert following is None or on < following <= due


def test_what_a_newer_release_typesets_otherwise_is_set_anew_and_not_called_changed(monkeypatch):
    """Digests noted by an older release never make an approval out of date by themselves."""
    old = document()
    kept = ReviewedText(digest="a" * 64, text=canonical.dump(old), sections={"purpose": "noted by an older release"})
    now = put("purposes/help", title="Earlier help")
    agreement = Agreement(working_digest="b" * 64)
    monkeypatch.setattr(sections, "_KNOWN", OrderedDict())
    assert [one.title for one in board.changed_since(kept, agreement, now)] == ["1 Purpose"]
    assert board.changed_since(kept, Agreement(working_digest="c" * 64), old) == ()
    assert board.changed_since(kept, Agreement(working_digest="a" * 64), now) == ()


def test_only_so_many_texts_are_remembered(monkeypatch):
    monkeypatch.setattr(sections, "_KNOWN", OrderedDict())
    monkeypatch.setattr(sections, "_AT_MOST", 2)
    for number in range(4):
        sections.remembered(str(number), document)
    assert list(sections._KNOWN) == ["2", "3"]
