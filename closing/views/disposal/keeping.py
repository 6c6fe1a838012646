"""What one's organisation keeps, and until when: over all agreements, and under one."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import access
from accounts.roles import OrgPermission
from agreements.models import Agreement, Party
from agreements.views import shared
from closing import countdown, keeping_rules
from closing import policies_disposal as policies
from closing import querysets_disposal as querysets
from closing.keeping_rules import Rule
from closing.models import Countdown
from foundation import paging
from foundation.templatetags.ui import uk_date
from parties import current

PER_PAGE, AGREEMENTS, RECORDED = 50, 20, 50


@require_safe
@login_required
def keeping(request: HttpRequest) -> HttpResponse:
    organisation, today = current.organisation(request), shared.today()
    rows = querysets.counted_for(organisation) if organisation else Countdown.objects.none()
    page = paging.page_of(rows, request.GET.get("page"), PER_PAGE)
    may = bool(organisation and policies.speaks_for(shared.person(request), organisation))
    ends = countdown.quarters(today)
    context = {
        "organisation": organisation,
        "sections": _sections("closing:keeping"),
        "page": page,
        "bands": [
            (str(band), _until(band, ends), [_row(row, may=may) for row in rows])
            for band, rows in groupby(page, lambda row: countdown.band(row.next_on, today))
        ],
        "today": today,
    }
    return render(request, "closing/disposal/keeping.html", context)


def _sections(here: str) -> list[dict[str, Any]]:
    pages = (("What must be deleted", "closing:keeping"), ("Rules by agreement", "closing:all_rules"))
    return [{"text": text, "href": reverse(name), "current": name == here} for text, name in pages]


def _until(band: countdown.Band, ends: countdown.Quarters) -> str:
    last = {countdown.Band.THIS_QUARTER: ends.this, countdown.Band.NEXT_QUARTER: ends.following}.get(band)
    return f"Until {uk_date(last)}" if last else ""


def _row(row: Any, *, may: bool) -> dict[str, Any]:
    looks = row.look_on is not None and row.next_on == row.look_on
    return {
        "row": row,
        "verb": "Look again by" if looks else "Delete by",
        "href": reverse("closing:look" if looks else "closing:done", args=[row.pk]) if may else "",
        "agreement": reverse("closing:rules", args=[row.agreement.reference]),
    }


@require_safe
@login_required
def all_rules(request: HttpRequest) -> HttpResponse:
    """What the agreements of one's organisation say of keeping data, also where no day is known."""
    organisation = current.organisation(request)
    rows = keeping_rules.places_of(organisation) if organisation else Party.objects.none()
    page = paging.page_of(rows, request.GET.get("page"), AGREEMENTS)
    found = keeping_rules.of_parties(page)
    context = {
        "organisation": organisation,
        "sections": _sections("closing:all_rules"),
        "page": page,
        "cards": [
            {
                "title": place.agreement.title,
                "reference": place.agreement.reference,
                "href": reverse("closing:rules", args=[place.agreement.reference]),
                "items": [_line(rule) for rule in found[place.pk]] or ["Its text has no retention rule for you."],
            }
            for place in page
        ],
    }
    return render(request, "closing/disposal/all_rules.html", context)


def _line(rule: Rule) -> str:
    return f"{rule.data}: {rule.words}. {rule.counted}"


@require_safe
@login_required
def rules(request: HttpRequest, reference: str) -> HttpResponse:
    agreement, person, today = shared.find(request, reference), shared.person(request), shared.today()
    places = list(_own(agreement, access.organisation_ids(person, OrgPermission.VIEW_AGREEMENTS)))
    found = keeping_rules.of_parties(places)
    mine = querysets.soonest(querysets.countdowns_visible_to(person).filter(agreement=agreement))
    context = shared.frame(
        request,
        agreement,
        "closing:rules",
        today=today,
        parties=[
            _party(agreement, place, found[place.pk], may=bool(policies.speaks_for(person, place.organisation)))
            for place in places
        ],
        rows=[
            _row(row, may=bool(policies.speaks_for(person, row.organisation)))
            for row in mine.filter(closed_at=None).order_by("next_on", "pk")
        ],
        recorded=[_recorded(row) for row in mine.exclude(closed_at=None).order_by("-closed_at")[:RECORDED]],
        recorded_head=("Data", "What happened", "How", "What shows it", "Recorded by"),
    )
    return render(request, "closing/disposal/rules.html", context)


def _own(agreement: Agreement, organisations: Iterable[int]) -> Any:
    return agreement.parties.filter(organisation__in=organisations).select_related("organisation", "agreement")


def _party(agreement: Agreement, place: Party, found: list[Rule], *, may: bool) -> dict[str, Any]:
    cards = []
    for rule in found:
        rows = [{"key": "How long", "value": rule.words or "The text names no time and no event"}, *rule.facts()]
        rows.append({"key": "Counted", "value": rule.counted})
        href = reverse("closing:count", args=[agreement.reference, place.organisation.slug, rule.key])
        actions = [{"text": "Start counting", "hidden": "", "href": href}] if may and rule.can_be_counted else []
        cards.append({"title": rule.data, "rows": rows, "actions": actions})
    return {"name": place.organisation.name, "cards": cards}


def _recorded(row: Countdown) -> list[Any]:
    what = {"text": row.what, "hint": f"Counted from {uk_date(row.counted_from_on)}"}
    if not row.fate:
        return [what, {"text": "Not counted any more", "hint": row.closed_because}, "", "", _by(row)]
    proof: Any = row.evidence
    if row.file:
        proof = {"text": row.file.name, "href": row.file.get_absolute_url(), "hint": row.evidence}
    return [what, f"{row.get_fate_display()}, {uk_date(row.done_on)}", row.method, proof, _by(row)]


def _by(row: Countdown) -> dict[str, str]:
    return {"text": row.closed_by.full_name if row.closed_by else "", "hint": uk_date(row.closed_at)}
