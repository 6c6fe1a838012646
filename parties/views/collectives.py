"""Groups of organisations and who belongs to them, today and over time."""

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import OrgPermission
from foundation.doors import attempt
from foundation.verdicts import Verdict
from parties.authority_rules import long_date
from parties.forms.collectives import CollectiveForm, LastDayForm, MembersForm
from parties.models import Collective, CollectiveMember, Organisation
from parties.policies import registers
from parties.services import collectives as services
from parties.views import shared
from parties.views.authority import form_page

_Cells = list[Any]


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    today = shared.today()
    here = Q(members__starts_on__lte=today) & (Q(members__ends_on=None) | Q(members__ends_on__gte=today))
    found = Collective.objects.select_related("owner", "convener").annotate(today=Count("members", filter=here))
    listed = [
        {
            "name": collective.name,
            "href": collective.get_absolute_url(),
            "description": collective.description,
            "today": collective.today,
            "convener": collective.convener.name if collective.convener else "",
            "owner": collective.owner.name,
        }
        for collective in found
    ]
    context = {"rows": listed, "may_create": _owners(shared.person(request)).exists(), "crumbs": _crumbs()[:1]}
    return render(request, "parties/collective/index.html", context)


@require_safe
@login_required
def show(request: HttpRequest, slug: str) -> HttpResponse:
    collective = get_object_or_404(Collective.objects.select_related("owner", "convener"), slug=slug)
    today = shared.today()
    may_change = bool(registers.can_keep_collective(shared.person(request), collective))
    places = sorted(collective.members.select_related("organisation"), key=_by_name)
    here = [place for place in places if place.term.standing(today).usable]
    later = [place for place in places if place.starts_on > today]
    gone = [place for place in places if place.ends_on and place.ends_on < today]
    context = {
        "collective": collective,
        "facts": _facts(collective, len(here)),
        "members": [_member(place, may_change) for place in here],
        "other_head": ["Organisation", "First day", "Last day"],
        "other": [_over_time(place) for place in [*later, *sorted(gone, key=_last_day, reverse=True)]],
        "may_change": may_change,
        "crumbs": _crumbs(),
    }
    return render(request, "parties/collective/show.html", context)


@form_page
@login_required
def new(request: HttpRequest) -> HttpResponse:
    owners = _owners(shared.person(request))
    if not owners.exists():
        return shared.refused(request, Verdict.no("Only an administrator of an organisation can make a group for it"))
    form = CollectiveForm(request.POST if request.method == "POST" else None, owners=owners)
    if form.is_valid():
        made = attempt(form, lambda: services.create(**form.cleaned_data, by=shared.person(request), at=shared.now()))
        if made is not None:
            messages.success(request, f"{made} has been made. Now add its members")
            return redirect(made)
    context = {"form": form, "back": reverse("parties:collectives")}
    return render(request, "parties/collective/new.html", context, status=422 if form.errors else 200)


@form_page
@login_required
def add_members(request: HttpRequest, slug: str) -> HttpResponse:
    collective = get_object_or_404(Collective.objects.select_related("owner"), slug=slug)
    if not (verdict := registers.can_keep_collective(shared.person(request), collective)):
        return shared.refused(request, verdict, collective.owner)
    now = shared.now()
    form = MembersForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    if form.is_valid():
        count = attempt(form, partial(_add, shared.person(request), collective, form, now))
        if count is not None:
            messages.success(request, f"{count} organisation{'' if count == 1 else 's'} added")
            return redirect(collective)
    context = {"form": form, "collective": collective}
    return render(request, "parties/collective/add.html", context, status=422 if form.errors else 200)


def _add(user: User, collective: Collective, form: MembersForm, now: dt.datetime) -> int:
    return services.add_members(
        collective=collective,
        organisations=form.cleaned_data["organisations"],
        starts_on=form.term.starts_on,
        ends_on=form.term.ends_on,
        by=user,
        at=now,
    )


@form_page
@login_required
def end_membership(request: HttpRequest, slug: str, member: str) -> HttpResponse:
    collective = get_object_or_404(Collective.objects.select_related("owner"), slug=slug)
    if not (verdict := registers.can_keep_collective(shared.person(request), collective)):
        return shared.refused(request, verdict, collective.owner)
    open_places = collective.members.filter(ends_on=None).select_related("organisation")
    place = get_object_or_404(open_places, organisation__slug=member)
    now = shared.now()
    form = LastDayForm(
        request.POST if request.method == "POST" else None, today=timezone.localdate(now), starts_on=place.starts_on
    )
    if form.is_valid() and attempt(form, partial(_end, shared.person(request), place, form, now)):
        messages.success(request, f"{place.organisation.name}’s last day is {long_date(form.cleaned_data['ends_on'])}")
        return redirect(collective)
    context = {
        "form": form,
        "collective": collective,
        "organisation": place.organisation,
        "rows": [{"key": "Member since", "value": long_date(place.starts_on)}],
    }
    return render(request, "parties/collective/end.html", context, status=422 if form.errors else 200)


def _end(user: User, place: CollectiveMember, form: LastDayForm, now: dt.datetime) -> bool:
    services.end_membership(
        collective=place.collective,
        organisation=place.organisation,
        ends_on=form.cleaned_data["ends_on"],
        by=user,
        at=now,
    )
    return True


def _owners(user: User) -> Any:
    """Organisations for which the person could keep a group."""
    everybody = Organisation.objects.visible_to(user).filter(ended_on=None)
    return everybody if user.is_operator else everybody.of(user, OrgPermission.MANAGE_PEOPLE)


def _facts(collective: Collective, count: int) -> list[dict[str, Any]]:
    convener = collective.convener
    return [
        {"key": "Members today", "value": str(count)},
        {
            "key": "Brought together by",
            "value": {"text": convener.legal_name, "href": convener.get_absolute_url()} if convener else "Nobody named",
        },
        {
            "key": "List kept by",
            "value": {"text": collective.owner.legal_name, "href": collective.owner.get_absolute_url()},
        },
    ]


def _member(place: CollectiveMember, may_change: bool) -> dict[str, str]:
    organisation = place.organisation
    end = reverse("parties:collective_end", args=[place.collective.slug, organisation.slug])
    return {
        "name": organisation.name,
        "href": organisation.get_absolute_url(),
        "since": long_date(place.starts_on),
        "until": f"Last day {long_date(place.ends_on)}" if place.ends_on else "",
        "end": end if may_change and not place.ends_on else "",
    }


def _over_time(place: CollectiveMember) -> _Cells:
    organisation = place.organisation
    return [
        {"text": organisation.name, "href": organisation.get_absolute_url()},
        long_date(place.starts_on),
        long_date(place.ends_on) if place.ends_on else "–",
    ]


def _by_name(place: CollectiveMember) -> tuple[str, dt.date]:
    return place.organisation.name.casefold(), place.starts_on


def _last_day(place: CollectiveMember) -> dt.date:
    return place.ends_on or dt.date.max


def _crumbs() -> list[dict[str, str]]:
    return [
        {"text": "Organisations", "href": reverse("parties:directory")},
        {"text": "Groups", "href": reverse("parties:collectives")},
    ]
