"""One month of reviews and other days of agreements."""

import datetime as dt
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agreements.views import shared
from foundation.workdays import Calendar
from reviews import calendar, events, months, schedule
from reviews.events import Event
from reviews.months import Month
from reviews.views.agenda import SHAPES, SIGNS, narrowed, sections

IN_A_CELL = 3


@require_safe
@login_required
def this_month(request: HttpRequest) -> HttpResponse:
    return redirect("reviews:month", months.of(shared.today()))


@require_safe
@login_required
def month(request: HttpRequest, month: Month) -> HttpResponse:
    shown = months.nearest(*month)
    if shown != month:
        return redirect("reviews:month", shown)
    organisation, agreements = narrowed(request)
    today, holidays = shared.today(), calendar.of_nation(organisation.nation if organisation else "")
    found = events.between(agreements, shown.first, shown.last)
    days = {day: [_line(event, today) for event in rows] for day, rows in groupby(found, key=lambda one: one.on)}
    context = {
        "sections": sections("reviews:calendar"),
        "organisation": organisation,
        "month": shown,
        "earlier": _link(shown.moved(-1)),
        "later": _link(shown.moved(1)),
        "this_month": _link(months.of(today)) if months.of(today) != shown else None,
        "weeks": [[_cell(day, days, today, holidays) for day in week] for week in shown.weeks],
        "days": [_cell(day, days, today, holidays) for day in days],
        "reviews": sum(event.is_review for event in found),
        "uncertain_after": None if holidays.knows(shown.last) else holidays.last_day,
    }
    return render(request, "reviews/time/month.html", context)


def _link(to: Month) -> dict[str, Any] | None:
    if not months.FIRST <= to <= months.LAST:
        return None
    return {"text": str(to), "href": reverse("reviews:month", args=[to])}


def _line(event: Event, today: dt.date) -> dict[str, Any]:
    band = schedule.band(event.on, today)
    late = event.is_review and event.on < today
    return {
        "event": event,
        "sign": SIGNS[band] if event.is_review else "",
        "shape": SHAPES[band] if event.is_review else "on-track",
        "what": "Review overdue" if late else event.what,
    }


def _cell(
    day: dt.date | None, days: dict[dt.date, list[dict[str, Any]]], today: dt.date, holidays: Calendar
) -> dict[str, Any]:
    lines = days.get(day, []) if day else []
    return {
        "day": day,
        "is_today": day == today,
        "is_holiday": day in holidays.holidays,
        "lines": lines,
        "first": lines[:IN_A_CELL],
        "more": max(len(lines) - IN_A_CELL, 0),
    }
