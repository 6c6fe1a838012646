"""What stands in a calendar: days of agreements that people want to see coming. Reads only.

Upper floors name their own days at start-up, so that this floor need not know them.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from agreements.choices import COMPLETE
from agreements.models import Agreement, Departure, Suspension
from reviews import months, querysets
from reviews.models import Plan

DAY = dt.timedelta(days=1)
EVER = (months.FIRST.first, months.LAST.last)


@dataclass(frozen=True, slots=True)
class Event:
    """One whole day of one agreement."""

    on: dt.date
    what: str
    """Such as “Review due”. It may be read by anybody: no names and nothing of the text."""
    key: str
    """The same for ever, whatever becomes of the day, and no other event's."""
    agreement: Agreement
    changed_at: dt.datetime
    """When the event last became what it is, or later."""
    is_review: bool = False

    @property
    def public_name(self) -> str:
        return f"{self.agreement.reference} {self.agreement.public_title}".strip()


Source = Callable[["QuerySet[Any]", dt.date, dt.date], Iterable[Event]]
"""From agreements that somebody may see, the days from the first to the second date, both counted in."""

_SOURCES: list[Source] = []


def register(source: Source) -> None:
    """Called from an app's `ready`. Naming a source twice changes nothing."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def between(agreements: "QuerySet[Any]", since: dt.date, until: dt.date) -> list[Event]:
    """In the order of their days."""
    found = [event for source in (*_OWN, *_SOURCES) for event in source(agreements, since, until)]
    return sorted(found, key=lambda event: (event.on, event.agreement.reference, event.key))


def with_change(agreements: "QuerySet[Any]") -> "QuerySet[Any]":
    """Agreements with ``changed_at``, the instant of their last change."""
    rows = Agreement.history.filter(id=OuterRef("pk")).order_by("-history_date")
    found: QuerySet[Any] = agreements.annotate(changed_at=Subquery(rows.values("history_date")[:1]))
    return found


def last_day(agreement: Agreement) -> dt.date | None:
    """The last day on which it applies, by its text or by what was decided since, whichever comes first."""
    ending = getattr(agreement, "ending", None)
    decided = ending.on - DAY if ending is not None and ending.ended_at is None else None
    return min((day for day in (agreement.ends_on, decided) if day), default=None)


def _reviews(agreements: "QuerySet[Any]", since: dt.date, until: dt.date) -> Iterator[Event]:
    plans = Plan.objects.filter(agreement=OuterRef("pk"))
    found = querysets.with_review_day(with_change(agreements)).filter(due_on__range=(since, until))
    for one in found.annotate(
        number=Subquery(plans.values("number")[:1]), planned_at=Subquery(plans.values("planned_at")[:1])
    ):
        number = one.number or 1
        key = f"review-{one.reference}-{number}"
        yield Event(one.due_on, "Review due", key, one, _latest(one, one.planned_at), is_review=True)


def _ends(agreements: "QuerySet[Any]", since: dt.date, until: dt.date) -> Iterator[Event]:
    decided = Q(ending__ended_at=None, ending__on__range=(since + DAY, until + DAY))
    found = with_change(agreements).filter(Q(ends_on__range=(since, until)) | decided, status__in=sorted(COMPLETE))
    for one in found.select_related("ending"):
        day = last_day(one)
        if day is not None and since <= day <= until:
            ending = getattr(one, "ending", None)
            decided_at = ending.decided_at if ending else None
            yield Event(day, "Last day", f"end-{one.reference}", one, _latest(one, decided_at))


def _departures(agreements: "QuerySet[Any]", since: dt.date, until: dt.date) -> Iterator[Event]:
    rows = Departure.objects.filter(left_at=None, taken_back_at=None, leaves_on__range=(since, until))
    for row in rows.filter(_within(agreements)).select_related("agreement"):
        key = f"leave-{row.agreement.reference}-{row.pk}"
        yield Event(row.leaves_on, "A party leaves", key, row.agreement, row.given_at)


def _pauses(agreements: "QuerySet[Any]", since: dt.date, until: dt.date) -> Iterator[Event]:
    rows = Suspension.objects.filter(lifted_at=None, from_on__range=(since, until))
    for row in rows.filter(_within(agreements)).select_related("agreement"):
        key = f"pause-{row.agreement.reference}-{row.pk}"
        yield Event(row.from_on, "Sharing paused", key, row.agreement, row.suspended_at)


def _within(agreements: "QuerySet[Any]") -> Q:
    live = agreements.filter(status__in=sorted(COMPLETE)).order_by()
    return Q(agreement__in=live.values("pk"))


def _latest(agreement: Any, decided_at: dt.datetime | None) -> dt.datetime:
    return max(at for at in (agreement.changed_at, agreement.status_at, decided_at) if at is not None)


_OWN: tuple[Source, ...] = (_reviews, _ends, _departures, _pauses)
