"""What a signatory settles, chooses and declares."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models

from accounts.models import User
from foundation.fields import SingleLineField
from parties.capacities import Capacity
from signing import binding, offices, policies
from signing.declared import Said
from signing.models import Request

TICK_BOTH = "Tick both boxes to sign"
NAME_DIFFERS = "Type your name as it appears on your account"


def _rank() -> SingleLineField:
    return SingleLineField(
        noun="your rank",
        label="Your rank",
        help_text="It is printed with your name.",
        max_length=100,
        widget=forms.TextInput(attrs={"data-width": "20", "spellcheck": "false"}),
    )


class BeforeForm(forms.Form):
    """As whom the person signs, where the register leaves a choice."""

    authority = forms.ChoiceField(
        label="You sign as",
        widget=forms.RadioSelect,
        error_messages={"required": "Select as whom you sign", "invalid_choice": "Select as whom you sign"},
    )
    rank = _rank()

    def __init__(
        self, data: Any = None, *, asked: Request, person: User, ways: Sequence[Capacity], chosen: str, rank: str
    ) -> None:
        first = chosen or next((way.reference for way in ways), "")
        super().__init__(data, initial={"authority": first, "rank": rank or person.rank})
        if len(ways) > 1:
            choices = [(way.reference, words(way)) for way in ways]
            self.fields["authority"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["authority"]
        if not binding.needs_rank(asked, person):
            del self.fields["rank"]


class Decision(models.TextChoices):
    """What somebody who has read it may do. The value names the address that follows."""

    SIGN = "sign", "Sign it"
    QUESTION = "question", "Ask a question first"
    CHANGES = "changes", "Ask for changes"
    DECLINE = "decline", "Decline to sign"
    PASS_ON = "pass_on", "Pass it to someone else in my organisation"


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label="What do you want to do?",
        choices=Decision.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what you want to do",
            "invalid_choice": "Select what you want to do",
        },
    )


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
    rank = _rank()
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    bodies = forms.CharField(widget=forms.HiddenInput, max_length=40_000, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        asked: Request,
        person: User,
        sentences: Sequence[str],
        bodies: Sequence[str],
        rank: str = "",
    ) -> None:
        shown = {
            "fingerprint": asked.round.version.fingerprint,
            "rank": rank or person.rank,
            "bodies": " ".join(bodies),
        }
        super().__init__(data, initial=shown)
        self.person, self.sentences, self.shown = person, tuple(sentences), shown
        self.fields["statements"].choices = list(enumerate(self.sentences))  # type: ignore[attr-defined]
        self.fields["typed_name"].help_text = f"Type it as it appears on your account: {person.name_to_sign}"
        if not binding.needs_rank(asked, person):
            del self.fields["rank"]

    @property
    def is_stale(self) -> bool:
        """What was on the page when it was sent is not what the page would show now."""
        several = " " in self.shown["bodies"]
        sent = {name: str(self.data.get(name, "")) for name in ("fingerprint", "bodies")}
        return sent["fingerprint"] != self.shown["fingerprint"] or (
            (several or bool(sent["bodies"])) and sent["bodies"] != self.shown["bodies"]
        )

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

    def said(self) -> Said:
        cleaned = self.cleaned_data
        return Said(
            cleaned["fingerprint"], cleaned["typed_name"], cleaned.get("rank", ""), tuple(cleaned["statements"])
        )


def words(way: Capacity) -> str:
    """Office and rank, and in whose place or for whom."""
    office = ", ".join(part for part in (way.rank, offices.of(way)) if part)
    if way.acting_for:
        return f"{office}, in the place of {way.acting_for}"
    return f"{office}, under mandate {way.reference}" if way.kind == "mandate" else office
