"""What the pages of a sitting and of campaigns stand on: for whom the person is looking, and at which campaign."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.models import User
from foundation.verdicts import Verdict
from parties import current
from parties.models import Organisation
from reviews.models import Campaign
from reviews.views.agenda import sections


def now() -> dt.datetime:
    return timezone.now()


def today() -> dt.date:
    return timezone.localdate(now())


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def organisation(request: HttpRequest) -> Organisation | None:
    """The one that a link names, if it is the person's own; otherwise the one for which they are looking."""
    asked = (request.POST if request.method == "POST" else request.GET).get("organisation", "")
    named = next((one for one in current.choices(request) if one.slug == asked), None)
    return named or current.organisation(request)


def campaign(request: HttpRequest, pk: int) -> Campaign:
    """404 for a campaign of somebody else."""
    rows = Campaign.objects.visible_to(request.user).select_related("organisation", "opened_by", "closed_by")
    found: Campaign = get_object_or_404(rows, pk=pk)
    return found


def number(value: str) -> int:
    """Of something in an address; 404 for what is no number that we gave."""
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise Http404
    return int(value)


def refused(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": " ".join(verdict.reasons)}, status=403)


def frame(name: str, /, **more: Any) -> dict[str, Any]:
    return {"sections": sections(name)} | more
