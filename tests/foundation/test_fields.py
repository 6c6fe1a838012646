"""Rows of the bad-input list that concern form fields; each test names its row."""

import datetime as dt

import pytest
from django import forms

from foundation import fields


class Sample(forms.Form):
    title = fields.SingleLineField(noun="a title", max_length=120, must_have_letters=True, required=False)
    answer = fields.LongTextField(noun="how you handle breaches", label="How you handle breaches", required=False)
    email = fields.EmailField(required=False)
    review = fields.DatePartsField(noun="the review date", required=False, latest=dt.date(2029, 11, 20))


def errors(**data: str) -> dict[str, list[str]]:
    return dict(Sample(data).errors)


def date_errors(day: str, month: str, year: str) -> list[str]:
    return errors(review_day=day, review_month=month, review_year=year).get("review", [])


def test_an_empty_required_field_says_what_to_enter():
    assert fields.SingleLineField(noun="a title", max_length=5).error_messages["required"] == "Enter a title"


def test_b10_a_title_of_invisible_characters_is_not_a_title():
    field = fields.SingleLineField(noun="a title", max_length=120, must_have_letters=True)
    with pytest.raises(forms.ValidationError, match="Enter a title"):
        field.clean("\u200b\u200b")
    assert errors(title="—  !!") == {"title": ["Title must include letters or numbers"]}


def test_b12_length_is_counted_as_people_see_it():
    assert errors(title="x" * 121) == {"title": ["Title must be 120 characters or fewer"]}
    assert errors(title="a" + "👍🏽" * 100) == {}
    assert errors(title="a" + "👨‍👩‍👧‍👦" * 119) == {"title": ["Title must be 120 characters or fewer"]}


def test_b14_one_character_too_many_keeps_the_text():
    form = Sample({"answer": "y" * 20_001})
    assert form.errors["answer"] == ["How you handle breaches must be 20,000 characters or fewer"]
    assert form["answer"].value() == "y" * 20_001


@pytest.mark.parametrize(
    "address",
    [
        "a@b.uk\nBcc:x",
        '"a b"@x.uk',
        "a@localhost",
        "a" * 250 + "@b.uk",
        "a@b.uk,c@d.uk",
        "@b.uk",
        "a@",
        "a b@c.uk",
        "a@b..uk",
    ],
)
def test_b87_odd_addresses_are_refused_with_one_sentence(address):
    assert errors(email=address) == {"email": [fields.EMAIL_MESSAGE]}


def test_b87_an_address_in_another_script_becomes_ascii():
    form = Sample({"email": "Name@Пример.рф"})
    assert form.is_valid()
    assert form.cleaned_data["email"] == "name@xn--e1afmkfd.xn--p1ai"


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [("29", "2", "2027"), ("31", "6", "2027"), ("0", "1", "2027"), ("1", "13", "2027"), ("x", "1", "2027")],
)
def test_b27_b28_a_day_that_does_not_exist(day, month, year):
    assert date_errors(day, month, year) == ["Review date must be a real date"]


def test_b28_a_missing_part_is_named():
    assert date_errors("1", "", "2027") == ["Review date must include a month"]
    assert date_errors("1", "", "") == ["Review date must include a month and year"]


@pytest.mark.parametrize("year", ["27", "0003", "10000", "2027a"])
def test_b29_a_year_has_four_numbers(year):
    assert date_errors("1", "2", year) == ["Year must include 4 numbers"]


def test_b29_a_year_too_far_away():
    assert date_errors("1", "2", "9999") == ["Review date must be on or before 20 November 2029"]


def test_b25_b26_b30_day_comes_first_in_any_digits():
    form = Sample({"review_day": "３", "review_month": "٤", "review_year": "2027"})
    assert form.is_valid()
    assert form.cleaned_data["review"] == dt.date(2027, 4, 3)
    assert date_errors("31", "12", "2027") == []


def test_b33_five_thousand_digits_are_answered_at_once():
    assert date_errors("9" * 5000, "1", "2027") == ["Review date must be a real date"]
