"""Rows of the bad-input list that concern typed text; each test names its row."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import text


def test_b3_control_characters_go_from_a_line_and_from_paragraphs():
    assert text.single_line("a\x00b\x07c\td") == "abc d"
    assert text.long_text("a\x00b\r\nc\x07\td") == "ab\nc\td"


def test_b11_direction_characters_are_stripped_from_a_line_and_shown_in_paragraphs():
    assert text.single_line("abc\u202egpj.exe") == "abcgpj.exe"
    assert text.long_text("abc\u202egpj") == "abc⟦RLO⟧gpj"


def test_b13_the_same_name_in_two_encodings_is_the_same():
    composed, decomposed = "Zoë", unicodedata.normalize("NFD", "Zoë")
    assert composed != decomposed
    assert text.single_line(composed) == text.single_line(decomposed)
    assert text.folded(" ZOË  x") == text.folded("zoe\u0308 X")


def test_b15_five_hundred_marks_become_eight():
    assert len(text.single_line("x" + "\u0335" * 500)) == 1 + text.MARKS_PER_LETTER


@pytest.mark.parametrize(
    ("value", "seen"),
    [("abc", 3), ("👨‍👩‍👧‍👦", 1), ("🇬🇧🇫🇷", 2), ("e\u0301", 1), ("👍🏽", 1), ("❤️", 1), ("", 0), ("李", 1)],
)
def test_b12_people_count_what_they_see(value, seen):
    assert text.graphemes(value) == seen


@pytest.mark.parametrize(
    "name",
    [
        "Metropolitan Police Servíce",
        "Metrоpolitan Police Service",
        "METROPOLITAN  police service ",
        "Metropolitan Poliϲe Service",
    ],
)
def test_b21_b22_look_alikes_share_a_skeleton(name):
    assert text.skeleton(name) == text.skeleton("Metropolitan Police Service")


def test_different_names_keep_different_skeletons():
    assert text.skeleton("Essex Police") != text.skeleton("Sussex Police")


@pytest.mark.parametrize("name", ["O'Neill-Ścibor", "Ng", "李", "Sukarno", "Nguyễn", "محمد"])
def test_b20_names_in_any_script_survive(name):
    assert text.single_line(name) == unicodedata.normalize("NFC", name)


def test_b30_digits_of_other_scripts_are_read():
    assert text.ascii_digits("３/٤/2027") == "3/4/2027"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(value):
    for clean in (text.single_line, text.long_text):
        once = clean(value)
        assert clean(once) == once


@given(st.text())
def test_a_line_is_one_line_of_visible_characters(value):
    line = text.single_line(value)
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in line)
    assert line == line.strip()
    assert "  " not in line
