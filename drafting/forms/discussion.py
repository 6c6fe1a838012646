"""What people type about a draft."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from accounts.models import User
from drafting import discussion
from drafting.choices_discussion import Decision, Filter, ThreadKind
from drafting.discussion import Passage
from drafting.forms.fields import ANSWER, ProseField
from dsaformat.shape import Form
from foundation.fields import DatePartsField, LongTextField, SingleLineField
from foundation.widgets import Textarea
from parties.models import Organisation

COMMENT, QUOTE, REASON = 5_000, 1_000, 2_000
ALL, OWN = "all", "own"

Choices = list[tuple[str, str]]


class _SpokenForm(forms.Form):
    """For which organisation somebody writes, where they could write for several."""

    def __init__(
        self, data: Any = None, *, voices: Sequence[Organisation], people: Iterable[User], **more: Any
    ) -> None:
        super().__init__(data, **more)
        self._voices = {one.slug: one for one in voices}
        self._people = {str(one.pk): one for one in people}
        if len(self._voices) > 1:
            self.fields["organisation"] = forms.ChoiceField(
                label="Which organisation do you write for?",
                choices=[(slug, one.name) for slug, one in self._voices.items()],
                error_messages={"required": "Choose which organisation you write for"},
            )
        if "person" in self.fields:
            named: Choices = [("", "Nobody in particular"), *((key, str(one)) for key, one in self._people.items())]
            self.fields["person"].choices = named  # type: ignore[attr-defined]

    @property
    def speaker(self) -> Organisation:
        found = self._voices.get(self.cleaned_data.get("organisation", ""))
        return found or next(iter(self._voices.values()))

    @property
    def named(self) -> User | None:
        return self._people.get(self.cleaned_data.get("person", ""))


def _person_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Name somebody who should answer (optional)",
        help_text="Colleagues, and people who have written here already. They get an email.",
        required=False,
        error_messages={"invalid_choice": "That person cannot see this agreement. Choose somebody else."},
    )


class DiscussForm(_SpokenForm):
    """Begin a conversation about a section or a question."""

    kind = forms.ChoiceField(
        label="What do you want to do?",
        choices=[
            (ThreadKind.COMMENT, "Comment"),
            (ThreadKind.QUESTION, "Ask a party a question"),
            (ThreadKind.CHANGES, "Ask for changes: the text cannot be frozen until this is settled"),
        ],
        widget=forms.RadioSelect,
        initial=ThreadKind.COMMENT,
        error_messages={"required": "Choose what you want to do"},
    )
    text = LongTextField(noun="what you want to say", label="What do you want to say?", max_length=COMMENT)
    quote = LongTextField(
        noun="the words it is about",
        label="Which words is it about? (optional)",
        help_text="Copy them from the text above, exactly as they stand.",
        max_length=QUOTE,
        required=False,
        widget=Textarea({"rows": 2}),
    )
    asked = forms.ChoiceField(label="For a question: who should answer?", required=False)
    person = _person_field()
    visible_to = forms.ChoiceField(
        label="Who can see this?",
        widget=forms.RadioSelect,
        initial=ALL,
        error_messages={"required": "Choose who can see this"},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        voices: Sequence[Organisation],
        people: Iterable[User],
        parties: Sequence[Organisation],
        on: dt.date,
    ) -> None:
        super().__init__(data, voices=voices, people=people)
        self._parties = {one.slug: one for one in parties}
        names: Choices = [("", "Choose a party"), *((slug, one.name) for slug, one in self._parties.items())]
        self.fields["asked"].choices = names  # type: ignore[attr-defined]
        self.fields["visible_to"].choices = visibility(voices)  # type: ignore[attr-defined]
        self.fields["expires_on"] = last_day(on)

    @property
    def answerer(self) -> Organisation | None:
        return self._parties.get(self.cleaned_data.get("asked", ""))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("kind") == ThreadKind.QUESTION and not found.get("asked"):
            self.add_error("asked", "Choose which party should answer")
        if found.get("kind") != ThreadKind.COMMENT and found.get("visible_to") == OWN:
            self.add_error("visible_to", "Only a comment can be kept to your own organisation")
        if found.get("kind") != ThreadKind.CHANGES:
            self.errors.pop("expires_on", None)  # a day that nothing depends on
        return found


def visibility(voices: Sequence[Organisation]) -> Choices:
    own = f"Only {voices[0].name}" if len(voices) == 1 else "Only the organisation that I write for"
    return [(ALL, "All parties"), (OWN, own)]


def last_day(on: dt.date) -> DatePartsField:
    return DatePartsField(
        noun="the last day",
        label="If the text must not be frozen: until when?",
        help_text="After this day the lead organisation can close it with a reason.",
        required=False,
        initial=discussion.expires_on(on),
        earliest=on + dt.timedelta(days=1),
        latest=on + discussion.LONGEST_BLOCK,
    )


class SuggestForm(_SpokenForm):
    """A copy of one text to edit."""

    proposed = forms.CharField()
    """Replaced by a field that is cleaned as the text itself is."""
    text = LongTextField(noun="why", label="Why? (optional)", max_length=COMMENT, required=False)
    visible_to = forms.ChoiceField(
        label="Who can see this?",
        widget=forms.RadioSelect,
        initial=ALL,
        error_messages={"required": "Choose who can see this"},
    )
    is_blocking = forms.BooleanField(
        label="The text must not be frozen until this is settled",
        required=False,
    )

    def __init__(self, data: Any = None, *, voices: Sequence[Organisation], passage: Passage, on: dt.date) -> None:
        super().__init__(data, voices=voices, people=(), initial={"proposed": passage.text})
        self.fields["proposed"] = wording(passage, "Your wording")
        self.fields["visible_to"].choices = visibility(voices)  # type: ignore[attr-defined]
        self.fields["expires_on"] = last_day(on)
        self.passage = passage

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("proposed") == self.passage.text:
            self.add_error("proposed", "Change the text before you send it")
        if found.get("is_blocking") and found.get("visible_to") == OWN:
            self.add_error("visible_to", "What only your own organisation can see cannot hold up the text")
        if not found.get("is_blocking"):
            self.errors.pop("expires_on", None)  # a day that nothing depends on
        return found


def wording(passage: Passage, label: str, *, required: bool = False) -> forms.Field:
    """One text, cleaned as the question's own page would clean it."""
    shape = passage.shape
    if shape.form is Form.LINE:
        limit = max(shape.limit, len(passage.text))
        return SingleLineField(noun="the wording", label=label, max_length=limit, required=not shape.optional)
    limit = max(ANSWER, len(passage.text))
    area = Textarea({"rows": 12, "spellcheck": "true", "lang": "en-GB"})
    return ProseField(noun="the wording", label=label, max_length=limit, required=required, widget=area)


