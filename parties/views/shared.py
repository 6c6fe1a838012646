"""What the organisations' pages have in common: finding one, refusing aloud, the frame round it."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import OrgPermission
from foundation.verdicts import Verdict
from parties.models import Membership, Organisation
from parties.policies import organisations as policies
from parties.policies import people as people_policies


def now() -> dt.datetime:
    return timezone.now()


def today() -> dt.date:
    return timezone.localdate(now())


def person(request: HttpRequest) -> User:
    """The signed-in person; every view here asks for one first."""
    assert isinstance(request.user, User)
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form; an empty body counts as sent."""
    return request.POST if request.method == "POST" else None


def organisation(request: HttpRequest, slug: str) -> Organisation:
    """The organisation of that address, or 404."""
    found: Organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    return found


def with_people(request: HttpRequest, slug: str) -> Organisation:
    """As ``organisation``; 404 too for those to whom its people do not exist."""
    found = organisation(request, slug)
    if not policies.can_see_people(person(request), found):
        raise Http404(slug)
    return found


def refused(request: HttpRequest, verdict: Verdict, organisation: Organisation | None = None) -> HttpResponse:
    """Why not, and who in the organisation can, for those who may know its people."""
    who: list[str] = []
    if organisation is not None and policies.can_see_people(person(request), organisation):
        who = [str(administrator) for administrator in people_policies.administrators(organisation)]
    return render(request, "errors/403.html", {"reason": ". ".join(verdict.reasons) + ".", "people": who}, status=403)


def membership(request: HttpRequest, slug: str, pk: int) -> Membership:
    """Somebody's present place at the organisation, or 404."""
    found: Membership = get_object_or_404(
        Membership.objects.visible_to(request.user)
        .current()
        .select_related("organisation", "person")
        .filter(organisation__slug=slug),
        pk=pk,
    )
    return found


def frame(request: HttpRequest, organisation: Organisation, current: str) -> dict[str, Any]:
    """The pages of one organisation that this person may open."""
    who = person(request)
    pages = [("organisation", "Details", True)]
    seen = policies.can_see_people(who, organisation)
    pages += [("people", "People", seen), ("signatories", "Signatories", seen or who.is_operator)]
    pages += [("set_up", "Set-up", seen), ("settings", "Settings", seen), ("activity", "Activity", seen)]
    items = [
        {"text": text, "href": reverse(f"parties:{name}", args=[organisation.slug]), "current": name == current}
        for name, text, shown in pages
        if shown
    ]
    return {
        "organisation": organisation,
        "sections": items if len(items) > 1 else [],
        "crumbs": [{"text": "Organisations", "href": reverse("parties:directory")}],
        "today": today(),
        "ends": _ends(organisation),
        "manages_people": people_policies.can_manage(who, organisation).reasons == (),
        "VIEW_PEOPLE": OrgPermission.VIEW_PEOPLE,
    }


def _ends(organisation: Organisation) -> bool:
    return organisation.ended_on is not None
