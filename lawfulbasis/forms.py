"""How people look for a check."""

from typing import Any

from django import forms

from foundation import text
from lawfulbasis.checks import GROUPS, SEVERITIES, Check

_ANY = ("", "All")


class CheckFilter(forms.Form):
    """Every field optional; what makes no sense is left out rather than refused."""

    hide_optional = True

    q = forms.CharField(required=False, label="Words")
    group = forms.ChoiceField(required=False, label="What it is about", choices=[_ANY, *GROUPS.items()])
    severity = forms.ChoiceField(
        required=False, label="How serious", choices=[_ANY, *((key.value, name) for key, name in SEVERITIES.items())]
    )

    def __init__(self, data: Any) -> None:
        known = {
            name: value
            for name in ("group", "severity")
            if (value := data.get(name, "")) in dict(self.base_fields[name].choices)  # type: ignore[attr-defined]
        }
        super().__init__({"q": text.single_line(data.get("q", ""))[:200]} | known)
        self.full_clean()

    def value(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    def lets_through(self, check: Check) -> bool:
        read = " ".join((check.id, check.wording.title, check.message, check.looks_at, check.wording.reference)).lower()
        return (
            self.value("group") in ("", check.group)
            and self.value("severity") in ("", check.wording.severity.value)
            and all(word in read for word in self.value("q").lower().split())
        )

    def chosen(self) -> list[tuple[str, str]]:
        """Names and labels of the filters in use."""
        labels = {"group": dict(GROUPS), "severity": {key.value: name for key, name in SEVERITIES.items()}}
        words = [("q", self.value("q"))] if self.value("q") else []
        return words + [(name, labels[name][self.value(name)]) for name in labels if self.value(name)]
