"""How people look for an organisation."""

from typing import Any

from django import forms

from foundation import text
from parties.choices import Kind, Nation

LIMIT = 200
STATES = (("", "All"), ("active", "Active"), ("ended", "Renamed, merged or abolished"))


class FilterForm(forms.Form):
    """Every field optional; what makes no sense is left out rather than refused."""

    hide_optional = True

    q = forms.CharField(required=False, label="Name or ICO registration number")
    kind = forms.ChoiceField(required=False, label="Kind", choices=[("", "All"), *Kind.choices])
    nation = forms.ChoiceField(required=False, label="Nation", choices=[("", "All"), *Nation.choices])
    state = forms.ChoiceField(required=False, label="State", choices=STATES)

    def __init__(self, data: Any) -> None:
        self.typed = text.single_line(data.get("q", ""))
        known = {
            name: value
            for name in ("kind", "nation", "state")
            if (value := data.get(name, "")) in dict(self.base_fields[name].choices)  # type: ignore[attr-defined]
        }
        super().__init__({"q": self.typed[:LIMIT]} | known)
        self.full_clean()

    @property
    def was_cut(self) -> bool:
        """Whether more was typed than was searched for."""
        return len(self.typed) > LIMIT

    def value(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")

    def chosen(self) -> list[tuple[str, str]]:
        """Names and labels of the filters in use, the words searched for aside."""
        shown = []
        for name in ("kind", "nation", "state"):
            labels = dict(self.fields[name].choices)  # type: ignore[attr-defined]
            if self.value(name):
                shown.append((name, str(labels[self.value(name)])))
        return shown
