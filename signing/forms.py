"""What the signing pages ask for."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.models import User
from foundation.fields import DatePartsField, SingleLineField
from parties.capacities import Capacity
from parties.models import Organisation
from signing import policies, statements
from signing.models import Request
from signing.services import acts

TICK_BOTH = "Tick both boxes to sign"
NAME_DIFFERS = "Type your name as it appears on your account"


class DeclareForm(forms.Form):
    """Two boxes to tick, a name to type, a rank where ranks are used."""

    statements = forms.MultipleChoiceField(
        label="You declare",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": TICK_BOTH, "invalid_choice": TICK_BOTH},
    )
    typed_name = SingleLineField(
        noun="your name",
        label="Your full name",
        max_length=200,
        error_messages={"required": NAME_DIFFERS},
        widget=forms.TextInput(attrs={"data-width": "two-thirds", "autocomplete": "name", "spellcheck": "false"}),
    )
    rank = SingleLineField(
        noun="your rank",
        label="Your rank",
        max_length=100,
        widget=forms.TextInput(attrs={"data-width": "20", "spellcheck": "false"}),
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data: Any = None, *, asked: Request, person: User) -> None:
        super().__init__(data, initial={"fingerprint": asked.round.version.fingerprint, "rank": person.rank})
        self.person = person
        self.sentences = statements.of_version(asked.round.version, asked.party_key)
        self.fields["statements"].choices = list(enumerate(self.sentences))  # type: ignore[attr-defined]
        self.fields["typed_name"].help_text = f"Type it as it appears on your account: {person.name_to_sign}"
        if not acts.needs_rank(asked, person):
            del self.fields["rank"]

    def clean_statements(self) -> list[str]:
        ticked: list[str] = self.cleaned_data["statements"]
        if len(ticked) != len(self.sentences):
            raise forms.ValidationError(TICK_BOTH)
        return list(self.sentences)

    def clean_typed_name(self) -> str:
        typed: str = self.cleaned_data["typed_name"]
        if not policies.names_match(typed, self.person):
            raise forms.ValidationError(NAME_DIFFERS)
        return typed


class AskForm(forms.Form):
    """Who signs for each party, and by when."""

    sign_by = DatePartsField(
        noun="the last day to sign",
        label="Last day to sign",
        help_text="Signatories see this date. You can see who has signed at any time.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        places: Mapping[str, Organisation],
        eligible: Mapping[str, list[Capacity]],
        today: dt.date,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.places = places
        asked: dict[str, forms.Field] = {}
        for key, organisation in places.items():
            choices = {capacity.person_id: _words(capacity) for capacity in eligible[key]}
            asked[self.name_of(key)] = forms.TypedChoiceField(
                label=f"Who signs for {organisation.legal_name}",
                choices=list(choices.items()),
                coerce=int,
                widget=forms.RadioSelect,
                initial=next(iter(choices)) if len(choices) == 1 else None,
                error_messages={"required": f"Select who signs for {organisation.name}"},
            )
        self.fields = asked | self.fields
        self.fields["sign_by"].earliest = today  # type: ignore[attr-defined]

    @staticmethod
    def name_of(key: str) -> str:
        return f"party-{key}"

    def signatories(self) -> dict[str, User]:
        chosen = {key: self.cleaned_data[self.name_of(key)] for key in self.places}
        people = User.objects.in_bulk(chosen.values())
        return {key: people[pk] for key, pk in chosen.items() if pk in people}


def _words(capacity: Capacity) -> str:
    office = ", ".join(part for part in (capacity.rank, capacity.office) if part)
    return f"{capacity.person}, {office}" if office else capacity.person