class ReplyForm(_SpokenForm):
    text = LongTextField(noun="your reply", label="Your reply", max_length=COMMENT)
    person = _person_field()


class CloseForm(forms.Form):
    reason = LongTextField(noun="why you close it", label="Why do you close it?", max_length=REASON)

    def __init__(self, data: Any = None, *, required: bool) -> None:
        super().__init__(data)
        self.fields["reason"].required = required
        if not required:
            self.fields["reason"].label = "Why do you close it? (optional)"


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide", "invalid_choice": "Choose what you decide"},
    )
    edited = forms.CharField(required=False)
    """Replaced by a field that is cleaned as the text itself is."""
    reason = LongTextField(noun="why", label="If you do not accept it: why?", max_length=REASON, required=False)

    def __init__(self, data: Any = None, *, passage: Passage, proposed: str, fits: bool, is_blocking: bool) -> None:
        super().__init__(data, initial={"edited": proposed})
        offered = [one for one in Decision if fits or one is not Decision.ACCEPT]
        self.fields["decision"].choices = [(one.value, one.label) for one in offered]  # type: ignore[attr-defined]
        self.fields["edited"] = wording(passage, "If you accept it with edits: the wording")
        self.fields["edited"].required = False
        self.is_blocking = is_blocking

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if self.is_blocking and found.get("decision") == Decision.DECLINE and not found.get("reason"):
            self.add_error("reason", "Enter why you do not accept it")
        return found


class FilterForm(forms.Form):
    """What the list shows. Anything else in the address is nobody's word."""

    hide_optional = True
    show = forms.ChoiceField(label="Show", choices=Filter.choices, required=False)
    q = SingleLineField(noun="words", label="Words in it", max_length=200, required=False)

    @property
    def shown(self) -> Filter:
        found = self.data.get("show", "")
        return Filter(found) if found in Filter.values else Filter.OPEN

    @property
    def words(self) -> str:
        return str(self.data.get("q", ""))[:200]
