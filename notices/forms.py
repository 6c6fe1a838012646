"""Choosing what one hears, and when."""

from typing import Any

from django import forms

from notices import kinds
from notices.choices import Choice, DigestTime


class PreferencesForm(forms.Form):
    """One question for each kind that leaves a choice, and the time at which digests arrive."""

    time = forms.ChoiceField(
        label="When should digests arrive?",
        choices=DigestTime.choices,
        help_text="UK time. A digest is sent only when there is something in it.",
        error_messages={"required": "Select when digests should arrive", "invalid_choice": "Select a time in the list"},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in kinds.to_choose():
            self.fields[self.name_of(kind)] = forms.ChoiceField(
                label=kind.title,
                choices=Choice.choices,
                error_messages={
                    "required": f"Select when to hear about: {kind.title}",
                    "invalid_choice": f"Select one of the listed times for: {kind.title}",
                },
            )

    @staticmethod
    def name_of(kind: kinds.Kind) -> str:
        return kind.key.replace(".", "-")

    @classmethod
    def initial_from(cls, choices: dict[str, Choice], time: DigestTime) -> dict[str, str]:
        chosen = {cls.name_of(kind): str(choices[kind.key]) for kind in kinds.to_choose()}
        return {"time": str(time), **chosen}

    def choices(self) -> dict[str, Choice]:
        return {kind.key: Choice(self.cleaned_data[self.name_of(kind)]) for kind in kinds.to_choose()}

    def groups(self) -> list[dict[str, Any]]:
        """The questions, gathered as the page shows them."""
        gathered: dict[kinds.Group, list[forms.BoundField]] = {}
        for kind in kinds.to_choose():
            gathered.setdefault(kind.group, []).append(self[self.name_of(kind)])
        return [{"title": str(group), "fields": fields} for group, fields in gathered.items()]
