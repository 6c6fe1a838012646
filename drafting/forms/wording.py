"""Input for the wording library."""

import datetime as dt
from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import OrgPermission
from drafting.forms.fields import ANSWER, ProseField
from drafting.forms.starting import TokenField
from foundation.fields import SingleLineField
from foundation.widgets import Textarea
from parties.models import Organisation

EVERYBODY = "everybody"


class WordingForm(forms.Form):
    title = SingleLineField(
        noun="a title",
        label="Title",
        help_text="What somebody would look for, such as retention of case notes.",
        max_length=200,
        must_have_letters=True,
    )
    text = ProseField(
        noun="the wording",
        label="Wording",
        max_length=ANSWER,
        widget=Textarea({"rows": 12, "spellcheck": "true", "lang": "en-GB"}),
    )


class NewWordingForm(WordingForm):
    """Also whose it is; `organisation` of the cleaned values is None for everybody's."""

    token = TokenField()

    def __init__(self, data: Any = None, *, person: User, on: dt.date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        rows = Organisation.objects.of(person, OrgPermission.DRAFT).active_on(on).order_by("legal_name", "pk")
        self._rows = {str(row.pk): row for row in rows}
        choices = [(key, row.legal_name) for key, row in self._rows.items()]
        if person.is_operator:
            choices.append((EVERYBODY, "Everybody on this portal"))
        self.fields["organisation"] = forms.ChoiceField(
            label="Who may use it?",
            choices=choices,
            initial=choices[0][0] if len(choices) == 1 else None,
            widget=forms.RadioSelect if len(choices) < 9 else forms.Select,
            error_messages={"required": "Choose who may use it", "invalid_choice": "Choose who may use it"},
        )

    def clean_organisation(self) -> Organisation | None:
        return self._rows.get(self.cleaned_data["organisation"])


class UseForm(forms.Form):
    """How a passage goes into an answer."""

    def __init__(self, data: Any = None, *, answered: bool) -> None:
        super().__init__(data, initial={"how": "append" if answered else "replace"})
        choices = [("append", "After what is there"), ("replace", "In place of what is there")]
        self.fields["how"] = forms.ChoiceField(
            label="Where should the wording go?",
            choices=choices if answered else [("replace", "Into the answer, which is empty")],
            widget=forms.RadioSelect,
            error_messages={
                "required": "Select where the wording should go",
                "invalid_choice": "Select where the wording should go",
            },
        )


class FindForm(forms.Form):
    """What to look for in the library."""

    hide_optional = True
    q = forms.CharField(required=False, label="Words", max_length=200)
    whose = forms.ChoiceField(
        required=False,
        label="Whose",
        choices=[("", "Any"), ("ours", "Our organisations’"), ("everybody", "Everybody’s")],
    )
    retired = forms.BooleanField(required=False, label="Show retired wording")

    def value(self, name: str) -> Any:
        """What was asked for; nothing where it makes no sense."""
        self.is_valid()
        return self.cleaned_data.get(name)
