"""What people type about an issue: what has gone wrong, who deals with it, a note, what was done."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from foundation.fields import DatePartsField, LongTextField, SingleLineField
from foundation.widgets import Textarea
from parties.models import Organisation
from reviews.choices import Severity
from reviews.issues import Subject
from reviews.policies_issues import LONGEST

TYPED, TITLE = 5_000, 200
WHOLE = "whole"
_HINTS = {
    Severity.HIGH.value: "People may come to harm, or the law may have been broken. Every party is told.",
    Severity.MEDIUM.value: "The agreement is not kept, or sharing does not do what it is for.",
    Severity.LOW.value: "It works, but should be put right.",
}


def _severity() -> forms.ChoiceField:
    missing = "Select how bad it is"
    field = forms.ChoiceField(
        label="How bad is it?",
        choices=Severity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": missing},
    )
    field.choice_hints = _HINTS  # type: ignore[attr-defined]
    return field


def _party(label: str, parties: Sequence[Organisation], missing: str, help_text: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=[(one.slug, one.name) for one in parties],
        error_messages={"required": missing, "invalid_choice": missing},
    )


def _due_on(on: dt.date) -> DatePartsField:
    return DatePartsField(
        noun="the day by which it is settled",
        label="By when should it be settled?",
        help_text="Whoever deals with it and the lead organisation are reminded when this day has passed.",
        earliest=on,
        latest=on + LONGEST,
    )


def _long(noun: str, label: str, help_text: str, *, rows: int = 5) -> LongTextField:
    return LongTextField(
        noun=noun,
        label=label,
        help_text=help_text,
        max_length=TYPED,
        must_have_letters=True,
        widget=Textarea({"rows": rows}),
    )


class _Speaking(forms.Form):
    """Asks for which party the person speaks, where there is more than one."""

    hide_optional = True
    mine: dict[str, Organisation]

    def ask_voice(self, mine: Sequence[Organisation]) -> None:
        self.mine = {one.slug: one for one in mine}
        if len(mine) > 1:
            field = _party("For which organisation?", mine, "Select the organisation for which you say this")
            field.widget = forms.RadioSelect(choices=[(one.slug, one.name) for one in mine])
            self.fields["speaks_for"] = field

    @property
    def organisation(self) -> Organisation:
        only = next(iter(self.mine.values()))
        return self.mine.get(self.cleaned_data.get("speaks_for", ""), only)


class RaiseForm(_Speaking):
    title = SingleLineField(
        noun="what it is in a few words", label="What is it, in a few words?", max_length=TITLE, must_have_letters=True
    )
    what = _long(
        "what has gone wrong",
        "What has gone wrong?",
        "Every party to this agreement reads it. Leave out personal details. "
        "A personal data breach is reported as your own procedure says, not only here.",
    )

    def __init__(
        self,
        data: Any = None,
        *,
        mine: Sequence[Organisation],
        parties: Sequence[Organisation],
        lead: Organisation,
        subjects: Sequence[Subject],
        on: dt.date,
    ) -> None:
        proposed = {"assigned": lead.slug, "about": WHOLE, "due_on": on + dt.timedelta(days=14)}
        super().__init__(data, initial=proposed)
        self.parties = {one.slug: one for one in parties}
        missing = "Select what it is about"
        self.fields["about"] = forms.ChoiceField(
            label="What is it about?",
            choices=[(WHOLE, "The whole agreement"), *((one.code, one.title) for one in subjects)],
            error_messages={"required": missing, "invalid_choice": missing},
        )
        self.fields["severity"] = _severity()
        self.fields["assigned"] = _party("Who deals with it?", parties, "Select who deals with it")
        self.fields["due_on"] = _due_on(on)
        self.ask_voice(mine)

    @property
    def about(self) -> str:
        code = str(self.cleaned_data["about"])
        return "" if code == WHOLE else code


class AssignForm(forms.Form):
    hide_optional = True

    def __init__(
        self,
        data: Any = None,
        *,
        parties: Sequence[Organisation],
        assigned: Organisation,
        due_on: dt.date,
        severity: str,
        on: dt.date,
    ) -> None:
        super().__init__(data, initial={"assigned": assigned.slug, "due_on": due_on, "severity": severity})
        self.parties = {one.slug: one for one in parties}
        self.fields["assigned"] = _party("Who deals with it?", parties, "Select who deals with it")
        self.fields["due_on"] = _due_on(min(on, due_on))
        self.fields["severity"] = _severity()


class NoteForm(_Speaking):
    text = _long("your note", "Your note", "Every party to this agreement reads it. It cannot be changed afterwards.")

    def __init__(self, data: Any = None, *, mine: Sequence[Organisation]) -> None:
        super().__init__(data)
        self.ask_voice(mine)


class CloseForm(_Speaking):
    done = _long(
        "what was done",
        "What was done about it?",
        "Such as “the extract was corrected and sent again on 3 March”. Every party reads it.",
    )

    def __init__(self, data: Any = None, *, mine: Sequence[Organisation]) -> None:
        super().__init__(data)
        self.ask_voice(mine)
