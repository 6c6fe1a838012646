"""Templates to read: the list, one template, one version, one section, two versions side by side."""

from itertools import pairwise
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.views import shared
from drafting import outline_changes, template_files
from drafting.choices import TASK_COLOURS, TaskStatus, TemplateState
from drafting.conditions import LABELS
from drafting.models import Template
from drafting.outline import Outline, OutlineSection
from drafting.views.templates import shelf
from foundation.templatetags import ui

_PAGE = 50


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    person = shared.person(request)
    newest: dict[str, list[Template]] = {}
    for row in Template.objects.visible_to(person).order_by("title", "code", "-version"):
        newest.setdefault(row.code, []).append(row)
    page = Paginator(list(newest.values()), _PAGE).get_page(request.GET.get("page"))
    cards = [_card(rows) for rows in page.object_list]
    context = {"cards": cards, "page": page, "is_operator": person.is_operator}
    return render(request, "drafting/templates/list.html", context)


@require_safe
@login_required
def template(request: HttpRequest, code: str) -> HttpResponse:
    rows = shelf.versions(request, code)
    if not rows:
        raise Http404
    row = shelf.current(rows)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    table = [_version_row(one) for one in page.object_list]
    context = shelf.frame(
        request,
        row,
        groups=list(shelf.by_group(row)),
        versions=table,
        page=page,
        several=len(rows) > 1,
        version_head=["Version", "State", "In use since", "What is new"],
    )
    return render(request, "drafting/templates/template.html", context)


@require_safe
@login_required
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = shelf.find(request, code, number)
    start = sorted(row.outline.starts_with)
    context = shelf.frame(request, row, groups=list(shelf.by_group(row)), starts_with=start)
    return render(request, "drafting/templates/version.html", context)


@require_safe
@login_required
def section(request: HttpRequest, code: str, number: int, section: str) -> HttpResponse:
    row = shelf.find(request, code, number)
    one = shelf.section(row, section)
    if one is None:
        raise Http404
    context = shelf.frame(request, row, section=one, facts=_facts(row.outline, one), questions=_questions(row, one))
    return render(request, "drafting/templates/section.html", context)


@require_safe
@login_required
def tasks(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What there is to do, as the people who draft will see it."""
    row = shelf.find(request, code, number)
    groups = [
        {
            "key": group.key,
            "title": group.title,
            "items": [_task(row, one) for one in row.outline.sections if one.group == group.key],
        }
        for group in row.outline.groups
    ]
    return render(request, "drafting/templates/tasks.html", shelf.frame(request, row, groups=groups))


@require_safe
@login_required
def download(request: HttpRequest, code: str, number: int) -> HttpResponse:
    row = shelf.find(request, code, number)
    name = f"{row.code}-version-{row.version}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(
        template_files.written(row.outline), content_type="application/yaml; charset=utf-8", headers=headers
    )


@require_safe
@login_required
def compare(request: HttpRequest, code: str) -> HttpResponse:
    rows = shelf.versions(request, code)
    if not rows:
        raise Http404
    numbers = {str(row.version): row for row in rows}
    new = numbers.get(request.GET.get("new", ""), rows[0])
    older = [row for row in rows if row.version < new.version]
    old = numbers.get(request.GET.get("old", ""), older[0] if older else new)
    context = shelf.frame(
        request, new, versions=rows, old=old, new=new, changes=outline_changes.between(old.outline, new.outline)
    )
    return render(request, "drafting/templates/compare.html", context)


@shelf.for_operators
def history(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what, newest first."""
    rows = shelf.versions(request, code)
    records = Template.history.filter(code=code).select_related("changed_by").order_by("version", "history_id")
    if not rows and not records.exists():
        raise Http404
    page = Paginator(list(reversed(_changes(list(records)))), _PAGE).get_page(request.GET.get("page"))
    title = rows[0].title if rows else code
    crumbs = [{"text": "Agreement templates", "href": reverse("drafting:templates")}]
    crumbs += [{"text": title, "href": reverse("drafting:template", args=[code])}] if rows else []
    table = [_history_row(entry) for entry in page.object_list]
    context = {
        "title": title,
        "crumbs": crumbs,
        "page": page,
        "rows": table,
        "head": ["When", "Who", "Version", "What"],
    }
    return render(request, "drafting/templates/history.html", context)


def _card(rows: list[Template]) -> dict[str, Any]:
    row = shelf.current(rows)
    return {
        "row": row,
        "outline": row.outline,
        "colour": shelf.STATE_COLOURS.get(TemplateState(row.state), ""),
        "begun": next((one for one in rows if one.is_draft and one != row), None),
    }


def _version_row(row: Template) -> list[Any]:
    return [
        {"text": f"Version {row.version}", "href": shelf.link("version", row)},
        {"tag": row.get_state_display(), "text": row.get_state_display()},
        ui.uk_date(row.published_at) or "Not yet",
        row.note or ("Came with the portal" if row.changed_by is None else "No note"),
    ]


def _facts(whole: Outline, one: OutlineSection) -> list[dict[str, Any]]:
    group = next(group.title for group in whole.groups if group.key == one.group)
    when = "; or ".join(LABELS[name] for name in one.opens_when)
    facts = [
        ("Number", one.number or "None"),
        ("Task", one.task),
        ("Group", group),
        ("Needed", f"When {when}" if when else shelf.needed(one)),
        ("Said when it is not needed", one.because),
        ("Tables", {"lines": [block.label for block in one.blocks]} if one.blocks else "None"),
    ]
    return [{"key": key, "value": value} for key, value in facts if value]


def _questions(row: Template, one: OutlineSection) -> list[dict[str, Any]]:
    own = [question.key for question in one.questions]
    return [
        {
            "question": question,
            "own": question.key in own,
            "first": own[:1] == [question.key],
            "last": own[-1:] == [question.key],
        }
        for question in one.asked
    ]


def _task(row: Template, one: OutlineSection) -> dict[str, Any]:
    number = f"{one.number}. " if one.number else ""
    hint = f"{number}{one.heading}"
    if one.opens_when:
        hint += f" – needed when {', or '.join(LABELS[name] for name in one.opens_when)}"
    elif one.optional:
        hint += " – can be left out"
    return {
        "title": one.task,
        "href": shelf.link("section", row, one.key),
        "hint": hint,
        "status": TaskStatus.NOT_STARTED.label,
        "colour": TASK_COLOURS[TaskStatus.NOT_STARTED],
    }


def _changes(records: list[Any]) -> list[dict[str, Any]]:
    """Each record beside the one before it of the same version."""
    found = []
    for before, record in pairwise([None, *records]):
        same = before is not None and before.version == record.version
        found.append({"record": record, "before": before if same else None})
    return found


def _history_row(entry: dict[str, Any]) -> list[Any]:
    record, before = entry["record"], entry["before"]
    by = record.changed_by.full_name if record.changed_by else "The portal"
    return [ui.uk_datetime(record.history_date), by, f"Version {record.version}", {"lines": _what(record, before)}]


def _what(record: Any, before: Any) -> list[str]:
    if record.history_type == "-":
        return ["Thrown away"]
    if before is None:
        return ["Begun"] if record.state == TemplateState.DRAFT else ["Came with the portal"]
    if record.state != before.state:
        return ["Published" if record.state == TemplateState.PUBLISHED else "No longer offered"]
    changes = outline_changes.between(Template(text=before.text).outline, Template(text=record.text).outline)
    return [f"{change.title}: {change.state.lower()}" for change in changes] or ["Nothing that readers see"]
