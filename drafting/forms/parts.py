"""The form of one part of the document: any part, from what the format says of its fields."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict

from drafting.forms import fields
from drafting.forms.fields import Setting
from dsaformat.choices import Unit
from dsaformat.parts import Period, ReviewEvery, ReviewOn
from dsaformat.shape import Form, Shape, shapes
from dsaformat.values import Part
from foundation.fields import DatePartsField

_SPARE = 2
"""Empty places for more, where parts have no page of their own."""
_JOIN = "__"


class PartForm(forms.Form):
    """Fields for `names` of a part, in that order; what is left out stays as it is.

    `several` are fields of which more than one may be chosen, to make one row of each.
    """

    def __init__(
        self,
        data: QueryDict | Mapping[str, Any] | None = None,
        *,
        model: type[Part],
        names: Iterable[str],
        setting: Setting,
        part: Part | None = None,
        several: frozenset[str] = frozenset(),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        known = {shape.name: shape for shape in shapes(model)}
        self.shapes = tuple(known[name] for name in names)
        self.several = several
        for shape in self.shapes:
            held = getattr(part, shape.name) if part is not None else _start(shape)
            self._add(shape, shape.name, held, setting)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(shape.name for shape in self.shapes)

    def _add(self, shape: Shape, name: str, held: Any, setting: Setting) -> None:
        if shape.form is not Form.PART:
            many = name in self.several
            self.fields[name] = fields.field(shape, setting, current=held, several=many)
            self.initial.setdefault(name, [held] if many and held else held)
        elif shape.models[0] is ReviewOn:
            self._add_review(name, held)
        elif shape.models[0] is Period:
            self._add_period(shape, name, held)
        elif shape.several:
            self._add_places(shape, name, held, setting)
        else:
            for inner in shapes(shape.models[0]):
                self._add(inner, f"{name}{_JOIN}{inner.name}", getattr(held, inner.name, _start(inner)), setting)

    def _add_places(self, shape: Shape, name: str, held: Any, setting: Setting) -> None:
        for index in range(min(len(held) + _SPARE, shape.limit)):
            part = held[index] if index < len(held) else None
            for inner in shapes(shape.models[0]):
                where = f"{name}{_JOIN}{index}{_JOIN}{inner.name}"
                value = getattr(part, inner.name) if part is not None else _start(inner)
                self._add(replace(inner, optional=True, title=f"{inner.title} {index + 1}"), where, value, setting)

    def _add_period(self, shape: Shape, name: str, held: Period | None) -> None:
        number, unit = f"{name}{_JOIN}number", f"{name}{_JOIN}unit"
        units = [("", "Choose a unit"), *((member.value, member.label) for member in Unit)]
        self.fields[number] = fields.WholeNumberField(
            noun="a number", least=1, required=False, label=shape.title, help_text=f"{shape.hint} A number.".strip()
        )
        self.fields[unit] = forms.ChoiceField(choices=units, required=False, label=f"{shape.title}: unit")
        if held is not None:
            self.initial.update({number: held.number, unit: held.unit.value})

    def _add_review(self, name: str, held: ReviewOn | ReviewEvery | None) -> None:
        rule = f"{name}{_JOIN}rule"
        first, every, on = (f"{name}{_JOIN}{part}" for part in ("first_after_months", "then_every_months", "on"))
        choice = forms.ChoiceField(
            label="When is the agreement reviewed?",
            choices=[("fixed", "On a date"), ("interval", "Some months after it comes into force, then regularly")],
            widget=forms.RadioSelect,
            required=False,
        )
        choice.reveals = {"fixed": [on], "interval": [first, every]}  # type: ignore[attr-defined]
        self.fields[rule] = choice
        self.fields[on] = DatePartsField(
            noun="the review date", label="Review date", required=False, help_text="For example, 27 3 2027."
        )
        self.fields[first] = fields.WholeNumberField(
            noun="a number of months", least=1, most=240, required=False, label="First review after how many months"
        )
        self.fields[every] = fields.WholeNumberField(
            noun="a number of months", least=1, most=240, required=False, label="Then every how many months"
        )
        if held is not None:
            self.initial.update({f"{name}{_JOIN}{key}": value for key, value in held.model_dump().items()})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for shape in self.shapes:
            if shape.form is Form.PART and not shape.several and shape.models[0] in (Period, ReviewOn):
                self._whole(shape, cleaned)
        return cleaned

    def _whole(self, shape: Shape, cleaned: dict[str, Any]) -> None:
        if shape.models[0] is Period:
            number, unit = f"{shape.name}{_JOIN}number", f"{shape.name}{_JOIN}unit"
            if cleaned.get(number) and not cleaned.get(unit):
                self.add_error(unit, "Select a unit, such as years")
            if cleaned.get(unit) and not cleaned.get(number) and number not in self.errors:
                self.add_error(number, f"Enter how many {Unit(cleaned[unit]).label}")
            return
        rule = cleaned.get(f"{shape.name}{_JOIN}rule")
        wanted = {"fixed": ["on"], "interval": ["first_after_months", "then_every_months"]}.get(rule or "", [])
        words = {"on": "Enter the review date", "first_after_months": "Enter after how many months"}
        for part in wanted:
            name = f"{shape.name}{_JOIN}{part}"
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, words.get(part, "Enter how many months"))

    def values(self) -> dict[str, Any]:
        """What the document would hold: None where nothing was typed."""
        return {shape.name: self._value(shape, shape.name) for shape in self.shapes}

    def _value(self, shape: Shape, name: str) -> Any:
        if shape.form is not Form.PART:
            return fields.value(shape, self.cleaned_data.get(name))
        if shape.models[0] is ReviewOn:
            return self._review(name)
        if shape.several:
            return self._places(shape, name)
        if shape.models[0] is Period:
            number = self.cleaned_data.get(f"{name}{_JOIN}number")
            return {"number": number, "unit": self.cleaned_data[f"{name}{_JOIN}unit"]} if number else None
        return self._inner(shape, name)

    def _inner(self, shape: Shape, name: str) -> dict[str, Any] | None:
        values = {inner.name: self._value(inner, f"{name}{_JOIN}{inner.name}") for inner in shapes(shape.models[0])}
        return {key: value for key, value in values.items() if value is not None} or None

    def _places(self, shape: Shape, name: str) -> list[dict[str, Any]] | None:
        found: list[dict[str, Any]] = []
        index = 0
        while any(field.startswith(f"{name}{_JOIN}{index}{_JOIN}") for field in self.fields):
            part = self._inner(shape, f"{name}{_JOIN}{index}")
            chosen = {inner.name for inner in shapes(shape.models[0]) if inner.default is not None}
            if part and set(part) - {key for key in chosen & part.keys() if _is_start(shape, key, part[key])}:
                found.append(part)
            index += 1
        return found or None

    def _review(self, name: str) -> dict[str, Any] | None:
        rule = self.cleaned_data.get(f"{name}{_JOIN}rule")
        if rule == "fixed":
            return {"rule": rule, "on": self.cleaned_data[f"{name}{_JOIN}on"].isoformat()}
        if rule == "interval":
            months = ("first_after_months", "then_every_months")
            return {"rule": rule} | {part: self.cleaned_data[f"{name}{_JOIN}{part}"] for part in months}
        return None


def _start(shape: Shape) -> Any:
    return () if shape.several else shape.default


def _is_start(shape: Shape, name: str, value: Any) -> bool:
    inner = next(found for found in shapes(shape.models[0]) if found.name == name)
    return bool(value == inner.default)
