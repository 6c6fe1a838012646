"""What is logged of problems with an agreement: lists, what an issue can be about, and what is new. Reads only."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts import access
from accounts.roles import OrgPermission
from agreements.models import Agreement, Version
from reviews.events import Event
from reviews.models import Issue, Review

if TYPE_CHECKING:
    from accounts.models import User

MOST = 30


@dataclass(frozen=True, slots=True)
class Subject:
    """Some data or a section of the text that an issue can be about."""

    code: str
    title: str


def subjects(version: Version | None) -> list[Subject]:
    if version is None:
        return []
    document = version.document
    data = [Subject(f"datasets/{one.key}", one.title) for one in document.datasets]
    return data + [Subject(f"sections/{one.key}", f"{one.number} {one.heading}".strip()) for one in document.sections]


def of(agreement: Agreement, person: "User") -> "QuerySet[Any]":
    """Of one agreement: the open ones first, the most urgent of them before the others."""
    rows = Issue.objects.visible_to(person).filter(agreement=agreement)
    found: QuerySet[Any] = rows.select_related("agreement", "assigned", "raised_for", "closed_for").order_by(
        F("closed_at").desc(nulls_first=True), "due_on", "-number"
    )
    return found


def since_review(agreement: Agreement, person: "User", *, before: int | None = None) -> list[Issue]:
    """Raised since the last review was concluded, and older ones that are still open. One query.

    With ``before``, since the last review that has a smaller number than that.
    """
    past = Review.objects.filter(agreement=agreement, concluded_at__isnull=False)
    if before is not None:
        past = past.filter(number__lt=before)
    last = Subquery(past.order_by("-number").values("concluded_at")[:1])
    since = Coalesce(last, Value(agreement.created_at), output_field=DateTimeField())
    return list(of(agreement, person).filter(Q(closed_at=None) | Q(raised_at__gt=since)))


def waiting_for(person: "User") -> list[Issue]:
    """Open ones that a party for which the person speaks has to deal with, the most pressing first. One query."""
    mine = access.organisation_ids(person, OrgPermission.REVIEW) | access.organisation_ids(person, OrgPermission.DRAFT)
    rows = Issue.objects.visible_to(person).open().filter(assigned__in=mine)
    return list(rows.select_related("agreement", "assigned").order_by("due_on", "pk")[:MOST])


def days(agreements: "QuerySet[Any]", since: dt.date, until: dt.date) -> Iterator[Event]:
    """For people's calendars: the days by which issues should be settled. It names no party and no problem."""
    changes = Issue.history.filter(id=OuterRef("pk")).order_by("-history_date").values("history_date")[:1]
    rows = Issue.objects.open().filter(agreement__in=agreements.order_by().values("pk"), due_on__range=(since, until))
    for issue in rows.select_related("agreement").annotate(changed_at=Subquery(changes)).order_by("pk"):
        key = f"issue-{issue.agreement.reference}-{issue.number}"
        yield Event(issue.due_on, "Settle an issue", key, issue.agreement, issue.changed_at or issue.raised_at)


def told(agreement: Agreement, person: "User") -> Iterator[tuple[dt.datetime, str]]:
    """For the life of the agreement: when issues were raised and closed, by their numbers alone. One query."""
    for issue in Issue.objects.visible_to(person).filter(agreement=agreement).order_by("number"):
        yield issue.raised_at, f"Issue {issue.number} raised"
        if issue.closed_at is not None:
            yield issue.closed_at, f"Issue {issue.number} closed"
