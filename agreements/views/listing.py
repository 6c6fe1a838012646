"""The agreements that a person may see."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from agreements import policies
from agreements.choices import COMPLETE, Status
from agreements.models import Agreement
from agreements.views import shared
from foundation import text
from foundation.paging import page_of
from foundation.templatetags.ui import contextual_date, uk_date

_HEAD = ["Agreement", "Lead", "Parties", "Review", "State"]


@require_GET
@login_required
def index(request: HttpRequest) -> HttpResponse:
    words = text.single_line(request.GET.get("q", ""))[:200]
    status = request.GET.get("status", "")
    visible = Agreement.objects.visible_to(request.user)
    found = visible.found_by(words)
    if status in Status.values:
        found = found.filter(status=status)
    rows = found.select_related("lead").annotate(party_count=Count("parties")).order_by("-status_at", "-pk")
    page = page_of(rows, request.GET.get("page"))
    context = {
        "page": page,
        "head": _HEAD,
        "rows": [_row(agreement) for agreement in page],
        "words": words,
        "status": status,
        "statuses": [{"value": choice.value, "text": choice.label} for choice in Status],
        "may_import": bool(policies.can_import(shared.person(request))),
        "is_filtered": bool(words or status in Status.values),
    }
    return render(request, "agreements/agreement/list.html", context)


def _row(agreement: Any) -> list[Any]:
    review: Any = ""
    if agreement.review_on:
        review = {"text": uk_date(agreement.review_on)}
        if agreement.status in COMPLETE:
            review["hint"] = contextual_date(agreement.review_on, shared.today())
    return [
        {"text": agreement.title, "href": agreement.get_absolute_url(), "hint": agreement.reference},
        agreement.lead.name,
        {"text": str(agreement.party_count), "numeric": True},
        review,
        {"text": Status(agreement.status).label, "tag": agreement.status_colour},
    ]
