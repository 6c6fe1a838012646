"""Who did what in an organisation, to read and to take away."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from foundation.paging import page_of
from parties import activity as reading
from parties import spreadsheets
from parties.views import shared

PAGE = 25
MOST = 10_000


@require_GET
@login_required
def activity(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = shared.with_people(request, slug)
    page = page_of(reading.keys(organisation), request.GET.get("page"), PAGE)
    items = [
        {"title": entry.title, "by": entry.by, "at": entry.at, "text": entry.text}
        for entry in reading.entries(list(page))
    ]
    context = shared.frame(request, organisation, "activity") | {"page": page, "items": items, "most": MOST}
    return render(request, "parties/organisation/activity.html", context)


@require_GET
@login_required
def activity_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest entries as a file; times in UTC."""
    organisation = shared.with_people(request, slug)
    keys = list(reading.keys(organisation)[:MOST])
    rows = [["When (UTC)", "Who", "What", "Details"]]
    for start in range(0, len(keys), 500):
        rows += [
            [f"{entry.at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}", entry.by, entry.title, entry.text]
            for entry in reading.entries(keys[start : start + 500])
        ]
    response = HttpResponse(spreadsheets.as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="activity-{organisation.slug}.csv"'
    return response
