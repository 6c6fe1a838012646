"""An agreement beside its template: what was changed in it, and how the template has changed since."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drafting import against_template, outline_changes
from drafting.models import Template
from drafting.services import templates
from drafting.views import desk
from drafting.views.desk import Desk
from foundation import paging

PER_PAGE = 50


@require_safe
@login_required
def compare_template(request: HttpRequest, reference: str) -> HttpResponse:
    """`with=now` looks at the version that is in use today instead of the one that the agreement began from."""
    here = desk.sit_down(request, reference)
    began = here.template
    context: dict[str, Any] = {"began": began}
    if began is not None:
        newest = templates.newer(began)
        chosen = newest if newest is not None and request.GET.get("with") == "now" else began
        context |= _departures(here, chosen) | {"newest": newest, "chosen": chosen}
        if newest is not None:
            context["since"] = outline_changes.between(began.outline, newest.outline)
    return render(request, "drafting/checking/compare_template.html", here.frame(**context))


def _departures(here: Desk, chosen: Template) -> dict[str, Any]:
    found = against_template.departures(chosen.outline, here.document)
    page = paging.page_of(found, here.request.GET.get("page"), PER_PAGE)
    return {"page": page, "groups": list(_groups(here, page.object_list))}


def _groups(here: Desk, found: Any) -> Iterator[dict[str, Any]]:
    for kind, members in against_template.by_kind(found).items():
        yield {"title": kind.value, "changes": [_change(here, one) for one in members]}


def _change(here: Desk, one: against_template.Departure) -> dict[str, Any]:
    section = here.outline.section(one.section) if here.agreement.is_writable else None
    told = {"sentence": one.sentence, "runs": one.runs}
    return told | ({"href": here.link("section", section.key), "heading": section.heading} if section else {})
