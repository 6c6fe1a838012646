"""Sending a version for signature: choosing, checking, sending; and choosing again while it is out."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements import services as agreements
from agreements.choices import Status
from agreements.models import Agreement, Version
from dsaformat.choices import Force
from foundation import doors
from foundation.verdicts import Refused, Verdict
from parties.capacities import Capacity
from parties.models import Organisation
from signing import again, board, planning, policies, quorum
from signing.choices import RoundState, Route
from signing.forms import AskForm, ChangeForm, Place
from signing.models import Round
from signing.planning import Plan, Terms
from signing.services import rounds
from signing.services.rounds import CHANGEABLE
from signing.views import shared

STOPPED = "You cannot ask for signatures now"
_STEPS = ("csrfmiddlewaretoken", "send", "change")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.agreement(request, reference)
    round_ = Round.objects.latest_of(agreement)
    if round_ is not None and round_.state == RoundState.OPEN and agreement.status != Status.AGREED:
        return _change(request, agreement, round_)
    allowed = policies.can_ask(shared.person(request), agreement)
    if not allowed:
        return shared.stopped(request, agreement, allowed, STOPPED)
    version = agreements.current_version(agreement)
    try:
        organisations = rounds.organisations_of(version)
    except Refused as refused:
        return shared.stopped(request, agreement, Verdict(refused.reasons), STOPPED)
    return _asking(request, agreement, version, organisations)


def _asking(
    request: HttpRequest, agreement: Agreement, version: Version, organisations: Mapping[str, Organisation]
) -> HttpResponse:
    today, document = timezone.localdate(), version.document
    of_party = policies.eligible(version, organisations, today)
    places, eligible = _places(version, organisations, of_party)
    may_continue = again.of(version).rule.rule is Force.QUORUM
    form = AskForm(request.POST or None, places=places, eligible=eligible, today=today, may_continue=may_continue)
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        if "send" in request.POST and _opened(request, form, version):
            return redirect("signing:progress", agreement.reference)
        plan = planning.make(version, form.signatories(), _terms(form), today)
        if not form.errors and _fits(form, plan):
            return _check(request, agreement, version, form, plan)
    names = {party.key: party.name for party in document.parties}
    context = shared.frame(
        request,
        agreement,
        version=version,
        form=form,
        lacking=_lacking(form),
        given=[one.organisation.name for one in planning.given(version).values()],
        rule=again.rule_words(version, names, len(organisations)),
    )
    return render(request, "signing/ask.html", context, status=422 if form.errors else 200)


def _fits(form: AskForm, plan: Plan) -> bool:
    """Whether it could be sent like this; if not, the form says every reason."""
    for reason in plan.verdict.reasons:
        form.add_error(None, reason)
    return bool(plan.verdict)


def _places(
    version: Version, organisations: Mapping[str, Organisation], of_party: Mapping[str, list[Capacity]]
) -> tuple[list[Place], dict[str, list[Capacity]]]:
    """Each signature that somebody must give, and each body that may need one of its own; with who could."""
    rows, given = again.of(version).rows, planning.given(version)
    own, parties = {row.name for row in rows}, set()
    places: list[Place] = []
    for row in rows:
        if row.name not in given:
            others = tuple(organisations[key].name for key in row.others)
            further = row.party in parties
            places.append(Place(row.name, organisations[row.party], row.route, others, row.person, is_further=further))
        parties.add(row.party)
    for row in rows:
        able = {capacity.person_id for capacity in of_party[row.party]}
        for key in row.others:
            covering = {capacity.person_id for capacity in of_party[key]}
            if key not in own and row.name not in given and not (able and able <= covering):
                own.add(key)
                places.append(Place(key, organisations[key], instead_of=organisations[row.party].name))
    party = {row.name: row.party for row in rows}
    return places, {place.name: of_party[party.get(place.name, place.name)] for place in places}


def _terms(form: AskForm) -> Terms:
    return Terms(
        stages=form.stages,
        on_paper=form.on_paper,
        reviewed_first=bool(form.cleaned_data.get("reviewed_first")),
        on_decline=form.on_decline,
    )


def _opened(request: HttpRequest, form: AskForm, version: Version) -> bool:
    opened = doors.attempt(
        form,
        lambda: rounds.open_round(
            version=version,
            signatories=form.signatories(),
            sign_by=form.cleaned_data["sign_by"],
            terms=_terms(form),
            by=shared.person(request),
            at=timezone.now(),
        ),
    )
    return opened is not None


def _check(request: HttpRequest, agreement: Agreement, version: Version, form: AskForm, plan: Plan) -> HttpResponse:
    """Everything once more before anybody is mailed. What was chosen travels with the page."""
    terms, document = _terms(form), version.document
    names = {party.key: party.name for party in document.parties}
    total = len({key for one in plan.requests for key, _ in one.bodies})
    several = len({one.stage for one in plan.requests}) > 1
    context = shared.frame(
        request,
        agreement,
        version=version,
        kept=[(name, value) for name in request.POST if name not in _STEPS for value in request.POST.getlist(name)],
        head=["Organisation", "Who may sign", "Asked"],
        rows=[_planned(one, terms, several) for one in plan.requests],
        twice=_twice(plan),
        sign_by=form.cleaned_data["sign_by"],
        reviewed_first=terms.reviewed_first,
        on_decline=terms.on_decline.label if "on_decline" in form.fields else "",
        rule=again.rule_words(version, names, total),
    )
    return render(request, "signing/ask_check.html", context)


def _planned(one: planning.Planned, terms: Terms, several: bool) -> list[Any]:
    more = [place.name for key, place in one.bodies if key != one.party]
    bound = f"Also binds {quorum.joined(more)}" if more else ""
    who = " or ".join(str(person) for person in one.people) or "Nobody in the portal"
    return [
        {"text": one.organisation.legal_name, "hint": bound},
        {"text": who, "hint": ". ".join(filter(None, (_way(one), one.note)))},
        _when(one, terms, several),
    ]


def _way(one: planning.Planned) -> str:
    return "" if one.route == Route.PORTAL else one.route.label


def _when(one: planning.Planned, terms: Terms, several: bool) -> str:
    if one.signed is not None:
        return "Has signed this text already"
    if not one.people:
        return "Nobody gets an email"
    after = "after those who sign first" if several and one.stage > 1 else "at once"
    return f"{after}, when its reviewer agrees".capitalize() if terms.reviewed_first else after.capitalize()


def _twice(plan: Plan) -> list[str]:
    """Who would sign for two parties: allowed, and said aloud."""
    parties: dict[str, set[str]] = {}
    for one in plan.requests:
        for person in one.people[:1]:
            parties.setdefault(str(person), set()).add(one.organisation.name)
    return [f"{person} signs for {quorum.joined(sorted(own))}." for person, own in parties.items() if len(own) > 1]


def _change(request: HttpRequest, agreement: Agreement, round_: Round) -> HttpResponse:
    """While signatures are outstanding the same page asks somebody else, or sets another last day."""
    allowed = policies.can_amend(shared.person(request), round_)
    if not allowed:
        return shared.stopped(request, agreement, allowed, STOPPED)
    only = request.GET.get("only", "")
    rows = board.of(round_).rows(shared.person(request), timezone.localdate())
    rows = [row for row in rows if row.request.state in CHANGEABLE and only in ("", row.name)]
    places = [Place(row.name, row.request.organisation, Route(row.request.route), tuple(row.others)) for row in rows]
    eligible = policies.eligible(
        round_.version, {row.name: row.request.organisation for row in rows}, timezone.localdate()
    )
    now = {place.field: _asked_now(row) for place, row in zip(places, rows, strict=True)}
    form = ChangeForm(
        request.POST or None,
        places=places,
        eligible=eligible,
        today=timezone.localdate(),
        initial=now | {"sign_by": round_.sign_by_on},
    )
    if request.method == "POST" and form.is_valid() and _amended(request, form, round_):
        return redirect("signing:progress", agreement.reference)
    context = shared.frame(request, agreement, version=round_.version, form=form, lacking=_lacking(form), round=round_)
    return render(request, "signing/ask.html", context, status=422 if form.errors else 200)


def _asked_now(row: board.Row) -> list[int]:
    first = [row.request.signatory_id] if row.request.signatory_id else []
    return [*first, *(alternate.person_id for alternate in row.request.alternates.all())]


def _amended(request: HttpRequest, form: ChangeForm, round_: Round) -> bool:
    amended = doors.attempt(
        form,
        lambda: rounds.amend(
            round_=round_,
            signatories=form.signatories(),
            sign_by=form.cleaned_data["sign_by"],
            by=shared.person(request),
            at=timezone.now(),
        ),
    )
    return amended is not None


def _lacking(form: AskForm) -> list[str]:
    """Parties for which nobody could be asked, unless they sign outside the portal."""
    return [
        place.organisation.name
        for place in form.places.values()
        if place.route == Route.PORTAL and not place.instead_of and not form.fields[place.field].choices  # type: ignore[attr-defined]
    ]
