"""What people type about contacts and assurances."""

from typing import Any

from django import forms

from foundation.fields import DatePartsField, EmailField, SingleLineField
from foundation.widgets import TextInput
from parties.choices import AssuranceKind, ContactRole
from parties.models import Assurance, Contact

LEVELS = {
    AssuranceKind.DSPT: "Such as Standards met.",
    AssuranceKind.CYBER_ESSENTIALS: "Cyber Essentials or Cyber Essentials Plus.",
    AssuranceKind.ISO27001: "What the certificate covers, in a few words.",
}


class ContactForm(forms.Form):
    role = forms.ChoiceField(
        label="What for",
        choices=[("", "Choose one"), *ContactRole.choices],
        error_messages={
            "required": "Select what this contact is for",
            "invalid_choice": "Select what this contact is for",
        },
    )
    name = SingleLineField(
        noun="a name",
        max_length=200,
        must_have_letters=True,
        label="Name",
        help_text="Of a person, or of a team that shares a mailbox.",
    )
    job_title = SingleLineField(noun="a job title", max_length=200, required=False, label="Job title")
    email = EmailField(required=False, label="Email")
    phone = SingleLineField(
        noun="a phone number", max_length=40, required=False, label="Phone", widget=TextInput({"data-width": "20"})
    )
    is_shared_mailbox = forms.BooleanField(
        required=False,
        label="Several people read this mailbox",
        help_text="Everybody who uses the portal can then see the address.",
    )

    def __init__(self, *args: Any, contact: Contact | None = None, **options: Any) -> None:
        if contact is not None:
            options.setdefault("initial", {name: getattr(contact, name) for name in self.base_fields})
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        reachable = values.get("email") or values.get("phone")
        if "email" in values and "phone" in values and not reachable:
            self.add_error("email", "Enter an email address or a phone number")
        return values


class AssuranceForm(forms.Form):
    level = SingleLineField(noun="the level", max_length=100, required=False, label="Level")
    reference = SingleLineField(
        noun="the reference",
        max_length=100,
        required=False,
        label="Certificate or reference number",
        widget=TextInput({"data-width": "20"}),
    )
    expires_on = DatePartsField(
        noun="the date it runs out", required=False, label="Runs out on", help_text="For example, 27 3 2027."
    )

    def __init__(self, *args: Any, kind: AssuranceKind, assurance: Assurance | None = None, **options: Any) -> None:
        if assurance is not None:
            options.setdefault("initial", {name: getattr(assurance, name) for name in self.base_fields})
        super().__init__(*args, **options)
        self.fields["level"].help_text = LEVELS[kind]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not any(values.values()):
            self.add_error("level", "Enter the level, the number or the date it runs out")
        return values
