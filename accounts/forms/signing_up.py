"""Making an account, under an invitation."""

from typing import Any

from allauth.account.forms import SignupForm
from allauth.core import context
from django.utils import timezone

from accounts import invited
from accounts.forms import fields
from accounts.services import people
from foundation.fields import SingleLineField


class SignUpForm(SignupForm):  # type: ignore[misc]
    """The address is the invitation's and cannot be typed. The name must be: a program that sends forms stops there."""

    full_name = SingleLineField(noun="your full name", max_length=200, must_have_letters=True, label="Full name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"
        self.fields["full_name"].help_text = "As it should stand under agreements that you sign"
        invitation = invited.find(context.request, timezone.now())  # noqa: TID251 - a door
        self.fields["email"] = fields.email()
        self.fields["email"].disabled = True
        self.fields["email"].initial = invitation.email if invitation else ""
        if "password1" in self.fields:
            self.fields["password1"] = fields.new_password("Password")

    def validate_unique_email(self, value: str) -> str:
        if people.unfinished(email=value):
            return value
        email: str = super().validate_unique_email(value)
        return email
