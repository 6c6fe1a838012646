"""Widgets whose templates are GOV.UK's components (``templates/django/forms/widgets``)."""

import datetime as dt
from typing import Any

from django import forms


class TextInput(forms.TextInput):
    """``width`` is a number of characters or a fraction such as ``two-thirds``; see the styleguide."""


class EmailInput(forms.EmailInput):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "email", "spellcheck": "false"} | (attrs or {}))


class Textarea(forms.Textarea):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 5} | (attrs or {}))


class DateParts(forms.MultiWidget):
    """Three number boxes in a group: day, month, year."""

    template_name = "django/forms/widgets/date_parts.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput({"inputmode": "numeric", "data-width": "2", "aria-label": "Day"}),
            "month": forms.TextInput({"inputmode": "numeric", "data-width": "2", "aria-label": "Month"}),
            "year": forms.TextInput({"inputmode": "numeric", "data-width": "4", "aria-label": "Year"}),
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: dt.date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]
