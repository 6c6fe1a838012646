"""Form fields that clean as ``foundation.text`` says and speak in the portal's words."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from foundation import text, widgets

EMAIL_MESSAGE = "Enter an email address in the correct format, like name@example.gov.uk"


class SingleLineField(forms.CharField):
    """One line of text. ``noun`` completes 'Enter …' and starts '… must be n characters or fewer'."""

    widget: Any = widgets.TextInput

    def __init__(self, *, noun: str, max_length: int, must_have_letters: bool = False, **options: Any) -> None:
        self.noun = noun
        self.limit = max_length
        self.must_have_letters = must_have_letters
        options.setdefault("error_messages", {"required": f"Enter {noun}"})
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return text.single_line(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        name = self.label_text()
        if text.graphemes(value) > self.limit or len(value) > self.limit * 4:
            raise ValidationError(f"{name} must be {self.limit:,} characters or fewer", code="max_length")
        if value and self.must_have_letters and not text.has_letters_or_digits(value):
            raise ValidationError(f"{name} must include letters or numbers", code="letters")

    def label_text(self) -> str:
        if self.label:
            return str(self.label)
        bare = re.sub(r"^(a|an|the|your) ", "", self.noun)
        return bare[:1].upper() + bare[1:]


class LongTextField(SingleLineField):
    """Paragraphs. Direction characters are shown, not obeyed."""

    widget: Any = widgets.Textarea

    def __init__(self, *, noun: str, max_length: int = 20_000, **options: Any) -> None:
        super().__init__(noun=noun, max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        return text.long_text(forms.CharField.to_python(self, value) or "")


class EmailField(SingleLineField):
    """One address, in lower case, its domain in ASCII when it is written in another script."""

    widget: Any = widgets.EmailInput

    def __init__(self, *, noun: str = "an email address", **options: Any) -> None:
        super().__init__(noun=noun, max_length=254, **options)

    def to_python(self, value: Any) -> str:
        raw = forms.CharField.to_python(self, value) or ""
        if any(ord(character) < 32 for character in raw.strip()):
            raise ValidationError(EMAIL_MESSAGE, code="email")  # a hidden line break is an attack, not a slip
        return text.single_line(raw)

    def clean(self, value: Any) -> str:
        address = self.to_python(value)
        if not address:
            self.validate(address)
            return ""
        local, _, domain = address.rpartition("@")
        try:
            address = f"{local}@{domain.encode('idna').decode('ascii')}".lower()
            validate_email(address)
        except (UnicodeError, ValidationError):
            raise ValidationError(EMAIL_MESSAGE, code="email") from None
        if len(address) > 254 or set('"[') & set(address) or "." not in domain:
            raise ValidationError(EMAIL_MESSAGE, code="email")
        return address


class DatePartsField(forms.MultiValueField):
    """Day, month and year in three boxes: nobody has to guess which comes first."""

    widget = widgets.DateParts

    def __init__(
        self, *, noun: str, earliest: dt.date | None = None, latest: dt.date | None = None, **options: Any
    ) -> None:
        self.noun = noun
        self.earliest = earliest
        self.latest = latest
        boxes = tuple(forms.CharField(required=False, max_length=20) for _ in range(3))
        super().__init__(boxes, require_all_fields=False, **options)

    def clean(self, value: Any) -> dt.date | None:
        day, month, year = [str(part or "").strip() for part in value] if value else ["", "", ""]
        if not (day or month or year):
            if self.required:
                raise ValidationError(f"Enter {self.noun}", code="required")
            return None
        return self._in_range(self._read(day, month, year))

    def compress(self, data_list: list[Any]) -> Any:  # pragma: no cover - clean() never asks for it
        return data_list

    def _read(self, day: str, month: str, year: str) -> dt.date:
        name = self._name()
        missing = [part for part, value in (("day", day), ("month", month), ("year", year)) if not value]
        if missing:
            raise ValidationError(f"{name} must include a {' and '.join(missing)}", code="incomplete")
        digits = [text.ascii_digits(part) for part in (day, month, year)]
        if not re.fullmatch(r"[1-9][0-9]{3}", digits[2]):
            raise ValidationError("Year must include 4 numbers", code="year")
        try:
            if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in digits):
                raise ValueError
            return dt.date(int(digits[2]), int(digits[1]), int(digits[0]))
        except ValueError:
            raise ValidationError(f"{name} must be a real date", code="unreal") from None

    def _in_range(self, value: dt.date) -> dt.date:
        if self.earliest and value < self.earliest:
            raise ValidationError(f"{self._name()} must be on or after {_long(self.earliest)}", code="early")
        if self.latest and value > self.latest:
            raise ValidationError(f"{self._name()} must be on or before {_long(self.latest)}", code="late")
        return value

    def _name(self) -> str:
        bare = re.sub(r"^(a|an|the|your) ", "", self.noun)
        return bare[:1].upper() + bare[1:]


def _long(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
