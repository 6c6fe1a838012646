"""Seeing a review through: whom to ask, reminding, more time, going on, taking it back."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agreements import policies as agreements
from agreements.views import shared
from foundation import doors
from parties.models import Organisation
from reviews import askable, policies, services
from reviews.forms import ExtendForm, ReasonForm, ReviewersForm
from reviews.models import Reviewer
from reviews.views.approvals import seat
from reviews.views.approvals.seat import Seat


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reviewers(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    """One party as the lead sees it through: who is asked, and reminding them."""
    here = seat.take(request, reference)
    row, verdict = here.row(party), _may(here)
    if not verdict:
        return render(request, "reviews/approvals/reviewers.html", here.frame(row=row, verdict=verdict))
    there = askable.reviewers([row.organisation.pk]).get(row.organisation.pk, [])
    asked = [one.person_id for one in row.reviewers]
    form = ReviewersForm(_data(request), organisation=row.organisation, people=there, asked=asked)
    done = request.method == "POST" and form.is_valid()
    if done and doors.attempt(form, lambda: _asked(here, row.organisation, form)) is not None:
        return redirect(here.link("board"))
    context = here.frame(row=row, verdict=verdict, form=form, there=there, gone=_gone(row, there))
    return render(request, "reviews/approvals/reviewers.html", context, status=422 if form.errors else 200)


def _asked(here: Seat, organisation: Organisation, form: ReviewersForm) -> list[Reviewer]:
    return services.ask(
        agreement=here.agreement, organisation=organisation, people=form.chosen, by=here.person, at=shared.now()
    )


def _may(here: Seat) -> Any:
    return policies.can_see_through(here.person, here.agreement, here.circulation)


def _gone(row: Any, there: Any) -> list[str]:
    """Asked, and no longer among those who review for the party."""
    return [str(one.person) for one in row.reviewers if one.person not in there]


@require_POST
@login_required
def remind(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    here = seat.take(request, reference)
    organisation = here.row(party).organisation
    doors.perform(
        request,
        lambda: services.remind(agreement=here.agreement, organisation=organisation, by=here.person, at=shared.now()),
        f"{organisation.name} is reminded.",
    )
    return redirect(here.link("board"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    verdict = _may(here)
    if not verdict or here.circulation is None:
        return render(request, "reviews/approvals/extend.html", here.frame(verdict=verdict))
    form = ExtendForm(_data(request), due_on=here.circulation.due_on, on=here.on)
    if request.method == "POST" and form.is_valid():
        act = {"due_on": form.cleaned_data["due_on"], "by": here.person, "at": shared.now()}
        if doors.attempt(form, lambda: services.extend(agreement=here.agreement, **act)) is not None:
            return redirect(here.link("board"))
    context = here.frame(verdict=verdict, form=form)
    return render(request, "reviews/approvals/extend.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def go_on(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    verdict = _may_go_on(here)
    form = ReasonForm(
        _data(request),
        label="Why do you go on without them?",
        hint="Every party can read this. It stays with the agreement.",
    )
    if request.method == "POST" and form.is_valid():
        act = {"reason": form.cleaned_data["reason"], "by": here.person, "at": shared.now()}
        if doors.attempt(form, lambda: services.go_on(agreement=here.agreement, **act)) is not None:
            return redirect(here.link("board"))
    context = here.frame(verdict=verdict, form=form) | _missing(here)
    return render(request, "reviews/approvals/go_on.html", context, status=422 if form.errors else 200)


def _may_go_on(here: Seat) -> Any:
    verdict = _may(here)
    return verdict and policies.can_go_on(here.person, here.agreement, here.board, here.on) if here.board else verdict


def _missing(here: Seat) -> dict[str, Any]:
    """Without whom the lead can go on today, and whom it has to wait for."""
    if here.board is None:
        return {}
    passed = here.board.can_do_without(here.on)
    rows = [{"key": row.organisation.name, "value": row.standing.label} for row in passed]
    waited = [row for row in here.board.missing if row not in passed]
    still = [(row.organisation.name, row.why_not_without(here.board.circulation, here.on)) for row in waited]
    return {"rows": rows, "still": still}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_back(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    form = ReasonForm(
        _data(request),
        label="Why do you take it back?",
        hint="It goes to everybody who was asked, and stands in the agreement's history.",
    )
    if request.method == "POST" and form.is_valid():
        act = {"reason": form.cleaned_data["reason"], "by": here.person, "at": shared.now()}
        if doors.attempt(form, lambda: services.take_back(agreement=here.agreement, **act)) is not None:
            return redirect(here.link("board"))
    verdict = agreements.can_take_back(here.person, here.agreement)
    context = here.frame(verdict=verdict, form=form)
    return render(request, "reviews/approvals/take_back.html", context, status=422 if form.errors else 200)
