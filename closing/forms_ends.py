"""What people type when a party leaves, sharing is paused, or the agreement ends."""

import datetime as dt
from typing import Any

from django import forms

from agreements.policies_changes import LONGEST
from foundation.fields import DatePartsField, LongTextField
from foundation.widgets import Textarea

REASON = 2_000


def _between(field: forms.Field, first: dt.date) -> None:
    """From that day on, and not so far off that it can only be a slip."""
    assert isinstance(field, DatePartsField)
    field.earliest, field.latest = first, first + LONGEST


def _reason(label: str, help_text: str, noun: str = "the reason") -> LongTextField:
    return LongTextField(
        noun=noun,
        label=label,
        help_text=help_text,
        max_length=REASON,
        must_have_letters=True,
        widget=Textarea({"rows": 4}),
    )


class LeaveForm(forms.Form):
    hide_optional = True
    leaves_on = DatePartsField(
        noun="the day it leaves",
        label="When does it leave?",
        help_text="The first day on which it is no longer a party.",
    )
    reason = _reason("Why does it leave?", "Every party reads this. Leave out personal details.")

    def __init__(self, data: Any = None, *, today: dt.date, proposed: dt.date | None) -> None:
        super().__init__(data, initial={"leaves_on": proposed})
        _between(self.fields["leaves_on"], today)


class PauseForm(forms.Form):
    hide_optional = True
    from_on = DatePartsField(
        noun="the first day of the pause", label="From when?", help_text="The first day on which nobody shares."
    )
    reason = _reason("Why is sharing paused?", "Every party reads this. Leave out personal details.")

    def __init__(self, data: Any = None, *, today: dt.date) -> None:
        super().__init__(data, initial={"from_on": today})
        _between(self.fields["from_on"], today)


class EndForm(forms.Form):
    hide_optional = True
    on = DatePartsField(
        noun="the day it ends",
        label="When does it end?",
        help_text="The first day on which it does not apply. It can be today.",
    )
    confirm_by = DatePartsField(
        noun="the last day to confirm",
        label="By when does each party confirm what happened to the data?",
        help_text="Leave it empty for 30 days after the end.",
        required=False,
    )
    reason = _reason("Why does it end?", "Every party reads this. Leave out personal details.")

    def __init__(self, data: Any = None, *, today: dt.date, within: dt.timedelta) -> None:
        super().__init__(data)
        self.within = within
        _between(self.fields["on"], today)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        on, confirm_by = found.get("on"), found.get("confirm_by")
        if on and confirm_by and confirm_by < on:
            self.add_error("confirm_by", "The last day to confirm must be the day it ends or later")
        if on and confirm_by and confirm_by - on > LONGEST:
            self.add_error("confirm_by", "The last day to confirm must be within five years of the end")
        return found

    @property
    def last_day_to_confirm(self) -> dt.date:
        day: dt.date = self.cleaned_data["confirm_by"] or self.cleaned_data["on"] + self.within
        return day


class WhyForm(forms.Form):
    """A reason and nothing else."""

    reason = _reason("", "")

    def __init__(self, data: Any = None, *, label: str) -> None:
        super().__init__(data)
        self.fields["reason"].label = label
        self.fields["reason"].help_text = "Every party reads this. Leave out personal details."
