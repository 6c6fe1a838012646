"""When the law changed, and what."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from foundation.paging import page_of
from foundation.templatetags.ui import uk_date
from lawfulbasis import changes as law
from lawfulbasis import checks, events, places
from lawfulbasis.models import Entry
from lawfulbasis.views import shared


@require_GET
@login_required
def changes(request: HttpRequest) -> HttpResponse:
    begun = [check.wording.applies_from for check in checks.checks().values()]
    coming = [entry for entry in Entry.objects.newest().order_by("regime", "order") if entry.is_coming]
    context = {
        "sections": shared.sections("lawfulbasis:changes"),
        "head": ["Day", "What changes"],
        "rows": [_row(day, shared.today()) for day in law.days(Entry.objects.all(), begun)],
        "coming_head": ["Entry", "What it means"],
        "coming": [[_link(entry), entry.help] for entry in coming],
    }
    return render(request, "lawfulbasis/change/list.html", context)


@require_GET
@login_required
def change(request: HttpRequest, day: dt.date) -> HttpResponse:
    begun = checks.beginning(day)
    page = page_of(Entry.objects.changed_on(day), request.GET.get("page"))
    if not begun and not page.paginator.count:
        raise Http404
    context = {
        "day": day,
        "event": events.named(day),
        "coming": day > shared.today(),
        "page": page,
        "head": ["Entry", "What happens"],
        "rows": [[_link(entry), _what(entry, day)] for entry in page],
        "checks": [{"id": check.id, "text": check.wording.title, "href": _check_page(check)} for check in begun],
        "links": places.change_links(day),
        "crumbs": shared.crumbs("lawfulbasis:changes"),
    }
    return render(request, "lawfulbasis/change/show.html", context)


def _row(day: law.Day, today: dt.date) -> list[object]:
    href = reverse("lawfulbasis:change", args=[day.day])
    when: dict[str, object] = {"text": uk_date(day.day), "href": href}
    if day.day > today:
        when["hint"] = "Coming"
    return [when, {"text": events.named(day.day).title, "hint": _counted(day)}]


def _counted(day: law.Day) -> str:
    parts = [
        (day.begin, "entry begins", "entries begin"),
        (day.reworded, "entry is reworded", "entries are reworded"),
        (day.end, "entry ends", "entries end"),
        (day.checks, "check begins", "checks begin"),
    ]
    return ", ".join(f"{number} {one if number == 1 else many}" for number, one, many in parts if number)


def _link(entry: Entry) -> dict[str, object]:
    return {"text": entry.label, "href": entry.get_absolute_url(), "hint": entry.reference}


def _what(entry: Entry, day: dt.date) -> dict[str, object]:
    by = "" if law.ends(entry, day) or entry.current_wording_from != day else entry.changed_by
    return {"text": law.what(entry, day), "hint": by}


def _check_page(check: checks.Check) -> str:
    return reverse("lawfulbasis:check", args=[check.id])
