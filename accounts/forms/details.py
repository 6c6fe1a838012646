"""What people say about themselves, one question a page, and their email address."""

import copy
import re
from typing import Any

from allauth.account.forms import AddEmailForm, ChangeEmailForm, ConfirmEmailVerificationCodeForm
from django import forms
from django.core.exceptions import ValidationError

from accounts.forms import fields
from accounts.models import User
from foundation.fields import SingleLineField

_PHONE = re.compile(r"\+?[0-9][0-9 ()\-]{5,38}(?: ?(?:ext|x)\.? ?[0-9]{1,6})?", re.IGNORECASE)


class PhoneField(SingleLineField):
    def clean(self, value: Any) -> str:
        number: str = super().clean(value)
        if number and not _PHONE.fullmatch(number):
            raise ValidationError("Enter a phone number, like 020 7946 0000 or +44 20 7946 0000", code="phone")
        return number


def _line(
    noun: str, label: str, limit: int, hint: str, *, required: bool = False, autocomplete: str = ""
) -> SingleLineField:
    field = SingleLineField(
        noun=noun, max_length=limit, label=label, help_text=hint, required=required, must_have_letters=True
    )
    if autocomplete:
        field.widget.attrs["autocomplete"] = autocomplete
    return field


# The address of each question, the field of the person it fills, and its form field.
QUESTIONS: dict[str, tuple[str, SingleLineField]] = {
    "name": (
        "full_name",
        _line("your full name", "What is your full name?", 200, "", required=True, autocomplete="name"),
    ),
    "job-title": (
        "job_title",
        _line("your job title", "What is your job title?", 200, "", autocomplete="organization-title"),
    ),
    "rank": (
        "rank",
        _line("your rank", "What is your rank?", 100, "For police and fire services, such as Chief Inspector"),
    ),
    "work-phone": (
        "work_phone",
        PhoneField(
            noun="your work phone number", max_length=40, label="What is your work phone number?", required=False
        ),
    ),
    "signing-name": (
        "signing_name",
        _line(
            "the name that you sign with",
            "What name do you sign with?",
            200,
            "You type this name when you sign. Leave it empty to sign with your full name.",
        ),
    ),
}
QUESTIONS["work-phone"][1].widget.attrs.update({"autocomplete": "tel", "inputmode": "tel", "data-width": "20"})


class DetailForm(forms.Form):
    """One question about the person."""

    def __init__(self, question: str, person: User, *args: Any, **kwargs: Any) -> None:
        self.attribute, field = QUESTIONS[question]
        kwargs.setdefault("initial", {self.attribute: getattr(person, self.attribute)})
        super().__init__(*args, **kwargs)
        self.fields[self.attribute] = copy.deepcopy(field)

    def answer(self) -> dict[str, str]:
        return {self.attribute: self.cleaned_data[self.attribute]}


class NewEmailForm(AddEmailForm):  # type: ignore[misc]
    email = fields.email("New email address", hint="We send a code to it, to be sure that it is yours")


class OtherEmailForm(ChangeEmailForm):  # type: ignore[misc]
    email = fields.email()


class EmailCodeForm(ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    code = fields.code(hint="For example 482 913")
