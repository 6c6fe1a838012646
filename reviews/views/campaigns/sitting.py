"""Many reviews in one sitting: the list, the page that says what is about to be confirmed, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from agreements.models import Agreement
from foundation import frontdoor
from foundation.paging import page_of
from parties import current
from parties.models import Organisation
from reviews import policies_campaigns as policies
from reviews import sitting as sittings
from reviews.choices import Question
from reviews.forms_campaigns import SittingForm
from reviews.models import Campaign
from reviews.services.sittings import Result, confirm
from reviews.sitting import PERIODS, Line
from reviews.views.agenda import SHAPES, SIGNS
from reviews.views.campaigns import desk

PER_PAGE = 50
TICK, KEPT = "tick", "reviews.sitting"


@dataclass(frozen=True)
class Sitting:
    """One organisation's list, narrowed to a period or to a campaign, as the address says."""

    request: HttpRequest
    person: User
    organisation: Organisation | None

    @cached_property
    def asked(self) -> QueryDict:
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @cached_property
    def campaign(self) -> Campaign | None:
        """404 when none of its agreements may be seen."""
        asked = self.asked.get("campaign", "")
        if not asked:
            return None
        found: Campaign = get_object_or_404(sittings.campaigns(self.person), pk=desk.number(asked))
        return found

    @cached_property
    def months(self) -> int:
        asked = self.asked.get("months", "")
        return next((number for number in PERIODS if str(number) == asked), PERIODS[0])

    @property
    def narrowing(self) -> Mapping[str, Any]:
        if self.campaign is not None:
            return {"campaign": self.campaign}
        return {"until": sittings.until(self.months, desk.today())}

    @property
    def query(self) -> dict[str, str]:
        """What leads back to this very list."""
        chosen = {"organisation": self.organisation.slug} if self.organisation else {}
        own = {"campaign": str(self.campaign.pk)} if self.campaign else {"months": str(self.months)}
        return chosen | own

    @property
    def back(self) -> str:
        return f"{reverse('reviews:sitting')}?{urlencode(self.query)}"

    def ticked(self) -> list[str]:
        return list(dict.fromkeys(self.asked.getlist(TICK)))[:PER_PAGE]


def _frame(**more: Any) -> dict[str, Any]:
    return desk.frame("reviews:sitting", shapes=SHAPES, signs=SIGNS, **more)


def _take(request: HttpRequest) -> Sitting:
    return Sitting(request, desk.person(request), desk.organisation(request))


@require_GET
@login_required
def sitting(request: HttpRequest) -> HttpResponse:
    here = _take(request)
    if here.organisation is None:
        return render(request, "reviews/sitting/list.html", _frame(here=here))
    rows = sittings.waiting(here.person, here.organisation, **here.narrowing)
    page: Page[Any] = page_of(rows, request.GET.get("page"), PER_PAGE)
    lines = sittings.lines(list(page), here.organisation, on=desk.today())
    context = _frame(
        here=here,
        page=page,
        lines=_ticked(lines, everything=request.GET.get("all") == "1"),
        look=sum(line.is_open and line.news.needs_look for line in lines),
        verdict=policies.can_answer_for(here.person, here.organisation),
        periods=_periods(here),
        others=_others(here),
        answered=sittings.answered(here.person, here.organisation, **here.narrowing).count(),
        all_link=f"{here.back}&all=1&page={page.number}",
    )
    return render(request, "reviews/sitting/list.html", context)


def _ticked(lines: list[Line], *, everything: bool) -> list[tuple[Line, bool]]:
    """What somebody should read first is never ticked for them."""
    return [(line, everything and line.is_open and not line.news.needs_look) for line in lines]


def _periods(here: Sitting) -> list[dict[str, Any]]:
    query = {"organisation": here.organisation.slug} if here.organisation else {}
    return [
        {
            "text": f"Next {number} months" if number > 1 else "Next month",
            "href": f"{reverse('reviews:sitting')}?{urlencode(query | {'months': str(number)})}",
            "current": here.campaign is None and number == here.months,
        }
        for number in PERIODS
    ]


def _others(here: Sitting) -> list[dict[str, str]]:
    """The same list for the person's other organisations, of a campaign that may concern them too."""
    if here.campaign is None:
        return []
    mine = (one for one in current.choices(here.request) if one != here.organisation)
    return [
        {"text": one.name, "href": f"{_with(here, one)}"} for one in mine if policies.can_answer_for(here.person, one)
    ]


def _with(here: Sitting, organisation: Organisation) -> str:
    return f"{reverse('reviews:sitting')}?{urlencode(here.query | {'organisation': organisation.slug})}"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@frontdoor.tells_repeated
def check(request: HttpRequest) -> HttpResponse:
    """What is about to be confirmed, for each agreement; then the one press that does it."""
    here = _take(request)
    if frontdoor.has_repeats(request, (TICK,)):
        return frontdoor.failure(request, 400)
    found = sittings.named(here.person, here.ticked())
    if here.organisation is None or not found:
        messages.error(request, "Select at least one agreement")
        return redirect(here.back)
    verdict = policies.can_answer_for(here.person, here.organisation)
    if not verdict:
        return desk.refused(request, verdict)
    form = SittingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _keep(here, _confirm(here, here.organisation, found, form.cleaned_data["note"]))
        return redirect("reviews:sitting_done")
    context = _frame(here=here, form=form, questions=Question.labels, **_said(here, found))
    return render(request, "reviews/sitting/check.html", context, status=422 if form.errors else 200)


def _confirm(here: Sitting, organisation: Organisation, found: list[Agreement], note: str) -> list[Result]:
    return confirm(agreements=found, organisation=organisation, note=note, by=here.person, at=desk.now())


def _said(here: Sitting, found: list[Agreement]) -> dict[str, Any]:
    """With the same news as in the list, so that nobody confirms what they have not been told."""
    assert here.organisation is not None
    rows = sittings.of(here.person, here.organisation, found)
    lines = sittings.lines(list(rows), here.organisation, on=desk.today())
    there, look = {line.reference for line in lines}, sum(line.news.needs_look for line in lines)
    return {
        "lines": _ticked(lines, everything=False),
        "gone": [one.reference for one in found if one.reference not in there],
        "look": look,
        "look_words": f"Something changed around {look} of these. Have you read what it means for you?",
    }


def _keep(here: Sitting, results: list[Result]) -> None:
    """For the page after the redirect: loading it again must not confirm again."""
    assert here.organisation is not None
    here.request.session[KEPT] = {
        "organisation": here.organisation.name,
        "back": here.back,
        "results": [(one.agreement.reference, list(one.reasons)) for one in results],
    }


@require_GET
@login_required
def done(request: HttpRequest) -> HttpResponse:
    kept = request.session.get(KEPT)
    if not kept:
        return redirect("reviews:sitting")
    reasons = dict(kept["results"])
    found = {one.reference: one for one in sittings.named(desk.person(request), list(reasons))}
    context = _frame(
        organisation=kept["organisation"],
        back=kept["back"],
        recorded=[found[key] for key, why in reasons.items() if key in found and not why],
        refused=[(found[key], why) for key, why in reasons.items() if key in found and why],
    )
    return render(request, "reviews/sitting/done.html", context)
