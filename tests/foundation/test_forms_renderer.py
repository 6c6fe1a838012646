"""Django's form rendering speaks GOV.UK's markup, for any form of any app."""

from typing import Any

from django import forms

from dsaportal.styleguide import ExampleForm
from foundation import fields, widgets


def _field(field: forms.Field, data: dict[str, Any] | None = None) -> str:
    form = type("Form", (forms.Form,), {"answer": field})
    return str(form(data)["answer"].as_field_group())


def test_a_box_has_its_label_hint_and_width() -> None:
    html = _field(
        forms.CharField(
            label="Code", help_text="6 numbers", widget=widgets.TextInput({"data-width": "10"}), max_length=6
        )
    )
    assert '<label class="govuk-label govuk-label--s" for="id_answer">Code</label>' in html
    assert 'class="govuk-input govuk-input--width-10"' in html
    assert 'aria-describedby="id_answer_helptext"' in html
    assert 'id="id_answer_helptext"' in html
    # A browser that cuts off what is pasted, or answers in its own words, hides our message.
    for foreign in ("maxlength", "required", "data-width"):
        assert foreign not in html


def test_an_error_is_beside_its_field_and_named_by_it() -> None:
    html = _field(forms.CharField(error_messages={"required": "Enter a code"}), {})
    assert "govuk-form-group--error" in html
    assert "govuk-input--error" in html
    assert 'aria-describedby="id_answer_error"' in html
    assert 'id="id_answer_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<span class="govuk-visually-hidden">Error:</span> Enter a code' in html


def test_what_may_be_left_out_says_so() -> None:
    assert "(optional)" in _field(forms.CharField(required=False))
    assert "(optional)" not in _field(forms.CharField())
    assert "(optional)" not in _field(forms.BooleanField(required=False))
    assert _field(forms.CharField(required=False, label="Rank (optional)")).count("optional") == 1


def test_numbers_are_typed_as_text() -> None:
    html = _field(forms.IntegerField(min_value=1, max_value=9))
    assert 'type="text" inputmode="numeric"' in html
    assert "min=" not in html


def test_long_answers_count_what_is_left() -> None:
    html = _field(fields.LongTextField(label="Purpose", noun="the purpose", max_length=20_000))
    assert 'data-module="govuk-character-count"' in html
    assert 'data-maxlength="20000"' in html
    assert "You can enter up to 20,000 characters" in html
    assert 'aria-describedby="id_answer-info"' in html


def test_passwords_can_be_shown_and_pasted() -> None:
    html = _field(forms.CharField(widget=forms.PasswordInput({"autocomplete": "new-password"})))
    assert 'data-module="govuk-password-input"' in html
    assert 'aria-controls="id_answer"' in html
    assert 'autocomplete="new-password"' in html
    assert "onpaste" not in html


def test_choices_are_a_group_with_hints_reveals_and_an_exclusive_one() -> None:
    html = str(ExampleForm(prefix="e"))
    assert html.count('name="e-instructions"') == 1
    assert 'data-aria-controls="id_e-role_1-more"' in html
    assert 'aria-describedby="id_e-role_0-hint"' in html
    assert 'data-behaviour="exclusive"' in html
    assert "<fieldset" in html
    assert "&lt;div" not in html


def test_dates_are_three_boxes_in_a_group() -> None:
    html = _field(
        fields.DatePartsField(label="Review date", noun="the review date"),
        {"answer_day": "31", "answer_month": "6", "answer_year": "2027"},
    )
    assert 'role="group" aria-describedby="id_answer_error"' in html
    assert html.count("govuk-input--error") == 3
    assert 'for="id_answer_0">Day</label>' in html
    assert 'value="31"' in html


def test_typed_text_is_escaped_everywhere() -> None:
    html = _field(forms.CharField(label="<b>Name</b>", help_text="<i>x</i>", max_length=3), {"answer": "<script>"})
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<script>" not in html


def test_a_select_and_a_file_have_their_classes() -> None:
    assert 'class="govuk-select"' in _field(forms.ChoiceField(choices=[("a", "A")]))
    assert "govuk-file-upload--error" in _field(forms.FileField(), {})
