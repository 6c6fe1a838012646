"""Who may raise an issue, deal with it and close it, and why not. Only people of the parties read issues at all."""

import datetime as dt
from typing import TYPE_CHECKING

from accounts import access
from accounts.roles import OrgPermission
from agreements.choices import COMPLETE
from agreements.models import Agreement
from foundation.templatetags.ui import uk_date, uk_datetime
from foundation.verdicts import Verdict
from parties.models import Organisation
from reviews import reviewing
from reviews.models import Issue

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = dt.timedelta(days=366)
"""A day further away than this is a slip."""


def voices(person: "User", agreement: Agreement) -> list[Organisation]:
    """The parties for which the person speaks: as reviewer, data protection officer or drafting officer."""
    mine = access.organisation_ids(person, OrgPermission.REVIEW) | access.organisation_ids(person, OrgPermission.DRAFT)
    return [one for one in reviewing.parties(agreement) if one.pk in mine]


def can_read(person: "User", agreement: Agreement) -> Verdict:
    mine = access.organisation_ids(person, OrgPermission.VIEW_AGREEMENTS)
    there = agreement.lead_id in mine or agreement.parties.filter(organisation__in=mine).exists()
    return Verdict.unless(there, "Only people of the parties to this agreement can read its issues.")


def can_raise(person: "User", agreement: Agreement) -> Verdict:
    return Verdict.unless(
        agreement.status in COMPLETE, "Issues are raised about an agreement that is signed and has not ended."
    ) & speaks(voices(person, agreement))


def speaks(mine: list[Organisation]) -> Verdict:
    return Verdict.unless(
        mine,
        "Only reviewers, data protection officers and information governance officers of a party can do this. "
        "You can read what they write.",
    )


def can_add(person: "User", issue: Issue) -> Verdict:
    """Every party, while it is open."""
    return is_open(issue) & speaks(voices(person, issue.agreement))


def can_settle(person: "User", issue: Issue) -> Verdict:
    """Say who deals with it, and close it: the party that deals with it, the one that raised it, and the lead."""
    concerned = {issue.assigned_id, issue.raised_for_id, issue.agreement.lead_id}
    mine = voices(person, issue.agreement)
    return (
        is_open(issue)
        & speaks(mine)
        & Verdict.unless(
            not mine or {one.pk for one in mine} & concerned,
            f"Only {issue.assigned.name}, which deals with it, {issue.raised_for.name}, which raised it, and "
            "the lead organisation can do this. You can add a note.",
        )
    )


def is_open(issue: Issue) -> Verdict:
    if issue.closed_at is None:
        return Verdict()
    return Verdict.no(
        f"{issue.closed_by} closed this issue for {issue.closed_for} on {uk_datetime(issue.closed_at)}. "
        "Raise another one if it has come back."
    )


def is_day(due_on: dt.date, on: dt.date) -> Verdict:
    return Verdict.unless(on <= due_on <= on + LONGEST, f"The day must be from today to {uk_date(on + LONGEST)}.")
