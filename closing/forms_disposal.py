"""What people type when they say what became of data, or count how long it is kept."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from closing import countdown
from closing import policies_disposal as policies
from closing.accounting import Account, Row
from closing.disposal import OWN, Fate
from closing.forms_proof import ProofField, Proved
from foundation.fields import DatePartsField, LongTextField, SingleLineField
from foundation.widgets import Textarea

TYPED, BATCH = 5_000, 200
_WHAT = "Select what happened to it"
_OWN = [(fate.value, fate.label) for fate in OWN]
_HINTS = {
    Fate.RETURNED.value: "Given back to whoever supplied it, and no copy is left.",
    Fate.ANONYMISED.value: "Nobody can be recognised in it any more, by any means likely to be used.",
    Fate.ARCHIVED.value: "In an archive under your own retention rules, and no longer used.",
    Fate.KEPT.value: "Only with a lawful basis of your own that you have documented.",
    Fate.UNKNOWN.value: "You could not find out. The certificate says so.",
}


def _done_on(today: dt.date, label: str) -> DatePartsField:
    return DatePartsField(
        noun="the day on which it was done",
        label=label,
        earliest=countdown.EARLIEST,
        latest=today,
    )


class OutcomeForm(Proved):
    """What happened to some of what a party holds: the same for all that is selected."""

    rows = forms.MultipleChoiceField(
        label="Which data is it about?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select which data it is about",
            "invalid_choice": "Select data that is listed on this page",
        },
    )
    fate = forms.ChoiceField(
        label="What happened to it?",
        choices=_OWN,
        widget=forms.RadioSelect,
        error_messages={"required": _WHAT, "invalid_choice": _WHAT},
    )
    basis = LongTextField(
        noun="the lawful basis on which it is kept",
        label="On which lawful basis is it kept?",
        help_text="The provision, and where you have documented it.",
        max_length=TYPED,
        required=False,
        widget=Textarea({"rows": 4}),
    )
    review_on = DatePartsField(
        noun="the day on which you look at it again",
        label="When do you look again whether it is still needed?",
        required=False,
    )
    method = LongTextField(
        noun="how it was done",
        label="How was it done?",
        help_text="Such as “overwritten in the case system; backups expire within 30 days”. "
        "Not needed for data that is kept.",
        max_length=TYPED,
        required=False,
        widget=Textarea({"rows": 3}),
    )
    evidence = LongTextField(
        noun="what shows it",
        label="What shows it? (optional)",
        help_text="Such as “entry 4411 in the destruction log”.",
        max_length=TYPED,
        required=False,
        widget=Textarea({"rows": 2}),
    )
    file = ProofField()

    because = LongTextField(
        noun="why the party cannot answer itself",
        label="Why can the party not answer itself?",
        help_text="Such as “it was wound up in May, and nobody has taken over its records”.",
        max_length=TYPED,
        widget=Textarea({"rows": 3}),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        account: Account,
        organisation: int,
        sender: int,
        today: dt.date,
        instead: bool = False,
    ) -> None:
        waiting = [row for row in account.rows if row.last is None]
        super().__init__(data, files, initial={"rows": _keys(waiting)} if instead else _first(waiting))
        self.organisation, self.sender, self.today = organisation, sender, today
        self.fields["rows"].choices = [(str(row.holding.pk), row.holding.data) for row in account.rows]  # type: ignore[attr-defined]
        self.fields["rows"].choice_hints = {str(row.holding.pk): _hint(row) for row in account.rows}  # type: ignore[attr-defined]
        self.fields["fate"].choice_hints = _HINTS  # type: ignore[attr-defined]
        self.fields["fate"].reveals = {Fate.KEPT.value: ["basis", "review_on"]}  # type: ignore[attr-defined]
        self.fields["on"] = _done_on(today, "When was it done?")
        self.fields["on"].help_text = "For data that is kept: since when that is decided."
        if instead:
            self._ask_instead()
        else:
            del self.fields["because"]
        order = ["rows", "because", "fate", "basis", "review_on", "on", "method", "evidence", "file"]
        self.order_fields(order)

    def _ask_instead(self) -> None:
        """Of somebody else's data nobody may have to say more than they know; and they say how they know it."""
        self.fields["fate"].label = "What is known of it?"
        self.fields["fate"].choices = Fate.choices  # type: ignore[attr-defined]
        self.fields["on"].label = "When was it done?"
        self.fields["on"].help_text = "If nothing is known, the day on which you last tried to find out."
        self.fields["method"].label = "What do you know, and what did you do to find out?"
        self.fields["method"].help_text = ""
        self.fields["evidence"].label = "What shows it?"
        self.fields["evidence"].help_text = "Such as “letter of the liquidator of 3 May 2026”."
        self.fields["evidence"].required = True

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("fate") == Fate.KEPT:
            self._clean_kept(found)
        elif "fate" in found and "method" in found and not found["method"]:
            self.add_error("method", "Enter how it was done")
        return found

    def _clean_kept(self, found: dict[str, Any]) -> None:
        if "basis" in found and not found["basis"]:
            self.add_error("basis", "Enter the lawful basis on which it is kept")
        if "review_on" not in found:
            return
        if found["review_on"] is None:
            self.add_error("review_on", "Enter the day on which you look at it again")
        else:
            for reason in policies.is_day_to_look(found["review_on"], self.today).reasons:
                self.add_error("review_on", reason)

    @property
    def chosen(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["rows"]]


