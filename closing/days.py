"""Days that upper floors add to people's calendars: by when to sign, and by when to say what happened to the data."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from closing.choices import DeadlineKind
from closing.models import Deadline
from reviews import events
from reviews.events import Event
from signing.models import Round

WORDS = {
    DeadlineKind.DISPOSAL: "Say what happened to the data",
    DeadlineKind.RETENTION: "Data has been kept long enough",
}
"""The end itself stands in every calendar already."""


def register() -> None:
    events.register(to_sign)
    events.register(to_dispose)


def to_sign(agreements: "QuerySet[Any]", since: dt.date, until: dt.date) -> Iterator[Event]:
    rows = Round.objects.running().filter(
        version__agreement__in=agreements.order_by().values("pk"), sign_by_on__range=(since, until)
    )
    changes = Round.history.filter(id=OuterRef("pk")).order_by("-history_date").values("history_date")[:1]
    for row in rows.annotate(changed_at=Subquery(changes)):
        agreement = row.version.agreement
        changed_at = row.changed_at or row.opened_at
        yield Event(row.sign_by_on, "Sign by", f"sign-{agreement.reference}-{row.pk}", agreement, changed_at)


def to_dispose(agreements: "QuerySet[Any]", since: dt.date, until: dt.date) -> Iterator[Event]:
    """One for an agreement and a day, however many parties and kinds of data it is about."""
    rows = Deadline.objects.filter(settled_at=None, on__range=(since, until), kind__in=WORDS)
    rows = rows.filter(agreement__in=agreements.order_by().values("pk")).select_related("agreement")
    rows = rows.order_by("agreement_id", "kind", "on", "pk")
    for (_, kind, day), found in groupby(rows, key=lambda row: (row.agreement_id, row.kind, row.on)):
        first = next(found)
        agreement = first.agreement
        key = f"{kind}-{agreement.reference}-{first.pk}"
        yield Event(day, WORDS[DeadlineKind(kind)], key, agreement, agreement.status_at)
