"""From a field of the document format to a field of a form, and from what was typed back to the document's values."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dsaformat import prose
from dsaformat.document import AgreementDocument
from dsaformat.shape import Form, Shape
from foundation import text
from foundation.fields import DatePartsField, LongTextField, SingleLineField
from foundation.widgets import Textarea, TextInput
from lawfulbasis.catalogue import REGIMES, Catalogue

ANSWER = 20_000
"""Characters that one answer may have; longer ones come from files only."""
_RADIOS = 7
"""More choices than these are a list to choose from."""

Choices = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the choices of a form come from."""

    document: AgreementDocument
    catalogue: Catalogue
    on: dt.date


class WholeNumberField(SingleLineField):
    """A count, in any script's digits."""

    def __init__(self, *, noun: str, least: int = 0, most: int = 10_000, **options: Any) -> None:
        self.least, self.most = least, most
        options.setdefault("widget", TextInput({"inputmode": "numeric", "data-width": "5"}))
        super().__init__(noun=noun, max_length=20, **options)

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        digits = text.ascii_digits(typed)
        if not digits.isdigit():
            raise ValidationError(f"{self.label_text()} must be a whole number, like 12", code="number")
        if not self.least <= int(digits) <= self.most:
            raise ValidationError(
                f"{self.label_text()} must be between {self.least} and {self.most:,}", code="out_of_range"
            )
        return int(digits)


class ProseField(LongTextField):
    """Paragraphs in the small markup; a link that would stay plain words is said at once."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if prose.leads_elsewhere(typed or ""):
            raise ValidationError("Links must start with https:// or mailto:", code="link")
        return typed


class LinesField(LongTextField):
    """Several texts, one on each line."""

    def __init__(self, *, each: int, most: int, **options: Any) -> None:
        self.each, self.most = each, most
        super().__init__(widget=Textarea({"rows": 6}), **options)

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value) or "").split("\n") if line.strip()]
        if len(lines) > self.most:
            raise ValidationError(f"{self.label_text()} must be {self.most} lines or fewer", code="too_many")
        for line in lines:
            if len(line) > self.each:
                raise ValidationError(f"Each line must be {self.each:,} characters or fewer", code="max_length")
        return lines

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value


class YesNoField(forms.ChoiceField):
    """Yes, no, or nobody has said."""

    def __init__(self, **options: Any) -> None:
        choices = [("yes", "Yes"), ("no", "No"), ("", "Not decided yet")]
        super().__init__(choices=choices, widget=forms.RadioSelect, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)

    def clean(self, value: Any) -> Any:
        return {"yes": True, "no": False}.get(super().clean(value))


def field(shape: Shape, setting: Setting, *, current: Any = None, several: bool = False) -> forms.Field:
    """The form's field for one value, or a set of values, that is no part of its own.

    `several` asks for more than one where the format holds one, to make a row for each.
    """
    options: dict[str, Any] = {
        "label": shape.title,
        "help_text": shape.hint,
        "required": not shape.optional,
    }
    return _MAKERS[shape.form](shape, setting, current, several, options)


def _line(shape: Shape, _setting: Setting, current: Any, _several: bool, options: dict[str, Any]) -> forms.Field:
    if shape.several:
        return _lines(shape, current, options)
    return SingleLineField(noun=_noun(shape), max_length=max(shape.limit, len(current or "")), **options)


def _text(shape: Shape, _setting: Setting, current: Any, _several: bool, options: dict[str, Any]) -> forms.Field:
    if shape.several:
        return _lines(shape, current, options)
    limit = max(ANSWER, len(current or ""))
    return ProseField(noun=_noun(shape), max_length=limit, widget=Textarea({"rows": 6}), **options)


def _lines(shape: Shape, current: Any, options: dict[str, Any]) -> forms.Field:
    options["help_text"] = f"{shape.hint} One on each line.".strip()
    longest = max((len(line) for line in current or ()), default=0)
    return LinesField(noun=_noun(shape), each=max(2_000, longest), most=100, max_length=50_000, **options)


def _day(shape: Shape, _setting: Setting, _current: Any, _several: bool, options: dict[str, Any]) -> forms.Field:
    example = "For example, 27 3 2027."
    options["help_text"] = f"{shape.hint} {example}".strip()
    bounds = {"earliest": dt.date(1900, 1, 1), "latest": dt.date(2199, 12, 31)}
    return DatePartsField(noun=f"a date: {shape.title.lower()}", **bounds, **options)


def _count(shape: Shape, _setting: Setting, _current: Any, _several: bool, options: dict[str, Any]) -> forms.Field:
    return WholeNumberField(noun="a number", least=1, **options)


def _flag(shape: Shape, _setting: Setting, _current: Any, _several: bool, options: dict[str, Any]) -> forms.Field:
    options.pop("required")
    if shape.default is False:
        return forms.BooleanField(required=False, **options)
    return YesNoField(**options)


def _choice(shape: Shape, _setting: Setting, _current: Any, several: bool, options: dict[str, Any]) -> forms.Field:
    assert shape.vocabulary is not None
    choices: Choices = [(member.value, member.label) for member in shape.vocabulary]
    return _chosen(shape, choices, several or shape.several, options)


def _key(shape: Shape, setting: Setting, _current: Any, several: bool, options: dict[str, Any]) -> forms.Field:
    rows = getattr(setting.document, shape.points_at)
    choices: Choices = [(row.key, getattr(row, "name", None) or row.title) for row in rows]
    return _chosen(shape, choices, several or shape.several, options)


def _code(shape: Shape, setting: Setting, current: Any, several: bool, options: dict[str, Any]) -> forms.Field:
    held = set(current) if isinstance(current, list | tuple) else {current}
    groups: Choices = []
    for regime in shape.regimes:
        entries = [(code, label) for code, label in provisions(setting, regime, held)]
        if entries:
            groups.append((REGIMES[regime], entries))
    choices: Choices = list(groups[0][1]) if len(groups) == 1 else groups
    return _chosen(shape, choices, several or shape.several, options, listed=True)


def provisions(setting: Setting, regime: str, held: Iterable[str | None] = ()) -> list[tuple[str, str]]:
    """Entries of the regime that can be chosen on the day, and those that are chosen already, in the law's order."""
    kept = set(held)
    found: list[tuple[str, str]] = []
    for code in setting.catalogue.provisions:
        if setting.catalogue.regime_of(code) != regime:
            continue
        entry = setting.catalogue.on(code, setting.on)
        if entry is not None and (code in kept or (entry.selectable and entry.in_force_on(setting.on))):
            found.append((code, entry.label))
    return found


