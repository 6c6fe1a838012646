"""What the lines of the in-tray have in common."""

import datetime as dt
from typing import Any

SHOWN = 10

Row = dict[str, Any]


def long(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "no date"
