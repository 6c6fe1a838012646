"""How far away a review is, for pages."""

import datetime as dt
from enum import StrEnum


class Band(StrEnum):
    """The groups of the reviews page."""

    OVERDUE = "Overdue"
    SOON = "Next 30 days"
    COMING = "Next 90 days"
    LATER = "Later"


def band(review: dt.date | None, today: dt.date) -> Band:
    """No date at all is as bad as a date that has passed."""
    if review is None or review < today:
        return Band.OVERDUE
    days = (review - today).days
    return Band.SOON if days <= 30 else Band.COMING if days <= 90 else Band.LATER


def words(review: dt.date | None, today: dt.date) -> str:
    """How far away it is, in words."""
    if review is None:
        return "No review date"
    days = (review - today).days
    if days < 0:
        return f"Overdue by {_counted(-days, 'day')}"
    if days == 0:
        return "Due today"
    return f"Due in {_counted(days, 'day')}" if days <= 30 else f"Due in {_counted(days // 7, 'week')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
