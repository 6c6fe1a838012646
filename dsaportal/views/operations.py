"""For whoever runs the portal. Everybody else is told that there is no such page."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import freshness
from dsaportal import operations


@login_required
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    if not getattr(request.user, "is_operator", False):
        raise Http404
    return _shown(request)


@freshness.fresh_factor_required
def _shown(request: HttpRequest) -> HttpResponse:
    return render(request, "operations/overview.html", {"groups": operations.groups(at=timezone.now())})
