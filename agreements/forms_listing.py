"""How people look for agreements, and what they call a way of looking."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms

from agreements.choices import Status
from agreements.models.saved import NAME_LENGTH
from agreements.searching import SORTS, Wanted
from dsaformat.choices import Kind
from foundation import text
from foundation.fields import SingleLineField

LIMIT = 200
"""Characters of a search that are looked for."""

ANY = ("", "All")
CHOICES: dict[str, list[tuple[str, str]]] = {
    "state": [ANY, *((state.value, state.label) for state in Status)],
    "role": [ANY, ("lead", "We lead"), ("party", "We are a party, others lead")],
    "review": [
        ANY,
        ("overdue", "Overdue"),
        ("due30", "Due in 30 days"),
        ("due90", "Due in 90 days"),
        ("none", "No review date"),
    ],
    "signing": [ANY, ("ours", "Waiting for our signature")],
    "kind": [ANY, *((kind.value, kind.label) for kind in Kind)],
}
_WORDS = ("q", "lead", "party", "code")
_TICKS = ("special", "criminal")
_FIRST = ("q", "state", "role", "review")


class FilterForm(forms.Form):
    """Every field optional; what makes no sense is left out rather than refused."""

    hide_optional = True

    q = forms.CharField(required=False, label="Title, reference or party")
    state = forms.ChoiceField(required=False, label="State", choices=CHOICES["state"])
    role = forms.ChoiceField(required=False, label="Our part", choices=CHOICES["role"])
    review = forms.ChoiceField(required=False, label="Review", choices=CHOICES["review"])
    signing = forms.ChoiceField(required=False, label="Signing", choices=CHOICES["signing"])
    kind = forms.ChoiceField(required=False, label="Kind", choices=CHOICES["kind"])
    lead = forms.CharField(required=False, label="Lead organisation")
    party = forms.CharField(required=False, label="Party")
    code = forms.CharField(required=False, label="Law it relies on", help_text="For example: public task")
    special = forms.BooleanField(required=False, label="Includes special category data")
    criminal = forms.BooleanField(required=False, label="Includes criminal offence data")
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.typed = {name: text.single_line(str(data.get(name, ""))) for name in _WORDS}
        known: dict[str, Any] = {name: typed[:LIMIT].strip() for name, typed in self.typed.items()}
        known |= {name: data[name] for name, choices in CHOICES.items() if data.get(name) in dict(choices)}
        known |= {name: True for name in _TICKS if data.get(name) == "on"}
        known |= {"sort": data["sort"]} if data.get("sort") in SORTS else {}
        super().__init__({name: value for name, value in known.items() if value})
        self.full_clean()

    @property
    def was_cut(self) -> bool:
        """Whether more was typed than was searched for."""
        return any(len(typed) > LIMIT for typed in self.typed.values())

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in _FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name, field in self.fields.items() if name not in _FIRST and name != "sort"]

    @property
    def more_are_chosen(self) -> bool:
        return any(name not in _FIRST for name, _ in self.chosen())

    def wanted(self) -> Wanted:
        return Wanted(**self.cleaned_data)

    def query(self, **changes: str) -> str:
        """The address after the question mark, in the form's own order; an empty change takes a filter out."""
        values = {name: "on" if value is True else value for name, value in self.cleaned_data.items()} | changes
        return urlencode({name: value for name, value in values.items() if value})

    def chosen(self) -> list[tuple[str, str]]:
        """The filters in use: their names, and what each says."""
        return [(name, self._says(name)) for name in self.fields if name != "sort" and self.cleaned_data[name]]

    @property
    def order_words(self) -> str:
        """“title, last first”; empty for the usual order."""
        sort = str(self.cleaned_data["sort"])
        names = {"title": "title", "lead": "lead organisation", "state": "state", "review": "review date"}
        last_first = ", last first" if sort.startswith("-") else ""
        return f"{names[sort.removeprefix('-')]}{last_first}" if sort else ""

    def _says(self, name: str) -> str:
        label, value = str(self.fields[name].label), self.cleaned_data[name]
        if name in _TICKS:
            return label
        if name in CHOICES:
            return f"{label}: {dict(CHOICES[name])[value]}"
        return f"{'Words' if name == 'q' else label}: {value}"


class NameForm(forms.Form):
    name = SingleLineField(
        noun="a name for this view",
        label="Name",
        help_text="Only you see it",
        max_length=NAME_LENGTH,
        must_have_letters=True,
    )
