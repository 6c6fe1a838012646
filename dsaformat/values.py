"""The grain of a document: what a line, a text, a key, a date and a set of keys may be.

Text is normalised (NFC, line ends) so that equal wording has equal bytes; what could not be
printed or would deceive a reader is refused, never silently dropped.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

LINE_LENGTH = 500
TEXT_LENGTH = 50_000
ROWS = 2_000

# Marks that reorder or hide text on screen: a reader would see other words than the ones that are signed.
_DECEIVING = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff\u00ad"
)
_REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
_NON_ASCII = re.compile(r"[^\x20-\x7e\n\t]")
# Normalising is quadratic in a run of combining marks: half a minute for a few thousand of them in one word.
_MARK_RUN = re.compile("[" + "".join(chr(c) for c in range(0x300, 0x1F000) if unicodedata.combining(chr(c))) + "]{9}")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _refuse_unprintable(text: str) -> None:
    for character in set(_NON_ASCII.findall(text)):
        if character in _DECEIVING or unicodedata.category(character) in _REFUSED_CATEGORIES:
            raise PydanticCustomError(
                "unprintable",
                "contains the character {code}, which cannot be shown",
                {"code": f"U+{ord(character):04X}"},
            )


def _normal(text: str, limit: int) -> str:
    if len(text) > 4 * limit:
        raise PydanticCustomError("too_long", "must be {limit} characters or fewer", {"limit": limit})
    if not text.isascii() and _MARK_RUN.search(text):
        raise PydanticCustomError("marks", "has more accents on one letter than any language needs")
    clean = unicodedata.normalize("NFC", text).strip()
    if len(clean) > limit:
        raise PydanticCustomError("too_long", "must be {limit} characters or fewer", {"limit": limit})
    return clean


def _line(text: str) -> str:
    clean = _normal(text, LINE_LENGTH)
    if "\n" in clean or "\r" in clean or "\t" in clean:
        raise PydanticCustomError("not_one_line", "must be one line")
    _refuse_unprintable(clean)
    return clean


def _text(text: str) -> str:
    clean = _normal(text.replace("\r\n", "\n").replace("\r", "\n"), TEXT_LENGTH)
    _refuse_unprintable(clean)
    return clean


def _day(value: Any) -> Any:
    if isinstance(value, date) or (isinstance(value, str) and _ISO_DATE.fullmatch(value)):
        return value
    raise PydanticCustomError("not_a_date", "must be a date like 2026-11-30")


def _unique_sorted(keys: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(keys)) != len(keys):
        raise PydanticCustomError("repeated", "must not name the same thing twice")
    return tuple(sorted(keys))


Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$")]
"""Names a row for ever, whatever number is printed beside it."""

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][A-Za-z0-9_]{0,79}$")]
"""An entry of the law catalogue, or one of its regimes."""

Line = Annotated[str, AfterValidator(_line), Field(max_length=LINE_LENGTH)]
RequiredLine = Annotated[str, AfterValidator(_line), Field(min_length=1, max_length=LINE_LENGTH)]
Text = Annotated[str, AfterValidator(_text), Field(max_length=TEXT_LENGTH)]
Day = Annotated[date, BeforeValidator(_day), Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]
Count = Annotated[int, Strict(), Field(ge=1, le=10_000)]
"""How many. Bounds stand here alone: a field's own `ge` would lose against them without a word."""

Months = Annotated[int, Strict(), Field(ge=1, le=240)]
Flag = Annotated[bool, Strict()]

Keys = Annotated[tuple[Key, ...], Field(max_length=ROWS), AfterValidator(_unique_sorted)]
"""A set of rows: order carries no meaning, so it is always sorted and cannot change the fingerprint."""

Codes = Annotated[tuple[Code, ...], Field(max_length=ROWS), AfterValidator(_unique_sorted)]


@dataclass(frozen=True, slots=True)
class PointsAt:
    """The value names rows of that list of the document."""

    rows: str


@dataclass(frozen=True, slots=True)
class FromLaw:
    """The value names entries of these regimes of the law's catalogue."""

    regimes: tuple[str, ...]


PartyKey = Annotated[Key, PointsAt("parties")]
PartyKeys = Annotated[Keys, PointsAt("parties")]
DatasetKeys = Annotated[Keys, PointsAt("datasets")]
PurposeKey = Annotated[Key, PointsAt("purposes")]


Choice = TypeVar("Choice", bound=str)


def _once_sorted(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return tuple(sorted(set(choices)))


Chosen = Annotated[tuple[Choice, ...], AfterValidator(_once_sorted)]
"""A set of choices, in one order."""


def must(title: str, hint: str = "", **bounds: Any) -> Any:
    """A field that every part of its kind has. The title is what forms, pages and comparisons call it."""
    return Field(title=title, description=hint or None, **bounds)


def blank(title: str, hint: str = "") -> Any:
    """Text that may be missing."""
    return Field("", title=title, description=hint or None)


def maybe(title: str, hint: str = "", **bounds: Any) -> Any:
    """A value that may be missing; for a yes or no, that nobody has said."""
    return Field(None, title=title, description=hint or None, **bounds)


def no(title: str, hint: str = "") -> Any:
    """A mark that is not set unless somebody sets it."""
    return Field(False, title=title, description=hint or None)


def many(title: str, hint: str = "", *, limit: int = ROWS) -> Any:
    """Any number of values, none at first."""
    return Field((), title=title, description=hint or None, max_length=limit)


class Part(BaseModel):
    """A frozen piece of a document. Unknown fields are refused, so a misspelt field is never lost.

    A field added later must have a default: defaults are left out of the canonical text, so the
    fingerprint of every document written before stays the same.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, hide_input_in_errors=True)


class Row(Part):
    """A part that others can point at by its key."""

    key: Key


AnyRow = TypeVar("AnyRow", bound=Row)


def by_key(rows: tuple[AnyRow, ...]) -> tuple[AnyRow, ...]:
    """For rows whose order carries no meaning: a document has one spelling."""
    return tuple(sorted(rows, key=lambda row: row.key))
