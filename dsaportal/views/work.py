"""Your work: the first page after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import User
from agreements import policies
from dsaportal import work


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    groups = work.groups(person=request.user, on=timezone.localdate())
    may_start = bool(policies.can_import(request.user))
    context = {"groups": groups, "search_url": reverse("search"), "may_start": may_start}
    return render(request, "work/home.html", context)
