"""The people of the demo, for whoever tries the portal on their own machine."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import demo
from accounts.models import User
from accounts.roles import Role
from accounts.services import demo as demo_people


@require_safe
@never_cache
def people(request: HttpRequest) -> HttpResponse:
    if not demo.is_on():
        raise Http404
    now = timezone.now()
    rows = [
        [
            {"text": person.full_name, "hint": person.job_title},
            person.email,
            {"text": _code(person, now)},
            {"lines": _roles(person)} if _roles(person) else "",
        ]
        for person in demo_people.everybody()
    ]
    head = ["Name", "Email address", "Code now", "Roles"]
    context = {"head": head, "rows": rows, "password": demo_people.PASSWORD, "seconds": demo.seconds_left(now)}
    return render(request, "accounts/dev/people.html", context)


def _code(person: User, now: dt.datetime) -> str:
    digits = demo.current_code(person, now)
    return f"{digits[:3]} {digits[3:]}"


def _roles(person: User) -> list[str]:
    """Each role once, as the teams' names say; which organisations these are is known a floor above."""
    found = {group.name.rpartition(":")[2] for group in person.groups.all() if group.name.startswith("team:")}
    labels = [role.label for role in Role if role in found]
    return labels + (["Runs the portal"] if person.is_operator else [])
