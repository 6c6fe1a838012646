"""Saving and deleting so that history says who did it and when, inside a request and outside one."""

import datetime as dt
from typing import Any

from accounts.models import User


def save(row: Any, *, by: User | None, at: dt.datetime, because: str = "") -> None:
    _sign(row, by, at, because)
    row.save()


def delete(row: Any, *, by: User | None, at: dt.datetime, because: str = "") -> None:
    _sign(row, by, at, because)
    row.delete()


def _sign(row: Any, by: User | None, at: dt.datetime, because: str) -> None:
    row._history_user = by
    row._history_date = at
    row._change_reason = because or None
