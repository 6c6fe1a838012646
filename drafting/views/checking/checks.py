"""The checks of a draft: every finding by rule, where it is put right, and what was answered with a reason."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from agreements import services as agreements
from agreements.pictures import coverage, flow_map
from drafting import checking, noticed
from drafting.checking import Group, Placed
from drafting.forms import checking as forms
from drafting.views import desk
from drafting.views.checking import shown
from drafting.views.desk import Desk
from foundation import paging
from foundation.verdicts import Finding, Severity
from parties import spreadsheets

_HEAD = ("Severity", "Check", "What it says", "Legal reference", "Section", "Party", "Reason given")
_TITLES = {Severity.PROBLEM: "Problems", Severity.WARNING: "Warnings", Severity.INFORMATION: "For information"}


@dataclass(frozen=True)
class Look:
    """What one person asked the checks: which findings, and as on which day."""

    here: Desk
    on: dt.date
    form: forms.ChecksFilter

    @cached_property
    def found(self) -> tuple[Finding, ...]:
        return self.here.checked(self.on)

    @cached_property
    def every(self) -> tuple[Placed, ...]:
        return checking.placed(self.here.document, self.here.outline, self.found)

    @property
    def wanted(self) -> tuple[Placed, ...]:
        chosen = self.form.chosen()
        return tuple(member for member in self.every if _fits(member, chosen)) if chosen else self.every

    @property
    def open(self) -> tuple[Placed, ...]:
        return tuple(member for member in self.wanted if not member.finding.waived)

    @property
    def own(self) -> frozenset[str]:
        """A party's officers read what concerns their own party first."""
        return frozenset() if self.here.leads else self.here.own


def _fits(member: Placed, chosen: Mapping[str, str]) -> bool:
    section = member.section.key if member.section else ""
    return all(
        wanted == has
        for wanted, has in (
            (chosen.get("severity", member.finding.severity.value), member.finding.severity.value),
            (chosen.get("section", section), section),
            (chosen.get("party", member.party), member.party),
        )
    )


def look(request: HttpRequest, reference: str) -> Look:
    here = desk.sit_down(request, reference)
    on = forms.day(request.GET.get("on", "")) or here.on
    sections = [(section.key, section.task) for section in here.outline.sections]
    parties = [(party.key, party.name) for party in here.document.parties]
    form = forms.ChecksFilter(request.GET, sections=sections, parties=parties, days=_days(here, on))
    return Look(here, on, form)


def _days(here: Desk, on: dt.date) -> list[tuple[str, str]]:
    term = here.document.term
    named = [(here.on, "Today"), (term.starts_on, "The planned start"), (term.ends_on, "The planned end")]
    days = {day: f"{words}, {shown.long(day)}" for day, words in named if day is not None}
    days.setdefault(on, shown.long(on))
    return [(day.isoformat(), words) for day, words in days.items()]


@require_GET
@login_required
def checks(request: HttpRequest, reference: str) -> HttpResponse:
    asked = look(request, reference)
    groups, told = checking.grouped(asked.open, asked.own), _noticed(asked)
    counts = checking.counts(asked.found)
    counts[Severity.INFORMATION.value] += sum(each["count"] for each in told)
    context = asked.here.frame(
        look=asked,
        form=asked.form,
        chips=list(_chips(asked, reference)),
        clear=asked.here.link("checks"),
        counts=counts,
        levels=list(_levels(asked, groups, told)),
        answered=[_answered(asked.here, row) for row in checking.answered(asked.here.document, asked.found)],
        export=f"{asked.here.link('checks_csv')}?{request.GET.urlencode()}",
        today=asked.on == asked.here.on,
    )
    return render(request, "drafting/checking/checks.html", context)


def _chips(asked: Look, reference: str) -> Iterator[dict[str, str]]:
    for name in asked.form.chosen():
        rest = asked.here.request.GET.copy()
        rest.pop(name, None)
        label = asked.form.labels[name]
        yield {"text": f"{label}: {asked.form.said(name)}", "href": f"?{rest.urlencode()}"}


