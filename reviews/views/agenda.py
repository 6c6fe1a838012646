"""The reviews page: what is overdue, what comes next."""

import datetime as dt
from collections import Counter
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from agreements.models import Agreement
from foundation.paging import page_of
from parties import current
from parties.models import Organisation
from reviews import calendar, pictures, querysets, schedule
from reviews.models import Plan, Review
from reviews.models.review import shortly
from reviews.pictures import Year
from reviews.schedule import Band

SHAPES = {Band.OVERDUE: "overdue", Band.SOON: "due", Band.COMING: "soon", Band.LATER: "on-track"}
ORDER = {band: place for place, band in enumerate(Band)}
SIGNS = {Band.OVERDUE: "▲", Band.SOON: "◆", Band.COMING: "◇", Band.LATER: "●"}
PLACES = {Band.OVERDUE: "overdue", Band.SOON: "30-days", Band.COMING: "90-days", Band.LATER: "later"}
ROLES = {"": "All agreements we are in", "lead": "Agreements we lead", "party": "Agreements that others lead"}

_SECTIONS = (
    ("Agenda", "reviews:list"),
    ("Calendar", "reviews:calendar"),
    ("Answer many", "reviews:sitting"),
    ("Campaigns", "reviews:campaigns"),
    ("What is overdue", "reviews:insights"),
    ("Your calendar address", "reviews:feed"),
)


def sections(here: str) -> list[dict[str, Any]]:
    """The pages about time, for the navigation above each of them."""
    return [{"text": text, "href": reverse(name), "current": name == here} for text, name in _SECTIONS]


def narrowed(request: HttpRequest, role: str = "") -> "tuple[Organisation | None, QuerySet[Any]]":
    """For whom the person is looking, and the agreements of that organisation that they may see."""
    organisation, agreements = current.organisation(request), Agreement.objects.visible_to(request.user)
    if organisation is None:
        return None, agreements
    theirs = agreements.filter(lead=organisation) if role == "lead" else agreements.of_organisation(organisation)
    if role == "party":
        theirs = theirs.exclude(lead=organisation)
    return organisation, agreements.filter(pk__in=theirs.order_by().values("pk"))


@require_GET
@login_required
def agenda(request: HttpRequest) -> HttpResponse:
    role, today = request.GET.get("role", ""), timezone.localdate()
    organisation, agreements = narrowed(request, role)
    rows = (
        querysets.with_review_day(agreements).select_related("lead").annotate(number=_number(), asked_because=_asked())
    )
    page = page_of(rows, request.GET.get("page"), 50)
    lines = [_row(one, organisation, today) for one in page]
    lines.sort(key=lambda line: ORDER[line["band"]])
    year = _year(agreements, today)
    overdue = reverse("reviews:list") + (f"?role={role}" if role in ROLES and role else "") + "#overdue"
    context = {
        "sections": sections("reviews:list"),
        "page": page,
        "groups": [(band, PLACES[band], list(found)) for band, found in groupby(lines, key=lambda one: one["band"])],
        "organisation": organisation,
        "roles": [{"text": text, "key": key, "current": key == role} for key, text in ROLES.items()],
        "year": year,
        "year_head": ["When", {"text": "Reviews", "numeric": True}],
        "year_rows": _table(year, overdue),
        "overdue_link": overdue,
        "uncertain_after": _uncertain(organisation, [line["due_on"] for line in lines]),
    }
    return render(request, "reviews/agenda/list.html", context)


def _number() -> Subquery:
    """Which review is planned next."""
    return Subquery(Plan.objects.filter(agreement=OuterRef("pk")).values("number")[:1])


def _asked() -> Subquery:
    """Why the review that is open was asked for."""
    return Subquery(Review.objects.open().filter(agreement=OuterRef("pk")).values("asked_because")[:1])


def _row(agreement: Any, organisation: Organisation | None, today: dt.date) -> dict[str, Any]:
    """What came into force a moment ago has no day until the next sweep works it out. That is not overdue."""
    day, is_known = agreement.due_on, agreement.due_on is not None or agreement.is_planned
    band = schedule.band(day, today) if is_known else Band.LATER
    return {
        "agreement": agreement,
        "band": band,
        "due_on": day,
        "words": schedule.words(day, today) if is_known else "The day is being worked out",
        "shape": SHAPES[band],
        "sign": SIGNS[band],
        "because": shortly(agreement.asked_because or ""),
        "leads": organisation is not None and agreement.lead_id == organisation.pk,
        "href": reverse("reviews:one", args=[agreement.reference, agreement.number or 1]),
    }


def _year(agreements: "QuerySet[Any]", today: dt.date) -> Year:
    """Of all the agreements, whatever page of them is shown."""
    days: Counter[dt.date | None] = Counter()
    rows = querysets.with_review_day(agreements).order_by().values_list("due_on", "is_planned")
    for day, is_planned, number in rows.annotate(many=Count("pk")):
        if day or is_planned:
            days[day] += number
    return pictures.year(days, today)


def _table(year: Year, overdue: str) -> list[list[Any]]:
    later = [["Later", {"text": str(year.later), "numeric": True}]] if year.later else []
    return [
        [
            {"text": one.label, "href": reverse("reviews:month", args=[one.month]) if one.month else overdue},
            {"text": str(one.count), "numeric": True},
        ]
        for one in year.columns
    ] + later


def _uncertain(organisation: Organisation | None, days: list[dt.date | None]) -> dt.date | None:
    """The last day whose bank holidays are known, when the page shows a later one."""
    known = calendar.of_nation(organisation.nation if organisation else "")
    return known.last_day if any(day and not known.knows(day) for day in days) else None
