"""What people say of a whole section."""

from django import forms
from django.http import QueryDict

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


class _WhyForm(forms.Form):
    """A reason; once there is one, it is taken back by leaving it blank."""

    noun = label = help_text = taking_back = ""

    def __init__(self, data: QueryDict | None, *, now: str) -> None:
        super().__init__(data, initial={"reason": now})
        self.fields["reason"] = LongTextField(
            noun=self.noun,
            label=self.label,
            help_text=" ".join(filter(None, (self.help_text, self.taking_back if now else ""))),
            max_length=2_000,
            required=not now,
        )


class NotNeededForm(_WhyForm):
    noun = "why the section is not needed"
    label = "Why is this section not needed?"
    help_text = "Readers see this instead of the section."
    taking_back = "Leave it blank to ask the section’s questions again."


class WantedForm(_WhyForm):
    noun = "why the section is needed here"
    label = "Why is this section needed here?"
    help_text = "Everybody who writes the draft sees this in the list of sections."
    taking_back = "Leave it blank to ask the section’s questions no longer."
