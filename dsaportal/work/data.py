"""What waits for somebody about data that was shared."""

import datetime as dt
from typing import Any

from django.urls import reverse

from accounts.models import User
from closing import querysets_disposal as data
from dsaportal.work.rows import SHOWN, Row, long


def to_confirm(person: User, on: dt.date) -> list[Row]:
    return [
        {
            "title": one.agreement.title,
            "href": reverse("closing:confirm_disposal", args=[one.agreement.reference, one.organisation.slug]),
            "hint": f"For {one.organisation.name}, by {long(one.confirm_by_on)}",
            "status": "Overdue" if one.confirm_by_on < on else "To confirm",
            "colour": "red" if one.confirm_by_on < on else "blue",
        }
        for one in data.to_confirm(person)[: SHOWN * 3]
    ]


def to_delete(person: User, on: dt.date) -> list[Row]:
    """What has been kept as long as it was agreed, or will have been within a month."""
    kept: list[Any] = list(data.to_delete(person, on + dt.timedelta(days=30))[: SHOWN * 3])
    return [
        {
            "title": row.what,
            "href": reverse("closing:look" if row.next_on == row.look_on else "closing:done", args=[row.pk]),
            "hint": f"{row.agreement.reference} {row.agreement.title}, by {long(row.next_on)}",
            "status": "Overdue" if row.next_on < on else "Due soon",
            "colour": "red" if row.next_on < on else "amber",
        }
        for row in kept
    ]
