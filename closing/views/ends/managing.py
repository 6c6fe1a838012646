"""Everything that can be done with an agreement that applies: what cannot be done now stands there, with the reason."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements import circumstances
from agreements import policies_changes as rules
from agreements.circumstances import Circumstances
from agreements.policies import drafts_for
from closing import policies_ends
from closing.views.ends import seat
from closing.views.ends.seat import Seat
from foundation.verdicts import Verdict
from signing.policies import joining


@dataclass(frozen=True, slots=True)
class Act:
    title: str
    hint: str
    href: str
    verdict: Verdict


@require_http_methods(["GET", "HEAD"])
@login_required
def manage(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    known = circumstances.of(here.agreement, here.document, here.person, here.on) if here.document else None
    leads = drafts_for(here.person, here.agreement.lead)
    acts = [*_changing(here, leads), *_stopping(here, leads, known)]
    context = here.frame(
        possible=[{"title": act.title, "hint": act.hint, "href": act.href} for act in acts if act.verdict],
        blocked=[{"title": act.title, "hint": " ".join(act.verdict.reasons)} for act in acts if not act.verdict],
        circumstances=known,
    )
    return render(request, "closing/ends/manage.html", context)


def _changing(here: Seat, leads: Verdict) -> list[Act]:
    """Whoever does not draft for the lead is told that, and nothing more is asked of the database."""
    agreement, person = here.agreement, here.person
    return [
        Act(
            "Change the agreement",
            "Write a text that is to replace it. The one that is signed stands until then.",
            _address(here, "agreements:change_new"),
            leads and rules.can_vary(person, agreement),
        ),
        Act(
            "Start a review",
            "Ask every party whether it still fits.",
            _address(here, "reviews:start"),
            leads and policies_ends.can_start_review(person, agreement),
        ),
        Act(
            "Ask an organisation to join",
            "It reads and signs the text that is in force.",
            _address(here, "signing:join"),
            leads and joining.is_open(agreement, here.document) & joining.nobody_is_asked(agreement),
        ),
    ]


def _stopping(here: Seat, leads: Verdict, known: Circumstances | None) -> list[Act]:
    return [_pausing(here, leads, known), _leaving(here), *_ending(here, leads, known)]


def _pausing(here: Seat, leads: Verdict, known: Circumstances | None) -> Act:
    if known and known.paused:
        lift = leads and rules.can_lift(here.person, here.agreement)
        return Act("Lift the pause", "Sharing goes on.", here.link("lift"), lift)
    pause = leads and rules.can_suspend(here.person, here.agreement)
    return Act("Pause sharing", "Nobody shares for a time. The agreement stays in force.", here.link("pause"), pause)


def _leaving(here: Seat) -> Act:
    leave = policies_ends.may_leave(here.person, here.agreement, here.voices)
    return Act("Leave the agreement", "Give notice for a party. The others are told.", here.link("leave"), leave)


def _ending(here: Seat, leads: Verdict, known: Circumstances | None) -> list[Act]:
    end = leads and rules.can_end(here.person, here.agreement)
    if not (known and known.ending):
        return [Act("End the agreement", "Choose the day, and see first what it does.", here.link("end"), end)]
    call_off = leads and rules.can_call_off_end(here.person, here.agreement)
    return [
        Act("Change when it ends", "Choose another day.", here.link("end"), end),
        Act("Call off the end", "It goes on as before.", here.link("call_off"), call_off),
    ]


def _address(here: Seat, name: str) -> str:
    return reverse(name, args=[here.agreement.reference])
