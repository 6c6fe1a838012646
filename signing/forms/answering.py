"""What people who are asked to sign type when they do not sign, and what the lead and administrators answer."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import User
from foundation.fields import LongTextField
from foundation.widgets import Textarea
from parties.capacities import Capacity
from signing import offices
from signing.choices import DeclineReason, QuestionKind, SeenBy

QUESTION, REASON = 5_000, 500
NOBODY = "nobody"
STAYS, CHANGES = "stays", "changes"


class ReasonField(LongTextField):
    """Whatever the label asks, an error calls it the reason."""

    def label_text(self) -> str:
        return "Reason"


class QuestionForm(forms.Form):
    text = LongTextField(
        noun="your question",
        label="Your question",
        max_length=QUESTION,
        help_text="Say which part of the agreement it is about.",
    )


class ChangesForm(forms.Form):
    text = LongTextField(
        noun="what should change",
        label="What should change, and why?",
        max_length=QUESTION,
        help_text="Name the part of the agreement, and say what it should say instead.",
        error_messages={"required": "Say what should change"},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["text"].label_text = lambda: "What should change"  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The lead's answer; to a wish for changes it says as well whether the text stays."""

    outcome = forms.ChoiceField(
        label="What happens to the text?",
        choices=[
            (STAYS, "The text stays. They can sign it or decline."),
            (CHANGES, "The text changes. Take this version back from everybody."),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happens to the text"},
    )
    text = LongTextField(noun="your answer", label="Your answer", max_length=QUESTION)

    def __init__(self, data: Any = None, *, kind: str) -> None:
        super().__init__(data)
        if kind != QuestionKind.CHANGES:
            del self.fields["outcome"]

    @property
    def changes(self) -> bool:
        return self.cleaned_data.get("outcome") == CHANGES


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why do you decline?",
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select a reason for declining",
            "invalid_choice": "Select a reason for declining",
        },
    )
    text = ReasonField(
        noun="the reason",
        label="Anything they should know (optional)",
        max_length=REASON,
        required=False,
    )
    seen_by = forms.ChoiceField(
        label="Who can see your reason?",
        choices=SeenBy.choices,
        widget=forms.RadioSelect,
        initial=SeenBy.ALL,
        help_text="That your organisation has declined is shown to every party.",
        error_messages={"required": "Select who can see your reason"},
    )


class PassOnForm(forms.Form):
    """Somebody else of the organisation, or nobody in particular."""

    to = forms.ChoiceField(label="Who should sign instead?", widget=forms.RadioSelect)
    text = ReasonField(
        noun="the reason",
        label="Why? (optional)",
        max_length=REASON,
        required=False,
        help_text="They see this, and so do your administrators.",
        widget=Textarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, candidates: Iterable[Capacity], refusal: str) -> None:
        super().__init__(data)
        named = [(str(one.person_id), words(one)) for one in candidates]
        unknown = "I am not the right person, and I do not know who is"
        to: Any = self.fields["to"]
        to.choices = [*named, (NOBODY, unknown if named else "I am not the right person")]
        to.error_messages |= {"required": "Select who should sign instead", "invalid_choice": refusal}

    @property
    def person(self) -> User | None:
        """Whom they named; None for nobody in particular."""
        chosen = self.cleaned_data["to"]
        return None if chosen == NOBODY else User.objects.get(pk=chosen)


class ChooseForm(forms.Form):
    to = forms.ChoiceField(label="Who should sign?", widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, candidates: Iterable[Capacity], refusal: str) -> None:
        super().__init__(data)
        to: Any = self.fields["to"]
        to.choices = [(str(one.person_id), words(one)) for one in candidates]
        to.error_messages |= {"required": "Select who should sign", "invalid_choice": refusal}

    @property
    def person(self) -> User:
        return User.objects.get(pk=self.cleaned_data["to"])


class RetractForm(forms.Form):
    reason = ReasonField(
        noun="why you withdraw your signature",
        label="Why do you withdraw your signature?",
        max_length=REASON,
        help_text="Everybody who is in this agreement can read this. It is kept with the evidence.",
    )


def words(capacity: Capacity) -> str:
    """Name, rank and office, and in whose place."""
    office = ", ".join(part for part in (capacity.person, capacity.rank, offices.of(capacity)) if part)
    return f"{office}, for {capacity.acting_for}" if capacity.acting_for else office
