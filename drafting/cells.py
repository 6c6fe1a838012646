"""One cell of a pasted table as a value of the document. Pure; a `ValueError` says what is wrong with it."""

import datetime as dt
import re
from typing import Any

from dsaformat.shape import Form, Shape
from foundation import text

ANSWER = 20_000
"""Characters that one cell may have."""
_YES = frozenset({"yes", "y", "true", "x", "1", "✓", "✔"})
_NO = frozenset({"no", "n", "false", "0", "-", "–", ""})


def members(cell: str) -> list[str]:
    return [one.strip() for one in re.split(r"[;\n]", cell) if one.strip()]


def words(shape: Shape, cell: str) -> str:
    clean = text.single_line(cell) if shape.form is Form.LINE else text.long_text(cell)
    limit = min(shape.limit, ANSWER)
    if len(clean) > limit:
        raise ValueError(f"must be {limit:,} characters or fewer")
    return clean


def flag(_shape: Shape, cell: str) -> bool | None:
    said = text.folded(cell)
    if said not in _YES | _NO:
        raise ValueError(f"“{short(cell)}” must be yes or no")
    return True if said in _YES else (None if _shape.default is False else False)


def choice(shape: Shape, cell: str) -> str:
    assert shape.vocabulary is not None
    for member in shape.vocabulary:
        if text.folded(cell) in {text.folded(member.label), member.value}:
            return member.value
    names = ", ".join(member.label for member in list(shape.vocabulary)[:8])
    raise ValueError(f"“{short(cell)}” is none of: {names}")


def day(_shape: Shape, cell: str) -> str:
    words = ValueError(f"“{short(cell)}” must be a date, like 27/3/2027")
    british = re.fullmatch(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})", cell, re.ASCII)
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell, re.ASCII)
    parts = list(british.groups())[::-1] if british else list(iso.groups()) if iso else []
    try:
        return dt.date(*map(int, parts)).isoformat()
    except (TypeError, ValueError):
        raise words from None


def count(_shape: Shape, cell: str) -> int:
    digits = text.ascii_digits(cell).replace(",", "")
    if not digits.isdigit() or len(digits) > 6:
        raise ValueError(f"“{short(cell)}” must be a whole number, like 12")
    return int(digits)


def period(_shape: Shape, cell: str) -> dict[str, Any]:
    found = re.fullmatch(r"(\d{1,4})\s*(hour|day|week|month|year|working day)s?", text.ascii_digits(text.folded(cell)))
    if found is None:
        raise ValueError(f"“{short(cell)}” must be a number and a unit, like 6 years")
    return {"number": int(found.group(1)), "unit": f"{found.group(2).replace(' ', '_')}s"}


def short(cell: str) -> str:
    return text.single_line(cell)[:60]
