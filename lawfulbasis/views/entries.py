"""Every condition, power and category: what it means, who may use it, and from when."""

import datetime as dt
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from foundation import text
from foundation.templatetags.ui import uk_date
from lawfulbasis import checks, places, plain
from lawfulbasis.catalogue import REGIMES
from lawfulbasis.models import Entry
from lawfulbasis.views import shared


@require_GET
@login_required
def catalogue(request: HttpRequest) -> HttpResponse:
    words = text.single_line(request.GET.get("q", ""))[:200]
    regime = request.GET.get("regime", "")
    found = Entry.objects.newest().matching(words)
    if regime in REGIMES:
        found = found.filter(regime=regime)
    order = list(REGIMES)
    entries = sorted(found, key=lambda entry: (order.index(entry.regime), entry.order, entry.code))
    today = shared.today()
    context = {
        "sections": shared.sections("lawfulbasis:catalogue"),
        "groups": [
            {"name": REGIMES[key], "rows": [_row(entry, today) for entry in rows]}
            for key, rows in groupby(entries, key=lambda entry: entry.regime)
        ],
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
        "state": newest.state_on(shared.today()),
        "rows": _facts(newest),
        "dates": _dates(newest),
        "related": _related(newest),
        "earlier": [_earlier(wording) for wording in wordings[1:]],
        "checks": [_check(check) for check in checks.concerning(code)],
        "links": places.entry_links(code),
        "crumbs": shared.crumbs(),
    }
    return render(request, "lawfulbasis/entry/show.html", context)


def _row(entry: Entry, today: dt.date) -> list[object]:
    # Two columns: a third leaves each of them one word wide on a phone.
    where = " · ".join(filter(None, (entry.reference, entry.state_on(today))))
    return [{"text": entry.label, "href": entry.get_absolute_url(), "hint": where}, entry.help]


def _facts(entry: Entry) -> list[dict[str, object]]:
    said: list[tuple[str, object]] = [
        (name, {"lines": words} if isinstance(words, list) else words)
        for name, words in plain.facts(entry.regime, {**entry.details, **entry.flags})
    ]
    rows = [
        ("Where it stands", entry.reference),
        ("What the law calls it", entry.official_heading if entry.official_heading != entry.label else ""),
        ("Applies in", entry.extent),
        *said,
        ("Good to know", shared.regulator(entry.label, entry.help)),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _dates(entry: Entry) -> list[dict[str, object]]:
    rows = [
        ("In force from", _on(entry.in_force_from)),
        ("This wording from", _on(entry.current_wording_from)),
        ("Last day", uk_date(entry.in_force_to)),
        ("Last changed by", entry.changed_by),
        ("Commencement", entry.details.get("commencement_status", "")),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def _on(day: dt.date | None) -> object:
    if day is None:
        return ""
    return {"text": uk_date(day), "href": reverse("lawfulbasis:change", args=[day])}


def _related(entry: Entry) -> list[dict[str, str]]:
    flags = {**entry.details, **entry.flags}
    found = Entry.objects.newest().filter(code__in=plain.related(flags))
    links = [{"text": str(other), "href": other.get_absolute_url()} for other in found]
    wanted = flags.get("requires_one_of_regime")
    if wanted in REGIMES:
        links.append({"text": REGIMES[wanted], "href": f"{reverse('lawfulbasis:catalogue')}?regime={wanted}"})
    return links


def _earlier(wording: Entry) -> dict[str, str]:
    return {"until": uk_date(wording.in_force_to), "begun": uk_date(wording.valid_from), "text": str(wording)}


def _check(check: checks.Check) -> dict[str, str]:
    return {"text": check.wording.title, "href": reverse("lawfulbasis:check", args=[check.id]), "id": check.id}
