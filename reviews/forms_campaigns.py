"""What people choose and type when many agreements are reviewed at once."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from foundation.fields import DatePartsField, LongTextField, SingleLineField
from foundation.widgets import Textarea
from reviews import standing
from reviews.choices import CampaignKind

TITLE, NOTE = 200, 2_000


class SittingForm(forms.Form):
    """A remark on many answers at once."""

    hide_optional = True
    note = LongTextField(
        noun="a note",
        label="Note (optional)",
        help_text="It stands with the answer in each of these agreements. Every party can read it.",
        max_length=NOTE,
        required=False,
        widget=Textarea({"rows": 3}),
    )


class KindForm(forms.Form):
    """Why the agreements are to be reviewed."""

    kind = forms.ChoiceField(
        label="Why do you want them reviewed?",
        choices=CampaignKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why", "invalid_choice": "Select why"},
    )


class SubjectForm(forms.Form):
    """Which change of the law, which template, which period."""

    _WORDS = {
        CampaignKind.LAW: ("Which change in the law?", "Select a change in the law"),
        CampaignKind.TEMPLATE: ("Which template?", "Select a template"),
        CampaignKind.PERIOD: ("Reviews due in which period?", "Select a period"),
    }

    def __init__(self, data: Any = None, *, kind: CampaignKind, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        label, message = self._WORDS[kind]
        self.fields["about"] = forms.ChoiceField(
            label=label,
            choices=[("", "Choose"), *choices],
            error_messages={"required": message, "invalid_choice": message},
        )


class OpenForm(forms.Form):
    """What those who are asked read, and until when they answer."""

    hide_optional = True
    title = SingleLineField(
        noun="a title",
        label="Title",
        help_text="Everybody who is asked reads it.",
        max_length=TITLE,
        must_have_letters=True,
    )
    note = LongTextField(
        noun="what they should look at",
        label="What should they look at? (optional)",
        help_text="It stands in the email and over their list.",
        max_length=NOTE,
        required=False,
        widget=Textarea({"rows": 4}),
    )

    def __init__(self, data: Any = None, *, title: str = "", on: dt.date) -> None:
        super().__init__(data, initial={"title": title})
        self.fields["due_on"] = DatePartsField(
            noun="the due date",
            label="When should they have answered?",
            initial=on + dt.timedelta(days=28),
            earliest=on + dt.timedelta(days=1),
            latest=on + standing.LONGEST,
        )
        self.order_fields(["title", "note", "due_on"])
