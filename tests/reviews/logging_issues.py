"""Issues with an agreement that applies, raised by the people of a scene."""

import datetime as dt
from typing import Any

from accounts.roles import Role
from agreements.models import Agreement
from notices.models import Notice
from reviews.choices import Severity
from reviews.models import Issue
from reviews.services import issues as services
from tests.factories.people import make_person
from tests.reviews.standing_agreement import DAY, START, Scene

AT = START + 10 * DAY
TODAY = AT.date()
DUE = TODAY + 14 * DAY
SECRET = "Names of lamps that nobody may know"


def raise_one(scene: Scene, party: int = 1, *, assigned: int = 0, at: dt.datetime = AT, **more: Any) -> Issue:
    said: dict[str, Any] = {
        "organisation": scene.organisations[party],
        "title": "Extract came twice",
        "what": SECRET,
        "severity": Severity.MEDIUM,
        "assigned": scene.organisations[assigned],
        "due_on": at.date() + 14 * DAY,
    } | more
    by = said.pop("by", scene.reviewers[party])
    return services.raise_issue(agreement=scene.agreement, raised=services.Raised(**said), by=by, at=at)


def fresh(issue: Issue) -> Issue:
    found: Issue = Issue.objects.select_related("agreement__lead", "assigned", "raised_for", "closed_for").get(
        pk=issue.pk
    )
    return found


def told(kind: str) -> list[str]:
    return sorted(
        Notice.objects.filter(kind=f"issue.{kind}").exclude(state="cancelled").values_list("email", flat=True)
    )


def helper(agreement: Agreement) -> Any:
    """Somebody of an organisation that is no party at all."""
    return make_person("stranger@elsewhere.example", None, [Role.READER])
