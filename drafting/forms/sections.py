"""What people say of a whole section."""

from django import forms

from foundation.fields import LongTextField


class CompletedForm(forms.Form):
    completed = forms.ChoiceField(
        label="Have you completed this section?",
        choices=[("yes", "Yes, I’ve completed this section"), ("no", "No, I’ll come back to it later")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select whether you’ve completed this section",
            "invalid_choice": "Select whether you’ve completed this section",
        },
    )


class NotNeededForm(forms.Form):
    reason = LongTextField(
        noun="why the section is not needed",
        label="Why is this section not needed?",
        help_text="Readers see this instead of the section. Leave it blank to ask the section’s questions again.",
        max_length=2_000,
        required=False,
    )
