"""An organisation's people: the list, and what an administrator does with it."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from accounts.roles import Role
from foundation import doors
from foundation.paging import page_of
from foundation.verdicts import Verdict
from parties.forms.people import RolesForm
from parties.models import Membership, MembershipOffer, Organisation
from parties.policies import people as policies
from parties.services import people as services
from parties.views import giving, people_rows, shared

_GET_POST = ["GET", "HEAD", "POST"]
PAGE = 50


@require_GET
@login_required
def people(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = shared.with_people(request, slug)
    manages = bool(policies.can_manage(shared.person(request), organisation))
    places = Membership.objects.visible_to(request.user).current().filter(organisation=organisation)
    places = places.select_related("person").prefetch_related("roles").order_by("person__full_name", "person_id")
    page = page_of(places, request.GET.get("page"), PAGE)
    offers = MembershipOffer.objects.filter(organisation=organisation).open_at(shared.now())
    context = shared.frame(request, organisation, "people") | {
        "page": page,
        "people": people_rows.people(page.object_list),
        "offers": people_rows.offers(
            offers.select_related("invitation__invited_by").order_by("-invitation__invited_at", "-pk")
        ),
        "manages": manages,
        "may_invite": bool(policies.can_invite(shared.person(request), organisation)),
        "me": request.user,
    }
    return render(request, "parties/people/list.html", context)


@require_http_methods(_GET_POST)
@login_required
def change_roles(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    membership = shared.membership(request, slug, pk)
    person = shared.person(request)
    allowed = policies.can_manage(person, membership.organisation)
    if not allowed:
        return shared.refused(request, allowed, membership.organisation)
    initial = {"roles": sorted(policies.roles_of(membership)), "job_title": membership.job_title}
    form = RolesForm(shared.posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        verb = partial(services.change_roles, membership=membership, by=person, at=shared.now(), **values)
        gained = frozenset(values["roles"]) - policies.roles_of(membership)
        if giving.attempt(request, form, gained, verb, "roles"):
            messages.success(request, f"{membership.person} has been saved")
            return _to_people(request, membership.organisation)
    return render(request, "parties/people/roles.html", {"form": form, "membership": membership})


def _to_people(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Back to the list, or to the organisation's page for somebody who has just lost sight of the list."""
    fresh = User.objects.get(pk=shared.person(request).pk)
    seen = Membership.objects.visible_to(fresh).filter(organisation=organisation).exclude(person=fresh).exists()
    if seen or policies.can_manage(fresh, organisation):
        return HttpResponseRedirect(reverse("parties:people", args=[organisation.slug]))
    return HttpResponseRedirect(organisation.get_absolute_url())


class Act(NamedTuple):
    """Something an administrator does to a place after one more question."""

    question: str
    button: str
    kind: str
    warning: str
    done: str
    allowed: Callable[[User, Membership], Verdict]
    act: Callable[..., Membership]


ACTS = {
    "suspend": Act(
        "Suspend {person}?",
        "Suspend",
        "warning",
        "They lose access to {organisation} at once. Their roles come back when you restore them.",
        "{person} is suspended",
        policies.can_suspend,
        services.suspend,
    ),
    "restore": Act(
        "Restore {person}?",
        "Restore",
        "primary",
        "",
        "{person} has access again",
        policies.can_restore,
        services.restore,
    ),
    "remove": Act(
        "Remove {person}?",
        "Remove",
        "warning",
        "They lose access to {organisation} at once, and their roles. What they did stays on record.",
        "{person} has been removed",
        policies.can_remove,
        services.remove,
    ),
    "leave": Act(
        "Leave {organisation}?",
        "Leave",
        "warning",
        "You lose access to {organisation} at once. Only its administrators can invite you again.",
        "You have left {organisation}",
        policies.can_remove,
        services.remove,
    ),
}


@require_http_methods(_GET_POST)
@login_required
def confirm(request: HttpRequest, slug: str, pk: int, act: str) -> HttpResponse:
    membership = shared.membership(request, slug, pk)
    what, person, organisation = ACTS[act], shared.person(request), membership.organisation
    if act == "leave" and membership.person_id != person.pk:
        raise Http404(act)
    allowed = what.allowed(person, membership)
    if not allowed:
        return shared.refused(request, allowed, organisation)
    words = {"person": membership.person.full_name, "organisation": organisation.name}
    if request.method == "POST":
        done = what.done.format(**words)
        doors.perform(request, lambda: what.act(membership=membership, by=person, at=shared.now()), done)
        return _to_people(request, organisation)
    return render(request, "parties/organisation/confirm.html", _question(what, membership, words))


def _question(what: Act, membership: Membership, words: dict[str, str]) -> dict[str, Any]:
    roles = [Role(role).label for role in sorted(policies.roles_of(membership))]
    return {
        "organisation": membership.organisation,
        "title": what.question.format(**words),
        "rows": [
            {"key": "Name", "value": membership.person.full_name},
            {"key": "Email", "value": membership.person.email},
            {"key": "Roles", "value": {"lines": roles}},
        ],
        "warning": what.warning.format(**words),
        "button": what.button,
        "kind": what.kind,
        "cancel": reverse("parties:people", args=[membership.organisation.slug]),
    }