def _first(waiting: Sequence[Row]) -> dict[str, Any]:
    """All that waits, with what the agreement foresees, where it foresees the same; otherwise people choose."""
    planned = {row.holding.planned for row in waiting}
    bases = {row.holding.basis for row in waiting}
    if len(planned) != 1:
        return {}
    fate = planned.pop()
    return {
        "rows": _keys(waiting),
        "fate": fate,
        "basis": bases.pop() if fate == Fate.KEPT and len(bases) == 1 else "",
    }


def _keys(rows: Sequence[Row]) -> list[str]:
    return [str(row.holding.pk) for row in rows]


def _hint(row: Row) -> str:
    said = f"You said: {row.last.get_fate_display().lower()}" if row.last else ""
    return ". ".join(filter(None, [row.holding.rule, said]))


class GoneForm(Proved):
    """That data which was counted is no longer there."""

    fate = forms.ChoiceField(
        label="What happened to it?",
        choices=[choice for choice in _OWN if choice[0] != Fate.KEPT],
        widget=forms.RadioSelect,
        error_messages={"required": _WHAT, "invalid_choice": _WHAT},
    )
    method = LongTextField(
        noun="how it was done", label="How was it done?", max_length=TYPED, widget=Textarea({"rows": 3})
    )
    evidence = LongTextField(
        noun="what shows it",
        label="What shows it? (optional)",
        help_text="Such as “entry 4411 in the destruction log”.",
        max_length=TYPED,
        required=False,
        widget=Textarea({"rows": 2}),
    )
    file = ProofField()

    def __init__(
        self, data: Any = None, files: Any = None, *, organisation: int, sender: int, first: dt.date, today: dt.date
    ) -> None:
        super().__init__(data, files, initial={"on": today})
        self.organisation, self.sender = organisation, sender
        self.fields["fate"].choice_hints = _HINTS  # type: ignore[attr-defined]
        self.fields["on"] = _done_on(today, "When was it done?")
        self.fields["on"].earliest = first  # type: ignore[attr-defined]
        self.fields["file"].help_text = (
            "Such as a log or a certificate of destruction: a PDF, JPG or PNG of up to 20MB. "
            "People of your organisation can open it."
        )
        self.order_fields(["fate", "on", "method", "evidence", "file"])


class StartForm(forms.Form):
    """Which data came in, and from which day its time is counted."""

    what = SingleLineField(
        noun="which data it is",
        label="Which data is it?",
        help_text="What came in at once and goes at once, such as “Extract of March 2026”.",
        max_length=BATCH,
        must_have_letters=True,
    )

    def __init__(self, data: Any = None, *, counted_from: str, today: dt.date) -> None:
        super().__init__(data)
        self.fields["counted_from"] = DatePartsField(
            noun="the day that it is counted from",
            label="Which day is it counted from?",
            help_text=f"The agreement says: {counted_from}." if counted_from else "Such as the day it came in.",
            earliest=countdown.EARLIEST,
            latest=today,
        )


class StopForm(forms.Form):
    because = LongTextField(
        noun="why nobody counts it any more",
        label="Why does nobody count it any more?",
        help_text="Such as “entered twice”. It stays in the record.",
        max_length=2_000,
        widget=Textarea({"rows": 3}),
    )
