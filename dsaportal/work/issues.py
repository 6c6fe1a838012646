"""What waits for somebody about issues that their organisation deals with."""

import datetime as dt

from django.urls import reverse

from accounts.models import User
from dsaportal.work.rows import Row, long
from reviews import issues
from reviews.choices import Severity


def to_settle(person: User, on: dt.date) -> list[Row]:
    return [
        {
            "title": f"Issue {one.number}: {one.title}",
            "href": reverse("reviews:issue", args=[one.agreement.reference, one.number]),
            "hint": f"{one.agreement.reference} {one.agreement.title}, for {one.assigned.name}, by {long(one.due_on)}",
            "status": "Overdue" if one.due_on < on else Severity(one.severity).label,
            "colour": "red" if one.due_on < on or one.severity == Severity.HIGH else "blue",
        }
        for one in issues.waiting_for(person)
    ]