def _chosen(
    shape: Shape, choices: Choices, several: bool, options: dict[str, Any], *, listed: bool = False
) -> forms.Field:
    wrong = f"Select {shape.title[:1].lower()}{shape.title[1:]}"
    messages = {"required": wrong, "invalid_choice": wrong, "invalid_list": wrong}
    if several:
        options["required"] = options["required"] and not shape.optional
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=messages, **options
        )
    if len(choices) > _RADIOS or listed:
        return forms.ChoiceField(choices=[("", "Choose one"), *choices], error_messages=messages, **options)
    shown = choices if options["required"] else [*choices, ("", "Not decided yet")]
    return forms.ChoiceField(choices=shown, widget=forms.RadioSelect, error_messages=messages, **options)


_MAKERS: dict[Form, Callable[[Shape, Setting, Any, bool, dict[str, Any]], forms.Field]] = {
    Form.LINE: _line,
    Form.TEXT: _text,
    Form.DAY: _day,
    Form.COUNT: _count,
    Form.FLAG: _flag,
    Form.CHOICE: _choice,
    Form.KEY: _key,
    Form.CODE: _code,
}


def _noun(shape: Shape) -> str:
    return f"{shape.title[:1].lower()}{shape.title[1:]}"


def value(shape: Shape, cleaned: Any) -> Any:
    """What the document holds for what was typed; None where that is nothing."""
    if isinstance(cleaned, dt.date):
        return cleaned.isoformat()
    if shape.form is Form.FLAG and shape.default is False:
        return True if cleaned else None
    if isinstance(cleaned, Sequence) and not cleaned:
        return None
    return list(cleaned) if isinstance(cleaned, tuple) else cleaned
