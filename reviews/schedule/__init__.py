"""When an agreement is looked at again, ends, and is reminded of. Values in, values out."""

from foundation.workdays import UK
from reviews.schedule.calling import (
    AFTER,
    AT,
    BEFORE,
    ENDS,
    ORGANISATION_FROM,
    REVIEWS,
    THEN_EVERY,
    Reminder,
    Rhythm,
    morning_of,
    newest_due,
    next_after,
    offsets,
    reminders,
)
from reviews.schedule.days import Day, Events, What, days
from reviews.schedule.months import add_months, after, review_on
from reviews.schedule.words import Band, band, words

__all__ = [
    "AFTER",
    "AT",
    "BEFORE",
    "ENDS",
    "ORGANISATION_FROM",
    "REVIEWS",
    "THEN_EVERY",
    "UK",
    "Band",
    "Day",
    "Events",
    "Reminder",
    "Rhythm",
    "What",
    "add_months",
    "after",
    "band",
    "days",
    "morning_of",
    "newest_due",
    "next_after",
    "offsets",
    "reminders",
    "review_on",
    "words",
]
