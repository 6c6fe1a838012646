"""What the portal checks in every agreement, and why."""

from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from foundation.templatetags.ui import uk_date
from lawfulbasis import checks as known
from lawfulbasis.forms import CheckFilter
from lawfulbasis.models import Entry
from lawfulbasis.views import shared


@require_GET
@login_required
def checks(request: HttpRequest) -> HttpResponse:
    form = CheckFilter(request.GET)
    found = [check for check in known.checks().values() if form.lets_through(check)]
    context = {
        "sections": shared.sections("lawfulbasis:checks"),
        "form": form,
        "chips": [{"text": label, "href": _without(request, name)} for name, label in form.chosen()],
        "clear": reverse("lawfulbasis:checks"),
        "count": len(found),
        "head": ["Check", "What it says"],
        "groups": [
            {"name": known.GROUPS[group], "rows": [_row(check) for check in rows]}
            for group, rows in groupby(found, key=lambda check: check.group)
        ],
    }
    return render(request, "lawfulbasis/check/list.html", context)


@require_GET
@login_required
def check(request: HttpRequest, id: str) -> HttpResponse:
    found = known.checks().get(id)
    if found is None:
        raise Http404
    entries = Entry.objects.newest().filter(code__in=found.codes)
    context = {
        "check": found,
        "group": known.GROUPS[found.group],
        "rows": _facts(found),
        "entries": [{"text": str(entry), "href": entry.get_absolute_url()} for entry in entries],
        "crumbs": shared.crumbs("lawfulbasis:checks"),
    }
    return render(request, "lawfulbasis/check/show.html", context)


def _without(request: HttpRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    address = reverse("lawfulbasis:checks")
    return f"{address}?{query.urlencode()}" if query else address


def _row(check: known.Check) -> list[object]:
    hint = f"{check.id} · {check.severity}"
    href = reverse("lawfulbasis:check", args=[check.id])
    return [{"text": check.wording.title, "href": href, "hint": hint}, check.message]


def _facts(check: known.Check) -> list[dict[str, str]]:
    wording = check.wording
    begins = uk_date(wording.applies_from)
    rows = [
        ("What it looks at", check.looks_at),
        ("What it says", check.message),
        ("Where it comes from", wording.reference),
        ("When", known.stages()[wording.stage]),
        ("Applies from", begins or "Always"),
        ("Can be waived", "Yes, with a reason" if wording.waivable else "No"),
        ("It speaks when", check.fires),
        ("It is silent when", check.silent),
        ("Good to know", " ".join(filter(None, (check.note, shared.regulator(check.message, check.looks_at))))),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]
