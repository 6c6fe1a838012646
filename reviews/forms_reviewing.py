"""What people type in a review of an agreement that applies."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from foundation.fields import DatePartsField, LongTextField
from foundation.templatetags.ui import uk_date
from foundation.widgets import Textarea
from reviews import policies_reviewing as policies
from reviews.choices import Conclusion
from reviews.reviewing import Row, Subject
from reviews.services.reviewing import Decided, Remark, Said

NOTE, REASON = 2_000, 5_000
SAME, CHANGE = "same", "change"
SECTIONS = "sections"
_MISSING = "Enter what should change"


def _note(label: str, *, rows: int = 3, initial: str = "") -> LongTextField:
    return LongTextField(
        noun="what should change",
        label=label,
        max_length=NOTE,
        required=False,
        initial=initial,
        widget=Textarea({"rows": rows}),
    )


def name_of(subject: Subject) -> str:
    """The name of its field."""
    return subject.code.replace(":", "-")


class AnswerForm(forms.Form):
    """The six questions, the sections, and a word on the whole. Everything begins as “no change”.

    `given` is what the party has answered already; `before` what it answered in the last review, shown as a hint.
    """

    hide_optional = True

    def __init__(self, data: Any = None, *, subjects: Sequence[Subject], given: Row, before: Row | None) -> None:
        super().__init__(data)
        self._questions = [one for one in subjects if not one.is_section]
        self._sections = [one for one in subjects if one.is_section]
        self._given, self._before = given, before
        for one in self._questions:
            self._ask(one)
        self._ask_sections()
        self.fields["note"] = _note("Anything else? (optional)", initial=given.answer.note if given.answer else "")
        self.fields["note"].help_text = "Every party can read your answers."

    def _ask(self, subject: Subject) -> None:
        name, said = name_of(subject), self._given.on(subject.code)
        self.fields[name] = forms.ChoiceField(
            label=subject.title,
            help_text=self._last(subject),
            choices=[(SAME, "No change needed"), (CHANGE, "Needs a change")],
            initial=CHANGE if said and said.needs_change else SAME,
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(("required", "invalid_choice"), "Select whether a change is needed"),
        )
        self.fields[name].reveals = {CHANGE: [f"{name}-note"]}  # type: ignore[attr-defined]
        self.fields[f"{name}-note"] = _note(
            f"What should change about the {subject.code}?", initial=said.note if said else ""
        )

    def _ask_sections(self) -> None:
        ticked = [name_of(one) for one in self._sections if (said := self._given.on(one.code)) and said.needs_change]
        field = forms.MultipleChoiceField(
            label="Which sections of the text need a change?",
            help_text="Leave a section without a tick when it is right as it is.",
            choices=[(name_of(one), one.title) for one in self._sections],
            initial=ticked,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Select sections of this text only"},
        )
        names = {one: name_of(one) for one in self._sections}
        field.reveals = {name: [f"{name}-note"] for name in names.values()}  # type: ignore[attr-defined]
        hints = {name: self._last(one) for one, name in names.items()}
        field.choice_hints = hints  # type: ignore[attr-defined]
        self.fields[SECTIONS] = field
        for one, name in names.items():
            said = self._given.on(one.code)
            self.fields[f"{name}-note"] = _note(
                f"What should change in “{one.title}”?", initial=said.note if said else ""
            )

    def _last(self, subject: Subject) -> str:
        said = self._before.on(subject.code) if self._before else None
        if said is None:
            return ""
        return f"Last time: {'needs a change' if said.needs_change else 'no change'}. {said.note}".strip()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for subject in (*self._questions, *self._sections):
            name = f"{name_of(subject)}-note"
            if self._needs_change(subject, found) and name in found and not found[name]:
                self.add_error(name, _missing(subject))
        return found

    def _needs_change(self, subject: Subject, found: dict[str, Any]) -> bool:
        name = name_of(subject)
        return name in found.get(SECTIONS, ()) if subject.is_section else found.get(name) == CHANGE

    @property
    def said(self) -> Said:
        found = self.cleaned_data
        points = tuple(
            Remark(one.code, self._needs_change(one, found), found[f"{name_of(one)}-note"])
            for one in (*self._questions, *self._sections)
        )
        return Said(points, found["note"])


def _missing(subject: Subject) -> str:
    return f"{_MISSING} in “{subject.title}”" if subject.is_section else f"{_MISSING} about the {subject.code}"


class ConcludeForm(forms.Form):
    """What comes of it. A day is asked with the choice that needs one, and why where somebody has not answered."""

    hide_optional = True
    _ON: dict[str, str] = {Conclusion.KEEP: "next_on", Conclusion.END: "ends_on"}

    def __init__(
        self, data: Any = None, *, on: dt.date, proposed: dt.date | None, last: dt.date | None, waiting: int
    ) -> None:
        super().__init__(data)
        self._asks_next = last is None or last > on
        self.fields["conclusion"] = _conclusion(self._asks_next)
        if self._asks_next:
            self.fields["next_on"] = _next_on(on, proposed, last)
        self.fields["ends_on"] = _ends_on(on)
        self.fields["reason"] = LongTextField(
            noun="what you conclude",
            label="What do you say to the parties?",
            help_text="For a change: what should change, and why. For an end: why it ends. Every party reads it.",
            max_length=REASON,
            required=False,
            widget=Textarea({"rows": 4}),
        )
        if waiting:
            self.fields["without"] = LongTextField(
                noun="why you do not wait",
                label="Why do you conclude although not every party has answered?",
                help_text="Every party can read this. It stays with the review.",
                max_length=NOTE,
                widget=Textarea({"rows": 3}),
                error_messages={"required": "Enter why you do not wait for every party"},
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        said = found.get("conclusion", "")
        for conclusion, name in self._ON.items():
            if said and conclusion != said:
                self.errors.pop(name, None)  # the day belongs to another choice
            elif said and name in self.fields and name in found and found[name] is None:
                missing = "the next review" if conclusion == Conclusion.KEEP else "the day on which it ends"
                self.add_error(name, f"Enter {missing}")
        if said in (Conclusion.CHANGE, Conclusion.END) and "reason" in found and not found["reason"]:
            self.add_error("reason", f"Enter {'what should change' if said == Conclusion.CHANGE else 'why it ends'}")
        return found

    @property
    def decided(self) -> Decided:
        found = self.cleaned_data
        return Decided(
            Conclusion(found["conclusion"]),
            reason=found["reason"],
            next_on=found.get("next_on"),
            ends_on=found.get("ends_on"),
            without=found.get("without", ""),
        )


def _conclusion(asks_next: bool) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label="What do you conclude?",
        choices=Conclusion.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select what you conclude"),
    )
    field.choice_hints = {  # type: ignore[attr-defined]
        Conclusion.KEEP.value: "It applies as before.",
        Conclusion.CHANGE.value: "A draft opens, filled with this text. This agreement applies until that replaces it.",
        Conclusion.END.value: "It applies until the day you name. Then every party says what happened to the data.",
    }
    reveals = {Conclusion.KEEP.value: ["next_on"]} if asks_next else {}
    field.reveals = reveals | {Conclusion.END.value: ["ends_on"]}  # type: ignore[attr-defined]
    return field


def _next_on(on: dt.date, proposed: dt.date | None, last: dt.date | None) -> DatePartsField:
    bounds = [on + policies.LONGEST, last] if last else [on + policies.LONGEST]
    hint = f"The text of the agreement leads to {uk_date(proposed)}." if proposed else "Its text does not say a day."
    if last:
        hint = f"{hint} It ends on {uk_date(last)}."
    return DatePartsField(
        noun="the next review",
        label="When is it reviewed next?",
        help_text=hint,
        initial=proposed,
        earliest=on + dt.timedelta(days=1),
        latest=min(day for day in bounds if day),
        required=False,
    )


def _ends_on(on: dt.date) -> DatePartsField:
    return DatePartsField(
        noun="the day on which it ends",
        label="When does it end?",
        help_text="The first day on which it no longer applies. Today is possible.",
        earliest=on,
        latest=on + policies.LONGEST,
        required=False,
    )


class StartForm(forms.Form):
    """Why the lead starts a review; out of turn it must say so."""

    hide_optional = True
    reason = LongTextField(
        noun="why it is reviewed now",
        label="Why is it reviewed now?",
        help_text="It goes to every party’s data protection officer and reviewers.",
        max_length=NOTE,
        widget=Textarea({"rows": 4}),
        error_messages={"required": "Enter why it is reviewed now"},
    )

    def __init__(self, data: Any = None, *, is_early: bool) -> None:
        super().__init__(data)
        self.fields["reason"].required = is_early
        if not is_early:
            self.fields["reason"].label = "Do you want to say something to the parties? (optional)"
