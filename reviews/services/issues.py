"""The log of issues with an agreement that applies: raise one, say who deals with it, add to it, close it, remind."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from agreements import services as agreements
from agreements.models import Agreement
from foundation.verdicts import Verdict
from parties.models import Organisation
from parties.services import trail
from reviews import issues, reviewing
from reviews import policies_issues as policies
from reviews.choices import Severity
from reviews.models import Issue, IssueNote
from reviews.services import telling_issues as tell

if TYPE_CHECKING:
    from accounts.models import User

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Raised:
    """What somebody says has gone wrong, and who should see to it by when."""

    organisation: Organisation
    """For which party the person speaks."""
    title: str
    what: str
    severity: Severity
    assigned: Organisation
    due_on: dt.date
    about: str = ""


@transaction.atomic
def raise_issue(*, agreement: Agreement, raised: Raised, by: "User", at: dt.datetime) -> Issue:
    """It stands in the log that every party reads; whoever deals with it and the lead are told."""
    agreement = _locked(agreement)
    subjects = {one.code: one.title for one in issues.subjects(agreements.current_version(agreement))}
    (
        policies.can_raise(by, agreement)
        & _speaks_for(by, agreement, raised.organisation)
        & _is_party(agreement, raised.assigned)
        & policies.is_day(raised.due_on, timezone.localdate(at))
        & Verdict.unless(raised.title.strip() and raised.what.strip(), "Say what has gone wrong.")
        & Verdict.unless(not raised.about or raised.about in subjects, "Choose data or a section of the text.")
    ).enforce()
    last = Issue.objects.filter(agreement=agreement).order_by("-number").values_list("number", flat=True).first()
    issue = Issue(
        agreement=agreement,
        number=(last or 0) + 1,
        title=raised.title.strip(),
        what=raised.what.strip(),
        about=raised.about,
        about_name=subjects.get(raised.about, "")[:400],
        severity=raised.severity,
        raised_for=raised.organisation,
        raised_by=by,
        raised_at=at,
        assigned=raised.assigned,
        due_on=raised.due_on,
    )
    trail.save(issue, by=by, at=at, because="Raised")
    tell.raised(issue=issue, at=at)
    return issue


@transaction.atomic
def assign(
    *, issue: Issue, organisation: Organisation, due_on: dt.date, severity: Severity, by: "User", at: dt.datetime
) -> Issue:
    """Who deals with it, until when, and how bad it is. A party that is new to it is told."""
    issue = _held(issue)
    (
        policies.can_settle(by, issue)
        & _is_party(issue.agreement, organisation)
        & (Verdict() if due_on == issue.due_on else policies.is_day(due_on, timezone.localdate(at)))
    ).enforce()
    is_new = organisation.pk != issue.assigned_id
    issue.assigned, issue.due_on, issue.severity = organisation, due_on, severity
    trail.save(issue, by=by, at=at, because="Changed")
    if is_new:
        tell.assigned(issue=issue, by=by, at=at)
    return issue


@transaction.atomic
def add_note(*, issue: Issue, organisation: Organisation, text: str, by: "User", at: dt.datetime) -> IssueNote:
    issue = _held(issue)
    (
        policies.can_add(by, issue)
        & _speaks_for(by, issue.agreement, organisation)
        & Verdict.unless(text.strip(), "Enter your note.")
    ).enforce()
    # A second press of the button is no second note.
    last = IssueNote.objects.filter(issue=issue).order_by("-pk").first()
    if last is not None and (last.by_id, last.organisation_id, last.text) == (by.pk, organisation.pk, text.strip()):
        return last
    return IssueNote.objects.create(issue=issue, organisation=organisation, by=by, at=at, text=text.strip())


@transaction.atomic
def close(*, issue: Issue, organisation: Organisation, done: str, by: "User", at: dt.datetime) -> Issue:
    """With what was done about it. The party that raised it, the one that dealt with it and the lead are told."""
    issue = _held(issue)
    (
        policies.can_settle(by, issue)
        & _speaks_for(by, issue.agreement, organisation)
        & Verdict.unless(done.strip(), "Enter what was done.")
    ).enforce()
    issue.done, issue.closed_for, issue.closed_by, issue.closed_at = done.strip(), organisation, by, at
    trail.save(issue, by=by, at=at, because="Closed")
    tell.closed(issue=issue, at=at)
    return issue


def remind_late(*, at: dt.datetime) -> int:
    """Say once of each day that it has passed and the issue is still open. Answers how many issues that was."""
    today = timezone.localdate(at)
    return sum(_reminded(key, at) for key in list(Issue.objects.late(today).values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _reminded(key: int, at: dt.datetime) -> bool:
    rows = Issue.objects.late(timezone.localdate(at)).filter(pk=key)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    issue: Issue | None = rows.select_related("agreement__lead", "assigned", "raised_for").first()
    if issue is None:
        return False
    issue.reminded_on = issue.due_on
    trail.save(issue, by=None, at=at, because="Its day has passed")
    tell.late(issue=issue, at=at)
    return True


def pass_on(
    *, agreement: Agreement, before: Organisation, after: Organisation | None, by: "User | None", at: dt.datetime
) -> None:
    """What a party that ended had to deal with goes to whoever follows it, else to the lead. The caller has locked."""
    for issue in Issue.objects.open().filter(agreement=agreement, assigned=before).select_related("agreement__lead"):
        issue.assigned = after or agreement.lead
        trail.save(issue, by=by, at=at, because=f"Passed on from {before.legal_name}"[:100])


def _locked(agreement: Agreement) -> Agreement:
    row: Agreement = Agreement.objects.select_for_update(of=("self",)).select_related("lead").get(pk=agreement.pk)
    return row


def _held(issue: Issue) -> Issue:
    """As it stands now, under its agreement's lock: of two who act at once, the second sees what the first did."""
    agreement = _locked(issue.agreement)
    row: Issue = Issue.objects.select_related("assigned", "raised_for", "closed_for", "closed_by").get(pk=issue.pk)
    row.agreement = agreement
    return row


def _speaks_for(by: "User", agreement: Agreement, organisation: Organisation) -> Verdict:
    mine = {one.pk for one in policies.voices(by, agreement)}
    return Verdict.unless(organisation.pk in mine, "You cannot speak for that organisation in this agreement.")


def _is_party(agreement: Agreement, organisation: Organisation) -> Verdict:
    there = {agreement.lead_id, *(one.pk for one in reviewing.parties(agreement))}
    return Verdict.unless(organisation.pk in there, f"{organisation.name} is not a party to this agreement now.")
