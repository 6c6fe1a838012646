"""How values look on a page."""

import datetime as dt

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Engine

from foundation.templatetags import ui

DAY = dt.date(2026, 11, 20)


def test_dates_and_times_are_british() -> None:
    assert ui.uk_date(dt.date(2019, 9, 20)) == "20 September 2019"
    assert ui.uk_date(dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)) == "2 July 2026"
    assert ui.uk_datetime(dt.datetime(2026, 7, 1, 13, 14, tzinfo=dt.UTC)) == "1 July 2026 at 2:14pm"
    assert ui.uk_date(None) == ui.uk_datetime(None) == ui.uk_time(None) == ui.machine_date(None) == ""


@pytest.mark.parametrize(
    ("time", "words"),
    [((0, 0), "midnight"), ((0, 5), "12:05am"), ((9, 0), "9am"), ((12, 0), "midday"), ((14, 14), "2:14pm")],
)
def test_times(time: tuple[int, int], words: str) -> None:
    assert ui.uk_time(dt.time(*time)) == words


@pytest.mark.parametrize(
    ("days", "words", "level"),
    [
        (-12, "Overdue by 12 days", "overdue"),
        (-1, "Overdue by 1 day", "overdue"),
        (0, "Due today", "due"),
        (1, "Due tomorrow", "due"),
        (30, "Due in 30 days", "due"),
        (31, "Due in 4 weeks", "soon"),
        (90, "Due in 12 weeks", "soon"),
        (91, "", "on-track"),
    ],
)
def test_how_far_away_a_date_is(days: int, words: str, level: str) -> None:
    due = DAY + dt.timedelta(days=days)
    assert ui.contextual_date(due, DAY) == words
    assert ui.contextual_level(due, DAY) == level


def test_a_due_date_is_counted_in_british_days() -> None:
    late_evening = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)  # already 1 July in London
    assert ui.contextual_date(dt.date(2026, 7, 1), late_evening) == "Due today"


def test_colours_of_states() -> None:
    assert ui.tag_colour("Overdue for review") == "red"
    assert ui.tag_colour("In force") == ""
    assert set(ui.TAG_COLOURS.values()) <= {"grey", "blue", "purple", "green", "amber", "red"}


def test_fingerprints_are_read_in_groups_of_four() -> None:
    assert ui.fingerprint("7f3a91c024be") == "7F3A 91C0 24BE"
    assert ui.fingerprint("7f3a91c024be", 2) == "7F3A 91C0 …"


@pytest.mark.parametrize(
    ("current", "expected"),
    [(1, [1, 2, 0, 9]), (4, [1, 2, 3, 4, 5, 0, 9]), (9, [1, 0, 8, 9]), (5, [1, 0, 4, 5, 6, 0, 9])],
)
def test_pages_worth_a_link(current: int, expected: list[int]) -> None:
    assert ui.page_numbers(Paginator(range(225), 25), current) == expected


class Form(forms.Form):
    name = forms.CharField(error_messages={"required": "Enter a name"})
    part = forms.ChoiceField(
        choices=[("a", "A")], widget=forms.RadioSelect, error_messages={"required": "Select a part"}
    )

    def clean(self) -> None:
        self.add_error(None, "These do not go together")


def test_the_error_summary_leads_to_the_fields() -> None:
    assert [tuple(link) for link in ui.error_links(Form({}))] == [
        ("These do not go together", "id_name"),
        ("Enter a name", "id_name"),
        ("Select a part", "id_part_0"),
    ]
    assert len(ui.error_links([Form({}, prefix="a"), Form({}, prefix="b")])) == 6
    assert ui.error_links(None) == ui.error_links(Form()) == []


def test_words_alone_are_shown_without_looking_for_links_in_them() -> None:
    draw = Engine.get_default().get_template("_components/_value.html").render
    assert ui.is_words("a & b")
    assert not ui.is_words({"text": "a"})
    assert draw(Context({"value": "a & b"})).strip() == "a &amp; b"
    assert draw(Context({"value": {"text": "Go", "href": "/x"}})).strip() == '<a class="govuk-link" href="/x">Go</a>'


def test_a_list_to_choose_from_marks_what_is_chosen() -> None:
    class Asked(forms.Form):
        body = forms.ChoiceField(choices=[("", "All"), ("a&b", "A & B"), ("Group", [("c", "C")])])

    drawn = str(Asked({"body": "a&b"})["body"])
    assert '<option value="a&amp;b" selected>A &amp; B</option>' in drawn
    assert '<option value="">All</option>' in drawn
    assert '<optgroup label="Group">' in drawn
    assert drawn.count("selected") == 1