def _levels(asked: Look, groups: tuple[Group, ...], told: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for severity, title in _TITLES.items():
        members = [_group(asked, group) for group in groups if group.severity is severity]
        members += told if severity is Severity.INFORMATION else []
        if members:
            yield {"title": title, "groups": members}


def _noticed(asked: Look) -> list[dict[str, Any]]:
    """What the text alone does not tell, in the shape of a rule’s findings; about no party and no section."""
    chosen = asked.form.chosen()
    if {"section", "party"} & chosen.keys() or chosen.get("severity", "information") != "information":
        return []
    here = asked.here
    found = noticed.notices(agreement=here.agreement, document=here.document, person=here.person, on=asked.on)
    by_code: dict[str, list[noticed.Noticed]] = {}
    for one in found:
        by_code.setdefault(one.code, []).append(one)
    return [
        {
            "title": members[0].title,
            "rule": code,
            "count": len(members),
            "findings": [
                {"rule": code, "severity": Severity.INFORMATION.value, "message": one.message, "href": one.href}
                for one in members
            ],
        }
        for code, members in by_code.items()
    ]


def _group(asked: Look, group: Group) -> dict[str, Any]:
    here = asked.here
    query = asked.here.request.GET.urlencode()
    all_of_it = here.link("one_rule", group.rule.lower()) + (f"?{query}" if query else "")
    return {
        "title": group.title,
        "rule": group.rule,
        "page": reverse("lawfulbasis:check", args=[group.rule]) if group.reference else "",
        "where": group.where if len(group.members) > 1 else "",
        "findings": [shown.finding(here, member.finding, member.home) for member in group.members[: shown.FEW]],
        "more": all_of_it if len(group.members) > shown.FEW else "",
        "count": len(group.members),
        "reason": here.link("waive", group.rule.lower()) if shown.may_reason(here, asked.on, group.waivable) else "",
    }


def _answered(here: Desk, row: checking.Answered) -> dict[str, Any]:
    waiver = row.waiver
    by = ", ".join(filter(None, (waiver.by, waiver.office, shown.long(waiver.on) if waiver.on else "")))
    return {
        "rule": waiver.rule,
        "message": waiver.message,
        "reason": waiver.reason,
        "by": by,
        "needed": row.needed,
        "withdraw": here.link("withdraw_waiver", waiver.key) if here.leads else "",
    }


@require_GET
@login_required
def one_rule(request: HttpRequest, reference: str, rule: str) -> HttpResponse:
    """Everything that one rule found: with many parties, a list of its own."""
    asked = look(request, reference)
    groups = checking.grouped((one for one in asked.wanted if one.finding.rule.lower() == rule.lower()), asked.own)
    if not groups and rule.upper() not in shown.known_rules():
        raise Http404
    group = groups[0] if groups else None
    page: Page[Any] = paging.page_of(list(group.members if group else ()), request.GET.get("page"), 50)
    context = asked.here.frame(
        group=group,
        rule=rule.upper(),
        title=group.title if group else shown.known_rules()[rule.upper()].title,
        page=page,
        findings=[shown.finding(asked.here, member.finding, member.home) for member in page],
        reason=asked.here.link("waive", rule) if group and _may_answer(asked, group) else "",
        places=[(member.finding.path, member.finding.message) for member in page if not member.finding.waived],
    )
    return render(request, "drafting/checking/rule.html", context)


def _may_answer(asked: Look, group: Group) -> bool:
    still_open = any(not member.finding.waived for member in group.members)
    return still_open and shown.may_reason(asked.here, asked.on, group.waivable)


@require_GET
@login_required
def checks_csv(request: HttpRequest, reference: str) -> HttpResponse:
    asked = look(request, reference)
    names = {party.key: party.name for party in asked.here.document.parties}
    rows = [_HEAD]
    for member in asked.wanted:
        found, section = member.finding, member.section
        where = (section.heading if section else "", names.get(member.party, ""))
        rows.append(
            (found.severity.value.capitalize(), found.rule, found.message, found.reference, *where, found.waived)
        )
    response = HttpResponse(spreadsheets.as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{reference}-checks.csv"'
    return response


@require_GET
@login_required
def pictures(request: HttpRequest, reference: str) -> HttpResponse:
    """Which party relies on what, and which way data flows: each as a table or list beside its picture."""
    here = desk.sit_down(request, reference)
    document = agreements.final(here.document, on=here.on)
    covered = coverage.of(document, here.setting.catalogue)
    page: Page[Any] = paging.page_of(list(covered.rows), request.GET.get("page"), 50)
    context = here.frame(
        sentence=covered.sentence,
        page=page,
        head=["Party", *coverage.HEADINGS],
        rows=[[row.name, *({"lines": cell.said} for cell in row.cells)] for row in page],
        flows=shown.flows(document),
        has_flows=bool(document.flows),
        drawn=flow_map.HEADINGS,
        on_screen=True,
    )
    return render(request, "drafting/checking/pictures.html", context)
