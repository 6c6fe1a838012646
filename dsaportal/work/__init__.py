"""The in-tray: what waits for one person, gathered from the rooms below. Each group stands or fails alone."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from accounts.models import User
from dsaportal.work import data, issues, passing, signatures, texts
from dsaportal.work.rows import SHOWN, Row

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    title: str
    rows: list[Row] = field(default_factory=list)
    more_href: str = ""
    failed: bool = False

    @property
    def shown(self) -> list[Row]:
        return self.rows[:SHOWN]

    @property
    def count(self) -> int:
        return len(self.rows)


def groups(*, person: User, on: dt.date) -> list[Group]:
    """Every group that has something in it, in the order in which it is best dealt with."""
    gathered = (_gather(code, title, more, load, person, on) for code, title, more, load in _GROUPS)
    return [group for group in gathered if group.rows or group.failed]


def _gather(
    code: str, title: str, more: str, load: Callable[[User, dt.date], list[Row]], person: User, on: dt.date
) -> Group:
    try:
        return Group(code, title, load(person, on), reverse(more) if more else "")
    except Exception:
        # One broken room must not hide what waits in the others; the page says which one could not be shown.
        logger.exception("the in-tray group %s did not load", code)
        return Group(code, title, failed=True)


_GROUPS: tuple[tuple[str, str, str, Callable[[User, dt.date], list[Row]]], ...] = (
    ("signatures", "Needs your signature", "", signatures.signatures),
    ("questions", "From signatories", "", signatures.questions),
    ("to-choose", "Choose who signs", "", signatures.to_choose),
    ("to-clear", "Agree before it is signed", "", signatures.to_clear),
    ("papers", "Signatures to check", "", signatures.to_check),
    ("to-review", "Waiting for your review", "", texts.to_review),
    ("to-settle", "Asked of you by parties", "", texts.to_settle),
    ("set-up", "Set up your organisation", "", texts.set_up),
    ("mandates", "Mandates to answer", "", texts.mandates),
    ("comments", "Comments for you", "", texts.comments),
    ("reviews", "Reviews due", "reviews:list", texts.reviews),
    ("issues", "Issues to deal with", "", issues.to_settle),
    ("to-confirm", "Confirm what happened to the data", "", data.to_confirm),
    ("to-delete", "Data kept long enough", "closing:keeping", data.to_delete),
    ("stuck", "Cannot move to another organisation", "", passing.stuck),
    ("drafts", "Agreements you are writing", "agreements:list", texts.drafts),
    ("parts", "Your part of others’ drafts", "agreements:list", texts.to_fill_in),
    ("waiting", "Waiting for others", "agreements:list", texts.waiting),
)
