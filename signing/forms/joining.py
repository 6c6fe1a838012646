"""Who signs for an organisation that joins, and by when."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import User
from foundation.fields import DatePartsField, SingleLineField
from parties.capacities import Capacity
from parties.models import Organisation
from signing.forms.asking import words


class JoinForm(forms.Form):
    signatory = forms.TypedChoiceField(label="", coerce=int, widget=forms.RadioSelect)
    sign_by = DatePartsField(
        noun="the last day to sign",
        label="Last day to sign",
        help_text="The signatory sees this date.",
    )

    def __init__(
        self, data: Any = None, *, organisation: Organisation, eligible: Iterable[Capacity], today: dt.date
    ) -> None:
        super().__init__(data)
        choices = {capacity.person_id: words(capacity) for capacity in eligible}
        field = self.fields["signatory"]
        field.label = f"Who signs for {organisation.legal_name}"
        field.choices = list(choices.items())  # type: ignore[attr-defined]
        field.initial = next(iter(choices)) if len(choices) == 1 else None
        field.error_messages["required"] = f"Select who signs for {organisation.name}"
        self.fields["sign_by"].earliest = today  # type: ignore[attr-defined]

    def person(self) -> User:
        found: User = User.objects.get(pk=self.cleaned_data["signatory"])
        return found


class CallOffForm(forms.Form):
    reason = SingleLineField(
        noun="why it is no longer asked",
        label="Why is it no longer asked?",
        help_text="Whoever was asked to sign reads this.",
        max_length=500,
    )
