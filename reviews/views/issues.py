"""The log of issues of one agreement, and one of them: for people of its parties alone."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from agreements import services as agreements
from agreements.models import Agreement, Version
from agreements.views import shared
from foundation import doors
from foundation.paging import page_of
from foundation.templatetags.ui import uk_date, uk_datetime
from foundation.verdicts import Verdict
from parties.models import Organisation
from reviews import issues, reviewing
from reviews import policies_issues as policies
from reviews.choices import SEVERITY_COLOURS, Severity
from reviews.forms_issues import AssignForm, CloseForm, NoteForm, RaiseForm
from reviews.models import Issue
from reviews.services import issues as services

PLACE = "reviews:issues"
HEAD = ("Issue", "How bad", "Who deals with it", "State")
ON_A_PAGE = 25
_GET_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Seat:
    """What every page of issues stands on."""

    request: HttpRequest
    agreement: Agreement
    person: User
    at: dt.datetime
    on: dt.date
    issue: Issue | None

    @property
    def posted(self) -> Any:
        return self.request.POST if self.request.method == "POST" else None

    @cached_property
    def voices(self) -> list[Organisation]:
        return policies.voices(self.person, self.agreement)

    @cached_property
    def parties(self) -> list[Organisation]:
        return reviewing.parties(self.agreement)

    def link(self, name: str) -> str:
        number = [self.issue.number] if self.issue else []
        return reverse(f"reviews:{name}", args=[self.agreement.reference, *number])

    def page(self, template: str, status: int = 200, **more: Any) -> HttpResponse:
        held = {"issue": self.issue, "today": self.on, "log": reverse(PLACE, args=[self.agreement.reference])}
        context = shared.frame(self.request, self.agreement, PLACE, **held) | more
        return render(self.request, f"reviews/issues/{template}.html", context, status=status)

    def form_page(self, template: str, form: Any, verdict: Verdict) -> HttpResponse:
        status = 409 if self.posted and not verdict else 422 if form is not None and form.errors else 200
        return self.page(template, status, form=form, verdict=verdict)


def _take(request: HttpRequest, reference: str, number: int | None = None) -> Seat:
    """404 for whatever is not there or is not for this person: others do not learn whether there are issues."""
    agreement, person = shared.find(request, reference), shared.person(request)
    issue = None
    if number is not None:
        rows = Issue.objects.visible_to(person).select_related(
            "agreement__lead", "assigned", "raised_for", "raised_by", "closed_for", "closed_by"
        )
        issue = get_object_or_404(rows, agreement=agreement, number=number)
    return Seat(request, agreement, person, shared.now(), shared.today(), issue)


def _refused(here: Seat) -> HttpResponse | None:
    """For somebody who helps with this agreement and is of none of its parties."""
    verdict = policies.can_read(here.person, here.agreement)
    if verdict:
        return None
    return render(here.request, "errors/403.html", {"reason": " ".join(verdict.reasons)}, status=403)


def _version(agreement: Agreement) -> Version | None:
    return agreements.current_version(agreement)


@require_safe
@login_required
def log(request: HttpRequest, reference: str) -> HttpResponse:
    here = _take(request, reference)
    if refused := _refused(here):
        return refused
    shown = page_of(issues.of(here.agreement, here.person), request.GET.get("page"), ON_A_PAGE)
    version = _version(here.agreement)
    return here.page(
        "log",
        head=HEAD,
        rows=[row_of(issue, here.on) for issue in shown],
        page=shown,
        may_raise=policies.can_raise(here.person, here.agreement),
        governance=version.document.governance if version else None,
    )


def row_of(issue: Issue, on: dt.date) -> list[Any]:
    """One line of a table of issues."""
    severity = Severity(issue.severity)
    link = reverse("reviews:issue", args=[issue.agreement.reference, issue.number])
    state: dict[str, str] = {"text": f"Settle by {uk_date(issue.due_on)}"}
    if issue.closed_at is not None:
        state = {"text": "Closed", "hint": f"{uk_date(issue.closed_at)}, for {issue.closed_for}"}
    elif issue.due_on < on:
        state = {"text": "Overdue", "tag": "red", "hint": f"Should have been settled by {uk_date(issue.due_on)}"}
    return [
        {"text": f"{issue.number}. {issue.title}", "href": link, "hint": issue.about_name or "The whole agreement"},
        {"text": severity.label, "tag": SEVERITY_COLOURS[severity] if issue.is_open else "grey"},
        {"text": issue.assigned.name, "hint": f"Raised for {issue.raised_for.name}"},
        state,
    ]


@require_http_methods(_GET_POST)
@login_required
def raise_issue(request: HttpRequest, reference: str) -> HttpResponse:
    here = _take(request, reference)
    if refused := _refused(here):
        return refused
    verdict = policies.can_raise(here.person, here.agreement)
    if not verdict:
        return here.form_page("raise", None, verdict)
    form = RaiseForm(
        here.posted,
        mine=here.voices,
        parties=here.parties,
        lead=here.agreement.lead,
        subjects=issues.subjects(_version(here.agreement)),
        on=here.on,
    )
    if here.posted and form.is_valid():
        issue = doors.attempt(form, lambda: _raised(here, form))
        if issue is not None:
            messages.success(request, f"Issue {issue.number} is in the log. Whoever deals with it is told.")
            return redirect("reviews:issue", here.agreement.reference, issue.number)
    return here.form_page("raise", form, verdict)


def _raised(here: Seat, form: RaiseForm) -> Issue:
    said = form.cleaned_data
    raised = services.Raised(
        organisation=form.organisation,
        title=said["title"],
        what=said["what"],
        severity=Severity(said["severity"]),
        assigned=form.parties[said["assigned"]],
        due_on=said["due_on"],
        about=form.about,
    )
    return services.raise_issue(agreement=here.agreement, raised=raised, by=here.person, at=here.at)


@require_safe
@login_required
def issue(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    here = _take(request, reference, number)
    assert here.issue is not None
    notes = here.issue.notes.select_related("organisation", "by")
    return here.page(
        "one",
        rows=_facts(here.issue, here.on),
        notes=notes,
        may_add=bool(policies.can_add(here.person, here.issue)),
        may_settle=bool(policies.can_settle(here.person, here.issue)),
    )


def _facts(issue: Issue, on: dt.date) -> list[dict[str, Any]]:
    severity, late = Severity(issue.severity), issue.is_open and issue.due_on < on
    return [
        {"key": "About", "value": issue.about_name or "The whole agreement"},
        {"key": "How bad", "value": {"text": severity.label, "tag": SEVERITY_COLOURS[severity]}},
        {
            "key": "Raised",
            "value": {
                "text": uk_datetime(issue.raised_at),
                "hint": f"{issue.raised_by} for {issue.raised_for.name}",
            },
        },
        {"key": "Dealt with by", "value": issue.assigned.name},
        {
            "key": "To be settled by",
            "value": {"text": uk_date(issue.due_on), "hint": "This day has passed." if late else ""},
        },
    ]


@require_http_methods(_GET_POST)
@login_required
def note(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    here = _take(request, reference, number)
    assert here.issue is not None
    verdict, held = policies.can_add(here.person, here.issue), here.issue
    form = NoteForm(here.posted, mine=here.voices) if verdict else None
    if form is not None and here.posted and form.is_valid():
        act = {"organisation": form.organisation, "text": form.cleaned_data["text"], "by": here.person, "at": here.at}
        if doors.attempt(form, lambda: services.add_note(issue=held, **act)) is not None:
            messages.success(request, "Your note is added.")
            return redirect(here.link("issue"))
    return here.form_page("note", form, verdict)


@require_http_methods(_GET_POST)
@login_required
def assign(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    here = _take(request, reference, number)
    assert here.issue is not None
    verdict, held = policies.can_settle(here.person, here.issue), here.issue
    facts: dict[str, Any] = {"assigned": held.assigned, "due_on": held.due_on, "severity": held.severity}
    form = AssignForm(here.posted, parties=here.parties, on=here.on, **facts) if verdict else None
    if form is not None and here.posted and form.is_valid():
        said = form.cleaned_data
        act: dict[str, Any] = {"due_on": said["due_on"], "severity": Severity(said["severity"]), "by": here.person}
        party = form.parties[said["assigned"]]
        if doors.attempt(form, lambda: services.assign(issue=held, organisation=party, at=here.at, **act)) is not None:
            messages.success(request, "Saved")
            return redirect(here.link("issue"))
    return here.form_page("assign", form, verdict)


@require_http_methods(_GET_POST)
@login_required
def close(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    here = _take(request, reference, number)
    assert here.issue is not None
    verdict, held = policies.can_settle(here.person, here.issue), here.issue
    form = CloseForm(here.posted, mine=here.voices) if verdict else None
    if form is not None and here.posted and form.is_valid():
        act = {"organisation": form.organisation, "done": form.cleaned_data["done"], "by": here.person, "at": here.at}
        if doors.attempt(form, lambda: services.close(issue=held, **act)) is not None:
            messages.success(request, "The issue is closed. The parties concerned are told.")
            return redirect(here.link("issue"))
    return here.form_page("close", form, verdict)


def since(agreement: Agreement, person: User, on: dt.date, *, before: int) -> dict[str, Any]:
    """What `reviews/issues/_since.html` shows on the page of a review; nothing for whoever reads no issues."""
    if not policies.can_read(person, agreement):
        return {}
    found = issues.since_review(agreement, person, before=before)
    return {"issue_head": HEAD, "issue_rows": [row_of(one, on) for one in found]}
