"""What an administrator types about the organisation's people."""

from typing import Any, cast

from django import forms

from accounts.roles import ABOUT, Role
from foundation.fields import EmailField, SingleLineField


class _RolesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
    choice_hints = {role.value: words for role, words in ABOUT.items()}

    def __init__(self) -> None:
        super().__init__(
            label="Roles",
            choices=Role.choices,
            help_text="Select everything that applies.",
            error_messages={"required": "Select at least one role", "invalid_choice": "Select roles from the list"},
        )

    def clean(self, value: Any) -> list[Role]:
        return [Role(role) for role in super().clean(value)]


class InviteForm(forms.Form):
    full_name = SingleLineField(noun="their full name", max_length=200, must_have_letters=True, label="Full name")
    email = EmailField(
        noun="their email address",
        label="Email address",
        help_text="Their own work address. The invitation works for this address only.",
    )
    job_title = SingleLineField(noun="their job title", max_length=200, required=False, label="Job title")
    roles = _RolesField()

    def __init__(self, *args: Any, first: bool = False, **kwargs: Any) -> None:
        """``first``: for the first person of an organisation, who can only be an administrator."""
        super().__init__(*args, **kwargs)
        if first:
            cast(_RolesField, self.fields["roles"]).choices = [(Role.ADMINISTRATOR.value, Role.ADMINISTRATOR.label)]
            self.initial["roles"] = [Role.ADMINISTRATOR.value]


class RolesForm(forms.Form):
    job_title = SingleLineField(noun="their job title", max_length=200, required=False, label="Job title")
    roles = _RolesField()
