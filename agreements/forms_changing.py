"""What people say when an agreement changes: why, and who signs again."""

from collections.abc import Sequence
from typing import Any

from django import forms

from agreements.choices import Again
from agreements.models import Variation
from foundation.fields import LongTextField
from foundation.widgets import Textarea

REASON = 2_000


class OpenForm(forms.Form):
    reason = LongTextField(
        noun="why the agreement changes",
        label="Why the agreement changes",
        help_text="Every party reads this, and it stands in the record.",
        max_length=REASON,
        must_have_letters=True,
        error_messages={"required": "Enter why the agreement changes"},
        widget=Textarea({"rows": 4}),
    )


class DecideForm(forms.Form):
    """Who signs again. What the comparison proposes, or was decided before, is chosen at first."""

    hide_optional = True
    again = forms.ChoiceField(
        label="Who signs again?",
        choices=[
            (Again.EVERYONE, "Everyone"),
            (Again.THESE, "Only some of the parties"),
            (Again.NOBODY, "Nobody"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who signs again", "invalid_choice": "Select who signs again"},
    )
    parties = forms.MultipleChoiceField(
        label="Which parties sign again?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Somebody chosen does not sign this text now. Look at the list again"},
    )
    because = LongTextField(
        noun="why you decide otherwise",
        label="Why you decide otherwise than proposed",
        help_text="Leave this empty when you follow the proposal. Every party reads it.",
        max_length=REASON,
        required=False,
        widget=Textarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, signing: Sequence[tuple[str, str]], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.fields["parties"].choices = list(signing)  # type: ignore[attr-defined]
        self.fields["again"].reveals = {Again.THESE.value: ["parties"]}  # type: ignore[attr-defined]
        self.fields["again"].choice_hints = {  # type: ignore[attr-defined]
            Again.EVERYONE.value: "It comes into force when everybody has signed, or as many as the text asks for.",
            Again.THESE.value: "It comes into force when all of these have signed. The others are told.",
            Again.NOBODY.value: "You put it in force once its text is frozen. Everyone is told.",
        }

    @classmethod
    def initial_of(cls, variation: Variation, proposed: Again, parties: Sequence[str]) -> dict[str, Any]:
        if variation.again:
            return {"again": variation.again, "parties": variation.parties, "because": variation.because}
        return {"again": proposed, "parties": list(parties)}

    @property
    def chosen(self) -> Again:
        return Again(self.cleaned_data["again"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("again") == Again.THESE and "parties" in found and not found["parties"]:
            self.add_error("parties", "Select who signs again")
        return found
