"""What is overdue, by organisation; how reviews stand; and what is published although nobody looked at it in time."""

import datetime as dt
from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from agreements.choices import RenderingState
from agreements.models import PublishedRendering
from agreements.views import shared
from foundation.templatetags.ui import uk_date
from parties.models import Organisation
from reviews import pictures, querysets, schedule, sitting
from reviews.schedule import Band
from reviews.views.agenda import SIGNS, narrowed, sections

DRAWN = 15
"""So many organisations stand in the picture; the table has them all."""
LISTED = 50
"""So many of one's own overdue answers stand here; the page where they are given has them all."""
STALE_MONTHS = 3
"""What is published is flagged when its review is this long overdue."""


@require_safe
@login_required
def insights(request: HttpRequest) -> HttpResponse:
    organisation, agreements = narrowed(request)
    today = shared.today()
    live = querysets.with_review_day(agreements)
    late = list(live.filter(Q(due_on__lt=today) | Q(due_on=None, is_planned=True)).select_related("lead"))
    leads = _by_lead(late, today)
    context = {
        "sections": sections("reviews:insights"),
        "organisation": organisation,
        "headline": _headline(len(late), len(leads)),
        "bars": pictures.bars([(lead.name, many) for lead, many, _ in leads[:DRAWN]], _headline(len(late), len(leads))),
        "not_drawn": max(len(leads) - DRAWN, 0),
        "lead_head": ["Lead organisation", _number("Overdue"), "Longest overdue"],
        "lead_rows": [[_organisation(lead), _number(many), longest] for lead, many, longest in leads],
        "state_head": ["State", _number("Agreements")],
        "state_rows": _states(live, today),
        "stale_head": ["Agreement", "Review was due", "How long ago"],
        "stale_rows": _stale(live, today),
    }
    if organisation is not None:
        context |= _ours(shared.person(request), organisation, today)
    return render(request, "reviews/insights/overdue.html", context)


def _ours(person: User, organisation: Organisation, today: dt.date) -> dict[str, Any]:
    """Where another organisation leads and waits for this one's answer since its day has passed."""
    yesterday = today - dt.timedelta(days=1)
    late = sitting.waiting(person, organisation, until=yesterday).exclude(lead=organisation)
    found, many = list(late[:LISTED]), late.count()
    return {
        "ours_headline": _ours_headline(many, organisation),
        "ours_head": ["Agreement", "Review was due"],
        "ours_rows": [_ours_row(one, today) for one in found],
        "ours_left": many - len(found),
    }


def _ours_headline(many: int, organisation: Organisation) -> str:
    if not many:
        return f"No answer of {organisation.name} is overdue where others lead"
    late = "1 answer" if many == 1 else f"{many} answers"
    return f"{late} of {organisation.name} {'is' if many == 1 else 'are'} overdue where others lead"


def _ours_row(one: Any, today: dt.date) -> list[Any]:
    review = reverse("reviews:one", args=[one.reference, one.number])
    return [
        {"text": one.title, "href": review, "hint": f"{one.reference}, led by {one.lead.name}"},
        {"text": schedule.words(one.wanted_on, today), "hint": uk_date(one.wanted_on)},
    ]


def _headline(reviews: int, organisations: int) -> str:
    if not reviews:
        return "No review is overdue"
    late = "1 review is" if reviews == 1 else f"{reviews} reviews are"
    return f"{late} overdue, at {organisations} lead organisation{'' if organisations == 1 else 's'}"


def _by_lead(late: list[Any], today: dt.date) -> list[tuple[Organisation, int, str]]:
    """Most first. Without a day a review is overdue for longer than can be counted."""
    numbers = Counter(one.lead for one in late)
    longest: dict[Organisation, dt.date | None] = {}
    for one in late:
        known = longest.setdefault(one.lead, one.due_on)
        longest[one.lead] = None if known is None or one.due_on is None else min(known, one.due_on)
    return [
        (lead, many, schedule.words(longest[lead], today))
        for lead, many in sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0].name))
    ]


def _states(live: "QuerySet[Any]", today: dt.date) -> list[list[Any]]:
    numbers: Counter[Band] = Counter()
    for day, is_planned in live.order_by().values_list("due_on", "is_planned"):
        numbers[schedule.band(day, today) if day or is_planned else Band.LATER] += 1
    return [[f"{SIGNS[band]} {band}", _number(numbers[band])] for band in Band]


def _stale(live: "QuerySet[Any]", today: dt.date) -> list[list[Any]]:
    done = PublishedRendering.objects.filter(state=RenderingState.DONE).order_by()
    found = live.filter(
        due_on__lt=schedule.add_months(today, -STALE_MONTHS), pk__in=done.values("version__agreement")
    ).order_by(F("due_on").asc(), "pk")
    return [
        [
            {"text": one.title, "href": one.get_absolute_url(), "hint": one.reference},
            uk_date(one.due_on),
            schedule.words(one.due_on, today),
        ]
        for one in found
    ]


def _organisation(lead: Organisation) -> dict[str, str]:
    return {"text": lead.name, "href": lead.get_absolute_url()}


def _number(text: object) -> dict[str, Any]:
    """As a text: a page shows no number where it is told 0."""
    return {"text": str(text), "numeric": True}
