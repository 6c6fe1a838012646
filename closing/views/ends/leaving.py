"""A party leaves: what that does, giving notice, taking it back."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements import policies_changes as rules
from agreements.models import Departure
from agreements.views import shared
from closing import effects, policies_ends
from closing.forms_ends import LeaveForm
from closing.services import ends as services
from closing.views.ends import seat
from closing.views.ends.seat import Seat
from dsaformat.parts import Period
from foundation import doors, workdays
from foundation.templatetags.ui import uk_date
from parties.models import Organisation
from signing.policies import joining

HEAD = ("Party", "Leaves on", "Why")


@require_http_methods(["GET", "HEAD"])
@login_required
def leave(request: HttpRequest, reference: str) -> HttpResponse:
    """Who is leaving or has left, and for whom this person may give notice."""
    here = seat.take(request, reference)
    going = {one.organisation_id for one in here.departures}
    own = [
        one for one in here.voices if one.pk not in going and rules.can_give_notice(here.person, here.agreement, one)
    ]
    context = here.frame(
        head=HEAD,
        rows=[_row(here, one) for one in here.departures],
        own=[{"name": one.name, "href": here.link("leave_as", one.slug)} for one in own],
        verdict=policies_ends.may_leave(here.person, here.agreement, here.voices),
    )
    return render(request, "closing/ends/leave.html", context)


def _row(here: Seat, departure: Departure) -> list[Any]:
    organisation = departure.organisation
    day = uk_date(departure.leaves_on)
    given = f"Notice given on {uk_date(departure.given_at)}" if departure.left_at is None else "Has left"
    href = here.link("leave_as", organisation.slug)
    return [{"text": organisation.legal_name, "href": href, "hint": given}, day, departure.reason]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave_as(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    here = seat.take(request, reference)
    organisation, key = here.party(party)
    earliest = _earliest(here, organisation)
    form = LeaveForm(here.posted, today=here.on, proposed=_proposed(here, earliest))
    if here.step in ("check", "confirm") and form.is_valid():
        if here.step == "confirm" and doors.attempt(form, lambda: _noticed(here, organisation, form)) is not None:
            messages.success(request, f"{organisation.name} has given notice. The other parties are told.")
            return redirect(here.link("leave"))
        if not form.errors and _may(here, organisation, form):
            return render(request, "closing/ends/leave_check.html", _check(here, organisation, form, earliest))
    context = _shown(here, organisation, key, earliest) | {"form": form}
    return render(request, "closing/ends/leave_as.html", context, status=422 if form.errors else 200)


def _noticed(here: Seat, organisation: Organisation, form: LeaveForm) -> Departure:
    said = form.cleaned_data
    return services.give_notice(
        agreement=here.agreement,
        organisation=organisation,
        leaves_on=said["leaves_on"],
        reason=said["reason"],
        by=here.person,
        at=shared.now(),
    )


def _may(here: Seat, organisation: Organisation, form: LeaveForm) -> bool:
    """Whether it could be done like this; if not, the form says every reason."""
    day = policies_ends.is_day_to_leave(here.agreement, form.cleaned_data["leaves_on"], here.on, here.last)
    for reason in rules.can_give_notice(here.person, here.agreement, organisation).reasons:
        form.add_error(None, reason)
    for reason in day.reasons:
        form.add_error("leaves_on", reason)
    return not form.errors


def _period(here: Seat) -> Period | None:
    return here.document.term.notice_to_leave if here.document else None


def _earliest(here: Seat, organisation: Organisation) -> dt.date | None:
    return effects.notice_ends(_period(here), here.on, workdays.of_nation(organisation.nation))


def _proposed(here: Seat, earliest: dt.date | None) -> dt.date | None:
    """The earliest day by the text; none where the text says nothing, so that nobody leaves today by a slip."""
    return earliest if _period(here) and earliest and earliest - here.on <= rules.LONGEST else None


def _shown(here: Seat, organisation: Organisation, key: str, earliest: dt.date | None) -> dict[str, Any]:
    document, departure = here.document, here.departure(organisation)
    found = effects.of_leaving(document, key) if document else ()
    gone = {one.party_key for one in here.departures}
    return here.frame(
        organisation=organisation,
        departure=departure,
        verdict=rules.can_give_notice(here.person, here.agreement, organisation),
        may_take_back=departure is not None
        and bool(rules.can_take_back_notice(here.person, here.agreement, departure)),
        take_back_link=here.link("take_back", organisation.slug),
        join_link=_join_link(here, departure),
        period=_period(here),
        earliest=earliest,
        term=document.term if document else None,
        effects=[{"key": one.title, "value": {"lines": one.shown} if one.lines else one.nothing} for one in found],
        warnings=[one.warning for one in found if one.warning and one.lines],
        few=document is not None and effects.remaining(document, gone | {key}) < 2,
        back=here.link("leave"),
    )


def _join_link(here: Seat, departure: Departure | None) -> str:
    """Where the lead asks a party that left to join again; empty while nobody can be asked."""
    if departure is None or departure.left_at is None:
        return ""
    organisation = departure.organisation
    asks = joining.can_be_joined(here.person, here.agreement, organisation)
    return reverse("signing:join_as", args=[here.agreement.reference, organisation.slug]) if asks else ""


def _check(here: Seat, organisation: Organisation, form: LeaveForm, earliest: dt.date | None) -> dict[str, Any]:
    said = form.cleaned_data
    period = _period(here)
    others = here.agreement.parties.exclude(organisation=organisation).count() - sum(
        one.left_at is not None for one in here.departures
    )
    return here.frame(
        organisation=organisation,
        rows=[
            {"key": "Party that leaves", "value": organisation.legal_name},
            {"key": "No longer a party from", "value": uk_date(said["leaves_on"])},
            {"key": "Why", "value": said["reason"]},
            {"key": "Who is told", "value": f"Officers, reviewers and signatories of the {others} other parties"},
        ],
        period=period,
        earliest=earliest,
        is_early=period is not None and (earliest is None or said["leaves_on"] < earliest),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_back(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    here = seat.take(request, reference)
    organisation, _key = here.party(party)
    departure = here.departure(organisation)
    if departure is None:
        return redirect(here.link("leave"))
    if request.method == "POST":
        doors.perform(
            request,
            lambda: services.take_back_notice(departure=departure, by=here.person, at=shared.now()),
            f"{organisation.name} stays a party. The others are told.",
        )
        return redirect(here.link("leave"))
    verdict = rules.can_take_back_notice(here.person, here.agreement, departure)
    context = here.frame(organisation=organisation, departure=departure, verdict=verdict, cancel=here.link("leave"))
    return render(request, "closing/ends/take_back.html", context)
