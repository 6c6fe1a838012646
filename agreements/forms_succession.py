"""Who follows an organisation that ended."""

from collections.abc import Sequence
from typing import Any

from django import forms

from parties.models import Organisation

NOBODY = "nobody"


class HeirForm(forms.Form):
    """One of those that follow it, or nobody. `heir` is the answer once the form is valid."""

    who = forms.ChoiceField(
        label="Who takes its place",
        widget=forms.RadioSelect,
        error_messages={"required": "Select who takes its place", "invalid_choice": "Select who takes its place"},
    )

    def __init__(self, *arguments: Any, heirs: Sequence[Organisation], label: str, nobody: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._heirs = {heir.slug: heir for heir in heirs}
        field: Any = self.fields["who"]
        field.label = label
        field.choices = [*((slug, heir.legal_name) for slug, heir in self._heirs.items()), (NOBODY, nobody)]

    @property
    def heir(self) -> Organisation | None:
        return self._heirs.get(self.cleaned_data["who"])


def named(heir: Organisation | None) -> str:
    """What the form holds for that answer."""
    return heir.slug if heir else NOBODY
