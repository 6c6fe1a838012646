"""Who may have many agreements reviewed at once, who answers many in one sitting, and why not."""

import datetime as dt
from typing import TYPE_CHECKING

from accounts import access
from accounts.roles import OrgPermission
from foundation.verdicts import Verdict
from parties.models import Organisation
from reviews import standing
from reviews.models import Campaign

if TYPE_CHECKING:
    from accounts.models import User

_OPENS = (OrgPermission.DRAFT, OrgPermission.REVIEW)


def can_answer_for(person: "User", organisation: Organisation) -> Verdict:
    return Verdict.unless(
        access.holds(person, OrgPermission.REVIEW, organisation),
        f"Only reviewers and data protection officers of {organisation.name} can answer for it. "
        "You can read what is due.",
    )


def can_open(person: "User", organisation: Organisation) -> Verdict:
    return Verdict.unless(
        any(access.holds(person, permission, organisation) for permission in _OPENS),
        f"Only reviewers and information governance officers of {organisation.name} can open a campaign.",
    )


def may_open(person: "User", organisation: Organisation | None) -> Verdict:
    """The same for somebody who may belong to no organisation."""
    if organisation is None:
        return Verdict.no("You do not belong to an organisation, so there is nothing of yours to review.")
    return can_open(person, organisation)


def can_follow(person: "User", campaign: Campaign) -> Verdict:
    """Remind those who have not answered, and close it."""
    return can_open(person, campaign.organisation) & Verdict.unless(
        campaign.closed_at is None, "This campaign is closed."
    )


def due_in_time(due_on: dt.date, on: dt.date) -> Verdict:
    last = on + standing.LONGEST
    return Verdict.unless(
        on < due_on <= last, f"The due date must be after today and on or before {standing.long(last)}."
    )
