"""What an administrator decides for the organisation: one form for each card of the settings page."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from foundation import text
from foundation.fields import SingleLineField
from foundation.widgets import TextInput
from parties import logos
from parties.choices import Publication
from parties.preferences import MONTHS, REMINDER_DAYS, WORKING_DAYS, Chosen, Preferences


class WholeNumberField(SingleLineField):
    """A number typed in a box. ``noun`` completes 'Enter …'; what is out of range is refused with the range."""

    def __init__(self, *, among: range, **options: Any) -> None:
        self.among = among
        options.setdefault("widget", TextInput({"data-width": "3", "inputmode": "numeric"}))
        super().__init__(max_length=20_000, **options)

    def clean(self, value: Any) -> int:
        typed = text.ascii_digits(super().clean(value)).replace(",", "")
        first, last = self.among[0], self.among[-1]
        if not (typed.isascii() and typed.isdecimal()) or len(typed) > 9 or int(typed) not in self.among:
            raise ValidationError(
                f"{self.label_text()} must be a whole number from {first} to {last}", code="out_of_range"
            )
        return int(typed)


class SettingsForm(forms.Form):
    """A form of some of the preferences."""

    def __init__(self, *args: Any, preferences: Preferences, **options: Any) -> None:
        options.setdefault("initial", {name: getattr(preferences, name) for name in self.base_fields})
        super().__init__(*args, **options)

    def chosen(self) -> Chosen:
        """What to hand to the service."""
        values: Chosen = {name: self.cleaned_data[name] for name in self.fields}  # type: ignore[assignment]
        return values


class ReviewsForm(SettingsForm):
    """When agreements are reviewed, and when people hear of it."""

    review_first_after_months = WholeNumberField(
        noun="after how many months the first review is",
        among=MONTHS,
        label="First review, in months after the start",
    )
    review_then_every_months = WholeNumberField(
        noun="after how many months each later review is", among=MONTHS, label="Then a review every so many months"
    )
    reminder_days = forms.TypedMultipleChoiceField(
        label="When people are reminded before a review",
        help_text="They are also told on the day, and when it has passed.",
        choices=[(days, f"{days} day{'' if days == 1 else 's'} before") for days in REMINDER_DAYS],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select when people are reminded of a review",
            "invalid_choice": "Select when people are reminded of a review",
        },
    )


class DraftsForm(SettingsForm):
    """How long partners have to review a draft."""

    draft_review_working_days = WholeNumberField(
        noun="how many working days partners have to review a draft",
        among=WORKING_DAYS,
        label="Working days to review a draft",
        help_text="Saturdays, Sundays and bank holidays do not count.",
    )


class PublicationForm(SettingsForm):
    """Whether the public register shows the organisation's agreements."""

    publication = forms.ChoiceField(
        label="Should the public register show your agreements?",
        help_text="You can say something else for each agreement.",
        choices=Publication.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select whether the public register shows your agreements",
            "invalid_choice": "Select whether the public register shows your agreements",
        },
    )


class LogoForm(forms.Form):
    logo = forms.FileField(
        label="Logo",
        help_text="PNG or JPEG, smaller than 1MB. Transparent parts become white.",
        allow_empty_file=True,
        widget=forms.FileInput({"accept": logos.ACCEPT}),
        error_messages={
            "required": "Select a file",
            "missing": "The selected file could not be uploaded – try again",
            "invalid": "The selected file could not be uploaded – try again",
        },
    )

    def clean_logo(self) -> Any:
        file = self.cleaned_data["logo"]
        if file.size > logos.LARGEST:
            raise ValidationError(logos.TOO_BIG)
        return file
