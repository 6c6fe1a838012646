"""Issues in the demonstration: one that was settled, and one that a party still deals with."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from agreements.models import Agreement
from parties.models import Organisation
from reviews import askable, issues, reviewing
from reviews.choices import Severity
from reviews.models import Issue
from reviews.services import issues as services
from reviews.services.issues import Raised

if TYPE_CHECKING:
    from accounts.models import User

_DAY = dt.timedelta(days=1)
_SETTLED = (
    "The September extract came twice",
    "We received the same extract on two days. The second one had columns that the agreement does not name.",
    "The supplier corrected its export. We deleted the second extract on the day that it came.",
)
_OPEN = (
    "Two people who have left still receive the report",
    "The list of people who receive the monthly report names two who changed their posts in summer.",
    "We have asked our service desk for the list as it is now.",
)


def lay(*, agreement: Agreement, by: "User", at: dt.datetime) -> list[Issue]:
    """The agreement is in force for more than two months. `by` drafts for its lead, which settles the first one."""
    parties = reviewing.parties(agreement)
    there = askable.reviewers([one.pk for one in parties])
    raiser = next(one for one in parties if one.pk in there and one.pk != agreement.lead_id)
    person = there[raiser.pk][0]
    data = next((one.code for one in issues.subjects(agreement.versions.order_by("number").last())), "")
    first, second = at - 60 * _DAY, at - 6 * _DAY
    settled = services.raise_issue(
        agreement=agreement,
        raised=_raised(_SETTLED, raiser, agreement.lead, Severity.MEDIUM, first, data),
        by=person,
        at=first,
    )
    services.close(issue=settled, organisation=agreement.lead, done=_SETTLED[2], by=by, at=first + 9 * _DAY)
    open_ = services.raise_issue(
        agreement=agreement,
        raised=_raised(_OPEN, agreement.lead, raiser, Severity.LOW, second, ""),
        by=by,
        at=second,
    )
    services.add_note(issue=open_, organisation=raiser, text=_OPEN[2], by=person, at=second + _DAY)
    return [settled, open_]


def _raised(
    words: tuple[str, str, str],
    raiser: Organisation,
    assigned: Organisation,
    severity: Severity,
    at: dt.datetime,
    about: str,
) -> Raised:
    due_on = timezone.localdate(at) + 14 * _DAY
    return Raised(raiser, words[0], words[1], severity, assigned, due_on, about)
