"""The messages about issues. They carry no word of what went wrong: that is for the parties, behind the sign-in."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.roles import Role
from notices import services as notices
from notices.services import Letter
from parties.models import Membership
from reviews import reviewing
from reviews.choices import Severity
from reviews.models import Issue

if TYPE_CHECKING:
    from accounts.models import User

_SPEAKING = (Role.IG_OFFICER, Role.REVIEWER)


def raised(*, issue: Issue, at: dt.datetime) -> None:
    """Whoever deals with it, and the lead; every party of one that is urgent."""
    bodies = {issue.assigned_id, issue.agreement.lead_id}
    if issue.severity == Severity.HIGH:
        bodies |= {one.pk for one in reviewing.parties(issue.agreement)}
    _send("issue.raised", issue, bodies, "", at, without=issue.raised_by)


def assigned(*, issue: Issue, by: "User", at: dt.datetime) -> None:
    _send("issue.assigned", issue, {issue.assigned_id}, f"{at:%Y%m%dT%H%M%S}", at, without=by)


def late(*, issue: Issue, at: dt.datetime) -> None:
    """Whoever deals with it, and the lead, who may have to take it further."""
    _send("issue.late", issue, {issue.assigned_id, issue.agreement.lead_id}, f"{issue.due_on}", at)


def closed(*, issue: Issue, at: dt.datetime) -> None:
    for kind in ("issue.raised", "issue.assigned", "issue.late"):
        notices.cancel(dedupe_prefix=f"{kind}:{issue.pk}:", at=at)
    bodies = {issue.raised_for_id, issue.assigned_id, issue.agreement.lead_id}
    _send("issue.closed", issue, bodies, "", at, without=issue.closed_by)


def _send(
    kind: str, issue: Issue, bodies: Iterable[int], occasion: str, at: dt.datetime, without: "User | None" = None
) -> None:
    agreement = issue.agreement
    facts = {
        "title": agreement.public_title or agreement.reference,
        "reference": agreement.reference,
        "number": issue.number,
        "severity": Severity(issue.severity).label.lower(),
        "raised_for": issue.raised_for.name,
        "assigned": issue.assigned.name,
        "due_on": issue.due_on,
        "closed_for": issue.closed_for.name if issue.closed_for else "",
        "link": reverse("reviews:issue", args=[agreement.reference, issue.number]),
    }
    places = Membership.objects.active().filter(organisation__in=list(bodies), roles__role__in=_SPEAKING)
    people = {place.person_id: place for place in places.select_related("person").order_by("person_id", "-pk")}
    if without is not None:
        people.pop(without.pk, None)
    letters = [
        Letter(place.person, f"{kind}:{issue.pk}:{occasion}:{key}", facts, organisation=place.organisation_id)
        for key, place in people.items()
    ]
    if letters:
        notices.queue_many(kind=kind, letters=letters, at=at, about=agreement.reference)
