"""Pasting a table: the text, then what each of its columns means."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from drafting.pasting import MOST_LINES, Column, Table
from foundation import sheets
from foundation.widgets import Textarea

_NOT_USED = ("", "Not used")


class TableForm(forms.Form):
    """The table as it was copied, or a file that holds it.

    Both are read elsewhere, so nothing is trimmed or refused here but nothing at all, and two tables at once.
    """

    table = forms.CharField(
        label="Table",
        help_text="Copy the cells in your spreadsheet, headings first, and paste them here.",
        strip=False,
        required=False,
        widget=Textarea({"rows": 15, "wrap": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Or choose a spreadsheet",
        help_text=f"CSV or XLSX, up to 5MB and {MOST_LINES:,} lines, headings first. A workbook’s first sheet is read.",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.hide_optional = True  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > sheets.MOST_BYTES:
            raise forms.ValidationError(sheets.TOO_BIG)
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        if cleaned.get("file") is not None and cleaned.get("table", "").strip():
            self.add_error("file", "Paste a table or choose a spreadsheet, not both")
        if cleaned.get("file") is None and not cleaned.get("table"):
            self.add_error("table", "Paste a table, its headings first, or choose a spreadsheet")
        return cleaned


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
