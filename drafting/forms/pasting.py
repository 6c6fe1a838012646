"""Pasting a table: the text, then what each of its columns means."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from drafting.pasting import Column, Table
from foundation.widgets import Textarea

_NOT_USED = ("", "Not used")


class TableForm(forms.Form):
    """The table as it was copied; it is read elsewhere, so nothing is trimmed or refused here but nothing at all."""

    table = forms.CharField(
        label="Table",
        help_text="Copy the cells in your spreadsheet, headings first, and paste them here.",
        strip=False,
        widget=Textarea({"rows": 15, "wrap": "off", "spellcheck": "false"}),
        error_messages={"required": "Paste a table, its headings first"},
    )


class ColumnsForm(forms.Form):
    """Which column holds what. Sent again with every step."""

    skip = forms.BooleanField(label="Leave out the lines that have problems", required=False)

    def __init__(self, data: Any = None, *, found: Table, known: Sequence[Column], guessed: Mapping[int, str]) -> None:
        super().__init__(data)
        self.found, self.known = found, known
        choices = [_NOT_USED, *((column.name, column.title) for column in known)]
        for index, head in enumerate(found.heads):
            sample = next((line.cells[index] for line in found.lines if line.cells[index]), "")
            self.fields[f"column-{index}"] = forms.ChoiceField(
                label=head,
                help_text=f"First line: {sample[:80]}" if sample else "Every line is empty",
                choices=choices,
                required=False,
                initial=guessed.get(index, ""),
                error_messages={"invalid_choice": "Choose what the column holds from the list"},
            )
            self.fields[f"column-{index}"].hide_optional = True  # type: ignore[attr-defined]
        self.order_fields([*(name for name in self.fields if name != "skip"), "skip"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = self.mapping
        titles = {column.name: column.title for column in self.known}
        for index, name in chosen.items():
            if list(chosen.values()).index(name) != list(chosen).index(index):
                self.add_error(f"column-{index}", f"{titles[name]} is chosen for another column already")
        missing = [one.title for one in self.known if one.required and one.name not in chosen.values()]
        if missing:
            self.add_error("column-0", f"Choose which column holds {' and '.join(missing)}")
        return cleaned

    @property
    def mapping(self) -> dict[int, str]:
        answers = ((index, self.cleaned_data.get(f"column-{index}")) for index in range(len(self.found.heads)))
        return {index: str(name) for index, name in answers if name}
