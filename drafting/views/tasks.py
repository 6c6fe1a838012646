"""The list of what there is to do, and one section with its answers."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.views import shared
from drafting import checking, policies, progress, services
from drafting.choices import TASK_COLOURS, TaskStatus
from drafting.forms.sections import CompletedForm
from drafting.models import SectionMark
from drafting.outline import OutlineSection
from drafting.progress import Task
from drafting.services import templates
from drafting.views import cards, desk, needed, present
from drafting.views.checking import shown
from drafting.views.desk import Desk
from foundation import doors


@require_http_methods(["GET", "HEAD"])
@login_required
def tasks(request: HttpRequest, reference: str) -> HttpResponse:
    here = desk.sit_down(request, reference)
    findings = here.checked()
    marks = list(SectionMark.objects.filter(agreement=here.agreement))
    done = {mark.section: mark.completed for mark in marks}
    wanted = {mark.section: mark.wanted_because for mark in marks}
    found = progress.tasks(here.outline, here.document, done, findings, wanted)
    context = here.frame(
        groups=list(_groups(here, found)),
        done=sum(task.status in (TaskStatus.COMPLETED, TaskStatus.NOT_NEEDED) for task in found),
        total=len(found),
        counts=checking.counts(findings),
        newest=templates.newer(here.template) if here.template else None,
        is_new=not any(task.status is not TaskStatus.NOT_STARTED for task in found),
    )
    return render(request, "drafting/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section(request: HttpRequest, reference: str, section: str) -> HttpResponse:
    here = desk.sit_down(request, reference)
    asked, row = here.section(section), needed.mark(here, section)
    form = CompletedForm(request.POST if request.method == "POST" else None, initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        completed = form.cleaned_data["completed"] == "yes"
        done = doors.perform(
            request,
            lambda: services.mark(
                agreement=here.agreement, section=asked, completed=completed, by=here.person, at=shared.now()
            ),
        )
        following = here.outline.following(section)
        if done:
            return redirect(here.link("section", following.key) if completed and following else here.link("tasks"))
    context = here.frame(
        section=asked,
        form=form,
        text=progress.text_of(here.document, section),
        **needed.said(here, asked, row),
        cards=cards.of_section(here, asked),
        may_mark=policies.can_mark(here.person, here.agreement),
        **_checked(here, asked),
        **present.shown(here, asked),
    )
    return render(request, "drafting/section.html", context)


def _checked(here: Desk, asked: OutlineSection) -> dict[str, Any]:
    """What the checks say of the section, and how many findings there are in all."""
    found = here.checked()
    return {"findings": shown.of_section(here, found, asked), "counts": checking.counts(found)}


def _initial(row: SectionMark | None) -> dict[str, str]:
    return {"completed": "yes" if row.completed else "no"} if row else {}


def _groups(here: Desk, found: tuple[Task, ...]) -> Iterator[dict[str, Any]]:
    titles = {group.key: group.title for group in here.outline.groups}
    ordered = sorted(found, key=lambda task: list(titles).index(task.section.group))
    for key, members in groupby(ordered, key=lambda task: task.section.group):
        yield {"key": key, "title": titles[key], "items": [_row(here, task) for task in members]}


def _row(here: Desk, task: Task) -> dict[str, Any]:
    problems = f"{task.stops} {'problem' if task.stops == 1 else 'problems'} in the checks" if task.stops else ""
    number = f"{task.section.number}. " if task.section.number else ""
    heading = f"{number}{task.section.heading}" if task.section.heading != task.section.task else ""
    optional = here.template and task.section.optional and task.status is TaskStatus.NOT_STARTED
    about = filter(None, (heading, "can be left out" if optional else "", task.hint, problems))
    return {
        "title": task.section.task,
        "href": here.link("section", task.section.key),
        "hint": task.hint if task.status is TaskStatus.NOT_NEEDED else " – ".join(about),
        "status": task.status.label,
        "colour": TASK_COLOURS.get(task.status, ""),
    }
