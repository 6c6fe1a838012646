"""Everything the person may see, by words."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from agreements.models import Agreement
from foundation import text
from parties.models import Organisation

LIMIT = 200
SHOWN = 10


@login_required
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    typed = text.single_line(request.GET.get("q", ""))
    words = typed[:LIMIT]
    groups = _groups(request, words) if words else []
    context = {"q": words, "was_cut": len(typed) > LIMIT, "limit": LIMIT, "groups": [g for g in groups if g["rows"]]}
    return render(request, "work/search.html", context)


def _groups(request: HttpRequest, words: str) -> list[dict[str, Any]]:
    agreements = Agreement.objects.visible_to(request.user).found_by(words)[: SHOWN + 1]
    organisations = Organisation.objects.visible_to(request.user).found_by(words)[: SHOWN + 1]
    return [
        _group("Agreements", [(a.title, a.get_absolute_url(), a.reference) for a in agreements]),
        _group("Organisations", [(o.legal_name, o.get_absolute_url(), o.get_kind_display()) for o in organisations]),
    ]


def _group(title: str, rows: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {
        "title": title,
        "rows": [{"title": name, "href": href, "hint": hint} for name, href, hint in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
    }
