"""What the lead settles before a version goes out to be signed, and while it is out."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from accounts.models import User
from foundation.fields import DatePartsField, LongTextField, SingleLineField
from foundation.widgets import Textarea
from parties.capacities import Capacity
from parties.models import Organisation
from signing import offices
from signing.choices import OnDecline, Route

REASON, NOTE = 2_000, 300
ALL_AT_ONCE, SOME_FIRST = "all", "first"


@dataclass(frozen=True, slots=True)
class Place:
    """One signature for which somebody is chosen."""

    name: str
    organisation: Organisation
    route: Route = Route.PORTAL
    others: tuple[str, ...] = ()
    """Names of organisations that the same signature binds, where the person may sign for them."""
    person: str = ""
    """Whom the text names."""
    instead_of: str = ""
    """For a body that a mandate may cover: whose signature that is. Nobody need be chosen while it does."""
    is_further: bool = False
    """The party signs more than once, and this is not the first."""

    @property
    def field(self) -> str:
        return f"party-{self.name}"

    @property
    def paper_field(self) -> str:
        return f"paper-{self.name}"


class AskForm(forms.Form):
    """Who signs for each party, in which order, by when, and what a party that declines does to the others."""

    hide_optional = True

    def __init__(
        self,
        data: Any = None,
        *,
        places: Sequence[Place],
        eligible: Mapping[str, list[Capacity]],
        today: dt.date,
        may_continue: bool = False,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.places = {place.name: place for place in places}
        for place in places:
            self.fields[place.field] = _who(place, eligible.get(place.name, []))
        self._add_paper()
        if len(self.places) > 1:
            self._add_order()
        self.fields["sign_by"] = _last_day(today)
        if may_continue:
            self.fields["on_decline"] = _on_decline()

    def _add_paper(self) -> None:
        for place in self.places.values():
            if place.route == Route.PORTAL and not place.instead_of:
                self.fields[place.paper_field] = SingleLineField(
                    noun="why it signs on paper",
                    label=f"Why {place.organisation.name} signs on paper",
                    help_text="Leave this empty to have it signed in the portal.",
                    max_length=NOTE,
                    required=False,
                    widget=forms.TextInput(attrs={"data-width": "two-thirds"}),
                )

    def _add_order(self) -> None:
        self.fields["order"] = forms.ChoiceField(
            label="In which order do they sign?",
            choices=[(ALL_AT_ONCE, "All at the same time"), (SOME_FIRST, "Some sign first, then everybody else")],
            widget=forms.RadioSelect,
            initial=ALL_AT_ONCE,
            required=False,
        )
        self.fields["first"] = forms.MultipleChoiceField(
            label="Who signs first?",
            help_text="Everybody else is asked when all of these have signed.",
            choices=[(place.name, _place_words(place)) for place in self.places.values() if not place.instead_of],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields["order"].reveals = {SOME_FIRST: ["first"]}  # type: ignore[attr-defined]
        self.fields["reviewed_first"] = forms.BooleanField(
            label="Each party’s reviewer agrees before its signatory is asked",
            help_text="Reviewers get an email now. Each signatory is asked as soon as their own reviewer agrees.",
            required=False,
        )

    @property
    def rows(self) -> Iterator[dict[str, Any]]:
        """Those for whom somebody must be chosen, as the page lists them."""
        for place in self.places.values():
            if not place.instead_of:
                yield self._row(place)

    @property
    def rows_instead(self) -> Iterator[dict[str, Any]]:
        """Bodies that need a person of their own only when the mandate does not cover them."""
        for place in self.places.values():
            if place.instead_of:
                yield self._row(place)

    @property
    def instead_named(self) -> bool:
        return any(place.instead_of for place in self.places.values())

    @property
    def papers(self) -> list[BoundField]:
        return [self[place.paper_field] for place in self.places.values() if place.paper_field in self.fields]

    @property
    def paper_used(self) -> bool:
        return any(paper.value() or paper.errors for paper in self.papers)

    def _row(self, place: Place) -> dict[str, Any]:
        return {"place": place, "field": self[place.field]}

    @property
    def further(self) -> list[BoundField]:
        """What holds for the whole round."""
        names = ("order", "reviewed_first", "sign_by", "on_decline")
        return [self[name] for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for place in self.places.values():
            needs = place.route == Route.PORTAL and not place.instead_of and not found.get(place.paper_field)
            if needs and not found.get(place.field) and place.field not in self.errors:
                self.add_error(place.field, f"Select who signs for {place.organisation.name}")
        if found.get("order") == SOME_FIRST and "first" not in self.errors and not found.get("first"):
            self.add_error("first", "Select who signs first")
        return found

    def signatories(self) -> dict[str, list[User]]:
        """By name of the row; those for whom nobody was chosen are left out."""
        chosen = {name: self.cleaned_data[place.field] for name, place in self.places.items()}
        people = User.objects.in_bulk({pk for keys in chosen.values() for pk in keys})
        found = {name: [people[pk] for pk in keys if pk in people] for name, keys in chosen.items()}
        return {name: who for name, who in found.items() if who}

    @property
    def stages(self) -> dict[str, int]:
        if self.cleaned_data.get("order") != SOME_FIRST:
            return {}
        first = set(self.cleaned_data["first"])
        return {name: 1 if name in first else 2 for name, place in self.places.items() if not place.instead_of}

    @property
    def on_paper(self) -> dict[str, str]:
        found = {name: self.cleaned_data.get(place.paper_field, "") for name, place in self.places.items()}
        return {name: note for name, note in found.items() if note}

    @property
    def on_decline(self) -> OnDecline:
        return OnDecline(self.cleaned_data.get("on_decline") or OnDecline.STOPS)


def _who(place: Place, capacities: Iterable[Capacity]) -> forms.Field:
    choices = {capacity.person_id: words(capacity) for capacity in capacities}
    field = forms.TypedMultipleChoiceField(
        label=f"Who signs for {_place_words(place)}",
        choices=list(choices.items()),
        coerce=int,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=list(choices) if len(choices) == 1 else [],
        error_messages={"invalid_choice": f"Select who signs for {place.organisation.name}"},
    )
    field.hide_optional = True  # type: ignore[attr-defined]
    return field


def _place_words(place: Place) -> str:
    again = " (a further signature)" if place.is_further else ""
    return f"{place.organisation.legal_name}{again}"


def _last_day(today: dt.date) -> DatePartsField:
    return DatePartsField(
        noun="the last day to sign",
        label="Last day to sign",
        help_text="Signatories see this date. You can see who has signed at any time.",
        earliest=today,
    )


def _on_decline() -> forms.ChoiceField:
    field = forms.ChoiceField(
        label="If a party declines",
        choices=OnDecline.choices,
        widget=forms.RadioSelect,
        initial=OnDecline.STOPS,
        required=False,
    )
    field.choice_hints = {  # type: ignore[attr-defined]
        OnDecline.STOPS: "The agreement comes back to you. You can send it again, or change the text.",
        OnDecline.CONTINUES: "As long as the others are enough for it to come into force.",
    }
    return field


def words(capacity: Capacity) -> str:
    """A person who could sign, as lists to choose from name them."""
    office = ", ".join(part for part in (capacity.rank, offices.of(capacity)) if part)
    return f"{capacity.person}, {office}" if office else capacity.person


class ChangeForm(AskForm):
    """While it is out: who signs instead, and by when."""

    def _add_paper(self) -> None:
        pass

    def _add_order(self) -> None:
        pass


class ReasonForm(forms.Form):
    """Why something is done, in words that others read."""

    reason = LongTextField(noun="the reason", label="Why?", max_length=REASON, widget=Textarea({"rows": 4}))

    def __init__(self, data: Any = None, *, label: str, hint: str) -> None:
        super().__init__(data)
        self.fields["reason"].label, self.fields["reason"].help_text = label, hint


class ExtendForm(forms.Form):
    hide_optional = True
    reason = LongTextField(
        noun="the reason",
        label="Why (optional)",
        help_text="It is kept in the record of this signing.",
        max_length=REASON,
        required=False,
        widget=Textarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, earliest: dt.date) -> None:
        super().__init__(data)
        self.fields["sign_by"] = DatePartsField(
            noun="the new last day to sign", label="New last day to sign", earliest=earliest
        )
        self.order_fields(["sign_by", "reason"])
