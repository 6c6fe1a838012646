"""What people type when a text goes round the parties."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.models import User
from foundation.fields import DatePartsField, LongTextField
from foundation.widgets import Textarea
from parties.models import Organisation
from reviews import standing
from reviews.choices import NEEDS_NOTE, Outcome

MESSAGE, NOTE, REASON = 2_000, 5_000, 2_000

People = Mapping[int, Sequence[User]]


def _due(on: dt.date, *, initial: dt.date, earliest: dt.date) -> DatePartsField:
    return DatePartsField(
        noun="the due date",
        label="When should they have answered?",
        help_text="They are reminded 5 working days and 1 working day before, and on the day.",
        initial=initial,
        earliest=earliest,
        latest=on + standing.LONGEST,
    )


def _whom(organisation: Organisation, people: Sequence[User], label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=[(str(one.pk), _named(one)) for one in people],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={
            "invalid_choice": f"Somebody chosen does not review for {organisation.name} now. Look at the list again"
        },
    )


def _named(person: User) -> str:
    return ", ".join(filter(None, (person.full_name or person.email, person.job_title)))


class SendForm(forms.Form):
    """Whom to ask for each party, until when, and with which words. Everybody who can be asked is chosen at first."""

    hide_optional = True

    def __init__(
        self,
        data: Any = None,
        *,
        parties: Sequence[Organisation],
        people: People,
        due_on: dt.date,
        on: dt.date,
    ) -> None:
        first = {f"party-{one.slug}": [str(who.pk) for who in people.get(one.pk, ())] for one in parties}
        super().__init__(data, initial=first)
        self._parties = [one for one in parties if people.get(one.pk)]
        for one in self._parties:
            self.fields[f"party-{one.slug}"] = _whom(one, people[one.pk], one.name)
        self.fields["due_on"] = _due(on, initial=due_on, earliest=on + dt.timedelta(days=1))
        self.fields["message"] = LongTextField(
            noun="a message",
            label="Message (optional)",
            help_text="It stands in the email and on the board. Every party can read it.",
            max_length=MESSAGE,
            required=False,
            widget=Textarea({"rows": 4}),
        )

    @property
    def chosen(self) -> dict[int, list[int]]:
        found = {one.pk: [int(key) for key in self.cleaned_data[f"party-{one.slug}"]] for one in self._parties}
        return {organisation: people for organisation, people in found.items() if people}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self._parties and not self.errors and not self.chosen:
            self.add_error(f"party-{self._parties[0].slug}", "Select at least one person to ask")
        return found


class DecideForm(forms.Form):
    """A party's decision. The note belongs to all decisions but a plain approval."""

    hide_optional = True
    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=[
            (Outcome.APPROVE, "Approve"),
            (Outcome.COMMENTS, "Approve with comments"),
            (Outcome.CHANGES, "Ask for changes"),
            (Outcome.LEAVE, "Not for us"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you decide", "invalid_choice": "Select what you decide"},
    )
    note = LongTextField(
        noun="your comments",
        label="Your comments, the changes you ask for, or why it is not for you",
        help_text="Every party can read this.",
        max_length=NOTE,
        required=False,
        widget=Textarea({"rows": 5}),
    )
    _HINTS = {
        Outcome.APPROVE.value: "The text as it is can be frozen and signed.",
        Outcome.COMMENTS.value: "The text can be frozen. Your comments go to the lead organisation.",
        Outcome.CHANGES.value: "The text cannot be frozen until this is settled.",
        Outcome.LEAVE.value: "Your organisation does not want to be a party.",
    }
    _MISSING = {
        Outcome.COMMENTS: "Enter your comments, or choose to approve without them",
        Outcome.CHANGES: "Enter which changes you ask for",
        Outcome.LEAVE: "Enter why the agreement is not for your organisation",
    }

    def __init__(self, data: Any = None, *, voices: Sequence[Organisation]) -> None:
        super().__init__(data)
        self._voices = {one.slug: one for one in voices}
        self.fields["outcome"].choice_hints = self._HINTS  # type: ignore[attr-defined]
        if len(self._voices) > 1:
            self.fields["organisation"] = forms.ChoiceField(
                label="Which organisation do you decide for?",
                choices=[(slug, one.name) for slug, one in self._voices.items()],
                error_messages={"required": "Choose which organisation you decide for"},
            )
            self.order_fields(["organisation", "outcome", "note"])

    @property
    def speaker(self) -> Organisation:
        found = self._voices.get(self.cleaned_data.get("organisation", ""))
        return found or next(iter(self._voices.values()))

    @property
    def decision(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("outcome") in NEEDS_NOTE and "note" in found and not found["note"]:
            self.add_error("note", self._MISSING[Outcome(found["outcome"])])
        return found


class ExtendForm(forms.Form):
    def __init__(self, data: Any = None, *, due_on: dt.date, on: dt.date) -> None:
        super().__init__(data)
        first = max(on, due_on) + dt.timedelta(days=1)
        self.fields["due_on"] = _due(on, initial=first, earliest=first)


class ReviewersForm(forms.Form):
    """Whom to ask for one party."""

    def __init__(
        self, data: Any = None, *, organisation: Organisation, people: Sequence[User], asked: Sequence[int]
    ) -> None:
        super().__init__(data, initial={"people": [str(key) for key in asked]})
        self.fields["people"] = _whom(organisation, people, f"Who should answer for {organisation.name}?")
        self.fields["people"].required = True
        self.fields["people"].error_messages["required"] = "Select at least one person to ask"

    @property
    def chosen(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["people"]]


class ReasonForm(forms.Form):
    reason = LongTextField(noun="why", label="Why?", max_length=REASON, widget=Textarea({"rows": 4}))

    def __init__(self, data: Any = None, *, label: str, hint: str) -> None:
        super().__init__(data)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint
        self.fields["reason"].error_messages["required"] = "Enter the reason"
