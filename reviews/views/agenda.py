"""The reviews page: what is overdue, what comes next."""

import datetime as dt
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from agreements.models import Agreement
from foundation.paging import page_of
from parties import current
from parties.models import Organisation
from reviews import calendar, querysets, schedule, services
from reviews.schedule import Band

SHAPES = {Band.OVERDUE: "overdue", Band.SOON: "due", Band.COMING: "soon", Band.LATER: "on-track"}
ORDER = {band: place for place, band in enumerate(Band)}
SIGNS = {Band.OVERDUE: "▲", Band.SOON: "◆", Band.COMING: "◇", Band.LATER: "●"}


@require_GET
@login_required
def agenda(request: HttpRequest) -> HttpResponse:
    organisation, today = current.organisation(request), timezone.localdate()
    leads = request.GET.get("role") == "lead"
    agreements = Agreement.objects.visible_to(request.user).select_related("lead")
    if organisation is not None:
        mine = agreements.filter(lead=organisation) if leads else agreements.of_organisation(organisation)
        agreements = agreements.filter(pk__in=mine.order_by().values("pk"))
    page = page_of(querysets.with_review_day(agreements), request.GET.get("page"), 50)
    rows = sorted((_row(agreement, organisation, today) for agreement in page), key=lambda row: ORDER[row["band"]])
    context = {
        "page": page,
        "groups": [(band, list(found)) for band, found in groupby(rows, key=lambda row: row["band"])],
        "organisation": organisation,
        "leads": leads,
        "all_link": reverse("reviews:list"),
        "uncertain_after": _uncertain(organisation, [agreement.due_on for agreement in page]),
    }
    return render(request, "reviews/agenda/list.html", context)


def _row(agreement: Any, organisation: Organisation | None, today: dt.date) -> dict[str, Any]:
    day = agreement.due_on
    if day is None and not agreement.is_planned:
        day = services.day_of(agreement, timezone.now())
    band = schedule.band(day, today)
    return {
        "agreement": agreement,
        "band": band,
        "due_on": day,
        "words": schedule.words(day, today),
        "shape": SHAPES[band],
        "sign": SIGNS[band],
        "leads": organisation is not None and agreement.lead_id == organisation.pk,
    }


def _uncertain(organisation: Organisation | None, days: list[dt.date | None]) -> dt.date | None:
    """The last day whose bank holidays are known, when the page shows a later one."""
    known = calendar.of_nation(organisation.nation if organisation else "")
    return known.last_day if any(day and not known.knows(day) for day in days) else None
