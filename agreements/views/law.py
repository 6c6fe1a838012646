"""When the law has changed: the agreements that somebody should look at."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from agreements import law_in_use
from agreements.choices import Status
from agreements.views import shared
from foundation.paging import page_of
from foundation.templatetags.ui import uk_date
from lawfulbasis import checks, events
from lawfulbasis.models import Entry

_SHOWN = 5


@require_GET
@login_required
def law_change(request: HttpRequest, day: dt.date) -> HttpResponse:
    """Agreements that a day of change touches, among those that the person may see."""
    labels = dict(Entry.objects.changed_on(day).values_list("code", "label"))
    if not labels and not checks.beginning(day):
        raise Http404
    found = law_in_use.touched(shared.person(request), list(labels), day)
    page = page_of(found, request.GET.get("page"))
    uses = law_in_use.used_by(list(page), list(labels))
    context = {
        "day": day,
        "event": events.named(day),
        "page": page,
        "head": ["Agreement", "Relies on", "Its text"],
        "rows": [_row(agreement, [labels[code] for code in uses[agreement.pk]], day) for agreement in page],
        "change": reverse("lawfulbasis:change", args=[day]),
        "crumbs": _crumbs(day),
    }
    return render(request, "agreements/law/touched.html", context)


def _row(agreement: Any, labels: list[str], day: dt.date) -> list[object]:
    name: Mapping[str, str] = {
        "text": agreement.title,
        "href": agreement.get_absolute_url(),
        "hint": f"{agreement.reference} · {Status(agreement.status).label}",
    }
    more = len(labels) - _SHOWN
    lines = [*labels[:_SHOWN], f"and {more} more"] if more > 0 else labels
    return [name, {"lines": lines} if lines else "Nothing that changes", _text(agreement, day)]


def _text(agreement: Any, day: dt.date) -> object:
    """Whether the text may know of the change."""
    if agreement.is_writable or agreement.frozen_at is None:
        return "Being written"
    frozen = timezone.localtime(agreement.frozen_at).date()
    return {"text": "Older than the change" if frozen < day else "Made after the change", "hint": uk_date(frozen)}


def _crumbs(day: dt.date) -> list[dict[str, str]]:
    return [
        {"text": "Law", "href": reverse("lawfulbasis:catalogue")},
        {"text": "Changes in the law", "href": reverse("lawfulbasis:changes")},
        {"text": uk_date(day), "href": reverse("lawfulbasis:change", args=[day])},
    ]
