"""The law's reference pages: every condition, power and category, with what it means in plain words."""

import datetime as dt
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from foundation import text
from lawfulbasis.catalogue import REGIMES
from lawfulbasis.models import Entry


def _today() -> dt.date:
    return timezone.localdate(timezone.now())


@require_GET
@login_required
def catalogue(request: HttpRequest) -> HttpResponse:
    words = text.single_line(request.GET.get("q", ""))[:200]
    regime = request.GET.get("regime", "")
    found = Entry.objects.matching(words)
    if regime in REGIMES:
        found = found.filter(regime=regime)
    order = list(REGIMES)
    entries = sorted(found, key=lambda entry: (order.index(entry.regime), entry.order, entry.code))
    groups = [
        {"name": REGIMES[key], "rows": [_row(entry) for entry in rows]}
        for key, rows in groupby(entries, key=lambda entry: entry.regime)
    ]
    context = {
        "groups": groups,
        "count": len(entries),
        "words": words,
        "regime": regime if regime in REGIMES else "",
        "regimes": list(REGIMES.items()),
        "head": ["Entry", "What it means"],
    }
    return render(request, "lawfulbasis/entry/list.html", context)


@require_GET
@login_required
def entry(request: HttpRequest, code: str) -> HttpResponse:
    wordings = list(Entry.objects.filter(code=code).order_by("-valid_from"))
    if not wordings:
        raise Http404
    newest = wordings[0]
    context = {
        "entry": newest,
        "regime": REGIMES[newest.regime],
        "rows": _facts(newest),
        "crumbs": [{"text": "Law", "href": reverse("lawfulbasis:catalogue")}],
        "in_force": Entry.objects.in_force_on(_today()).filter(pk=newest.pk).exists() and not newest.is_coming,
    }
    return render(request, "lawfulbasis/entry/show.html", context)


def _row(entry: Entry) -> list[object]:
    # Two columns: a third leaves each of them one word wide on a phone.
    where = f"{entry.reference} · Not in force yet" if entry.is_coming else entry.reference
    return [{"text": entry.label, "href": entry.get_absolute_url(), "hint": where}, entry.help]


def _facts(entry: Entry) -> list[dict[str, object]]:
    day = _written
    rows = [
        ("Where it stands", entry.reference),
        ("What the law calls it", entry.official_heading or entry.label),
        ("Applies in", entry.extent),
        ("In force from", day(entry.in_force_from)),
        ("This wording from", day(entry.current_wording_from)),
        ("Until", day(entry.in_force_to)),
        ("Last changed by", entry.changed_by),
        ("Needs an appropriate policy document", _yes_or_no(entry.flags.get("requires_appropriate_policy_document"))),
        ("Open to public authorities", _yes_or_no(entry.flags.get("usable_by_public_authorities"))),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _written(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _yes_or_no(flag: object) -> str:
    if isinstance(flag, bool):
        return "Yes" if flag else "No"
    return "It depends" if flag else ""
