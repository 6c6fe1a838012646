"""What people ask of the checks, the history and comparisons, and the reasons they give."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from foundation.fields import LongTextField
from foundation.verdicts import Severity

FEWEST_WORDS = 5
ANY = ("", "All")
Choices = Iterable[tuple[str, str]]


class ReasonForm(forms.Form):
    """Why a check is answered without a change."""

    reason = LongTextField(
        noun="a reason",
        label="Why is it right as it is?",
        help_text="Your reason, name and the date are printed in the agreement. Everybody who signs reads them.",
        max_length=2_000,
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if len(re.findall(r"\w+", reason)) < FEWEST_WORDS:
            raise forms.ValidationError(f"Reason must be {FEWEST_WORDS} words or more, so that others understand it")
        return reason


class _Filter(forms.Form):
    """Fields of choices, none of them needed; a value that is no choice is left out rather than refused."""

    hide_optional = True

    def __init__(self, data: Mapping[str, Any], **choices: Choices) -> None:
        offered = {name: [ANY, *members] for name, members in choices.items()}
        known = {name: data[name] for name in offered if data.get(name) in dict(offered[name])}
        super().__init__({name: value for name, value in known.items() if value})
        for name, members in offered.items():
            self.fields[name] = forms.ChoiceField(required=False, label=self.labels[name], choices=members)
        self.full_clean()

    labels: Mapping[str, str] = {}

    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    def said(self, name: str) -> str:
        field: Any = self.fields[name]
        return str(dict(field.choices).get(self.cleaned_data.get(name), ""))


class ChecksFilter(_Filter):
    labels = {"severity": "Severity", "section": "Section", "party": "Party", "on": "Check the text as on"}

    def __init__(self, data: Mapping[str, Any], *, sections: Choices, parties: Choices, days: Choices) -> None:
        severities = [(severity.value, severity.value.capitalize()) for severity in Severity]
        super().__init__(data, severity=severities, section=sections, party=parties, on=days)


class HistoryFilter(_Filter):
    labels = {"section": "Section", "person": "Person"}

    def __init__(self, data: Mapping[str, Any], *, sections: Choices, people: Choices) -> None:
        super().__init__(data, section=sections, person=people)


class SidesForm(forms.Form):
    """Two texts to compare. What cannot be compared is left out rather than refused."""

    hide_optional = True

    def __init__(self, data: Mapping[str, Any], *, choices: list[tuple[str, str]], first: str, second: str) -> None:
        known = dict(choices)
        sides = {"from": first, "to": second}
        values = {name: data[name] if data.get(name) in known else usual for name, usual in sides.items()}
        super().__init__(values)
        for name, label in (("from", "From"), ("to", "To")):
            self.fields[name] = forms.ChoiceField(required=False, label=label, choices=choices)
        self.full_clean()


def day(text: str) -> dt.date | None:
    """A day as addresses write it."""
    try:
        return dt.date.fromisoformat(text) if re.fullmatch(r"[12]\d{3}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        return None
