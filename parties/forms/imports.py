"""From a spreadsheet's rows to facts: each row is cleaned by the same forms that people fill in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from foundation import text
from foundation.templatetags import ui
from parties import ico, importing
from parties.choices import Kind, Nation, SeriousViolenceClass
from parties.facts import Facts
from parties.forms.organisations import IcoForm, IdentityForm, LawForm, ReachForm

_CHOICES: dict[str, type[Any]] = {"kind": Kind, "nation": Nation, "serious_violence_class": SeriousViolenceClass}
_YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_UK = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{1,5})")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9}),? (\d{1,5})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class UploadForm(forms.Form):
    file = forms.FileField(
        label="Spreadsheet",
        help_text="CSV or XLSX, up to 5MB and 5,000 rows.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": "Select a file",
            "empty": importing.EMPTY,
            "missing": "The selected file could not be uploaded – try again",
            "invalid": "The selected file could not be uploaded – try again",
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > importing.MOST_BYTES:
            raise forms.ValidationError(importing.TOO_BIG)
        return file


class _RowForm(IdentityForm, ReachForm, LawForm, IcoForm):
    """Every fact at once; what is left out is not judged."""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row as facts, or with what is wrong with it."""

    number: int
    name: str
    facts: Facts
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """Nothing wrong, but worth a look: how a date was read, an odd reference."""


def check(rows: Iterable[importing.Row]) -> list[CheckedRow]:
    # One form for all rows: copying fifteen fields and their widgets for each of 5,000 rows takes longer than the rest.
    form = _RowForm({})
    return [_check(row, form) for row in rows]


def _check(row: importing.Row, form: _RowForm) -> CheckedRow:
    problems: list[str] = []
    given = dict(row.cells)
    if given.get("competent_authority_paragraph") and "is_competent_authority" not in given:
        given["is_competent_authority"] = "yes"
    data: dict[str, str] = {}
    for name, cell in given.items():
        data |= _as_typed(name, cell, problems)
    form.data = data
    form.full_clean()
    wrong = {name: messages for name, messages in form.errors.items() if name in given or name == "legal_name"}
    problems += [str(message) for messages in wrong.values() for message in messages]
    facts: Any = {name: form.cleaned_data[name] for name in given if name in form.cleaned_data}
    name = text.single_line(given.get("legal_name", ""))
    return CheckedRow(row.number, name, facts, tuple(dict.fromkeys(problems)), tuple(_notes(facts)))


def _notes(facts: Facts) -> list[str]:
    notes = []
    if ends := facts.get("ico_expires_on"):
        notes.append(f"ICO runs out on {ui.uk_date(ends)}")
    if odd := ico.oddity(facts.get("ico_reference", "")):
        notes.append(odd)
    return notes


def _as_typed(name: str, cell: str, problems: list[str]) -> dict[str, str]:
    """What a person would have sent for this cell."""
    if name == "ico_expires_on":
        return _date_boxes(name, cell, problems)
    if name in _CHOICES:
        return _chosen(name, cell, problems)
    if name.startswith("is_"):
        answer = _YES_NO.get(text.folded(cell))
        if answer is None:
            problems.append(f"{importing.COLUMNS[name]} must be yes or no")
        return {name: "on"} if answer else {}
    return {name: cell}


def _chosen(name: str, cell: str, problems: list[str]) -> dict[str, str]:
    wanted = text.folded(cell)
    for value, label in _CHOICES[name].choices:
        if wanted in {text.folded(value), text.folded(label)}:
            return {name: value}
    problems.append(f"{importing.COLUMNS[name]}: “{cell[:60]}” is not one of the answers in the list above the file")
    return {}


def _date_boxes(name: str, cell: str, problems: list[str]) -> dict[str, str]:
    typed = text.ascii_digits(text.single_line(cell))
    if found := _ISO.fullmatch(typed):
        year, month, day = found.groups()
    elif found := _UK.fullmatch(typed):
        day, month, year = found.groups()
    elif (found := _WORDS.fullmatch(typed)) and found.group(2)[:3].lower() in _MONTHS:
        day, year = found.group(1), found.group(3)
        month = str(_MONTHS.index(found.group(2)[:3].lower()) + 1)
    else:
        problems.append(f"{importing.COLUMNS[name]} must be a date, like 27/3/2027")
        return {}
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}
