"""The signatory's way to the decision: asked, as whom, read, decide. Nothing changes until something is posted."""

from typing import Any, TypeGuard

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.doors import perform
from signing import binding, brief, closeness, endings, offices, opinions, policies, since
from signing.choices import RequestState
from signing.forms.declaring import BeforeForm, Decision, DecisionForm
from signing.models import Request
from signing.services import rounds
from signing.views import shared

_GET_POST = ["GET", "HEAD", "POST"]


@require_GET
@login_required
def landing(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.to_sign(request, reference)
    asked, person = shared.asked(request, agreement), shared.person(request)
    if asked is None:
        return shared.ended(request, agreement, endings.of_nothing(person, agreement))
    if shared.is_own(request, asked):
        return redirect("signing:done", reference, asked.party_key)
    ending = endings.of(person, asked, timezone.now())
    if ending is not None:
        return shared.ended(request, agreement, ending)
    bindings = binding.of(asked, person, timezone.localdate(), chosen=shared.chosen(request, asked)[0])
    context = shared.frame(
        request,
        agreement,
        asked=asked,
        capacity=bindings.leading.capacity,
        office=_office(bindings),
        bindings=bindings,
        others=shared.others_waiting(request, asked),
    )
    return render(request, "signing/landing.html", context)


@require_POST
@login_required
def start(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.to_sign(request, reference)
    asked = shared.asked(request, agreement)
    if asked is None or asked.state == RequestState.SIGNED:
        return redirect("signing:landing", reference)
    begun = perform(request, lambda: rounds.begin(request=asked, by=shared.person(request), at=timezone.now()))
    return redirect("signing:before" if begun else "signing:landing", reference)


@require_http_methods(_GET_POST)
@login_required
def before(request: HttpRequest, reference: str) -> HttpResponse:
    """As whom the person signs, for whom, and what to do if that is wrong."""
    agreement = shared.to_sign(request, reference)
    asked = shared.asked(request, agreement)
    if not _may_sign(asked, request):
        return shared.not_open(request, agreement, asked)
    person, (authority, rank) = shared.person(request), shared.chosen(request, asked)
    ways = binding.ways(asked, person, timezone.localdate())
    form = BeforeForm(
        request.POST if request.method == "POST" else None,
        asked=asked,
        person=person,
        ways=ways,
        chosen=authority,
        rank=rank,
    )
    if request.method == "POST" and (not form.fields or form.is_valid()):
        said = form.cleaned_data if form.fields else {}
        shared.choose(request, asked, authority=said.get("authority", authority), rank=said.get("rank", ""))
        return redirect("signing:read", reference)
    others = asked.bodies.count() - 1
    context = shared.frame(request, agreement, asked=asked, form=form, ways=ways, others=others)
    context["office"] = offices.of(ways[0]) if len(ways) == 1 else ""
    return render(request, "signing/before.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def read(request: HttpRequest, reference: str) -> HttpResponse:
    """What it commits the party to, on one page; the whole text is one link away."""
    agreement = shared.to_sign(request, reference)
    asked = shared.asked(request, agreement)
    if not _may_sign(asked, request):
        return shared.not_open(request, agreement, asked)
    context = shared.frame(request, agreement, asked=asked, **_brief(asked))
    return render(request, "signing/read.html", context)


def _brief(asked: Request) -> dict[str, Any]:
    version, document = asked.round.version, asked.round.version.document
    keys = list(asked.bodies.values_list("party_key", flat=True))
    states = list(asked.round.requests.exclude(pk=asked.pk).values_list("state", flat=True))
    return {
        "cards": brief.cards(document, asked.party_key, keys),
        "partners": brief.partners(document, [asked.party_key, *keys]),
        "bodies": len(keys),
        "since": since.last_signed(version, document, asked.organisation_id, asked.party_key),
        "opinion": opinions.of(version, asked.organisation_id),
        "signed": states.count(RequestState.SIGNED),
        "total": len(states),
    }


@require_http_methods(_GET_POST)
@login_required
def decision(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.to_sign(request, reference)
    asked = shared.asked(request, agreement)
    if not _may_sign(asked, request):
        return shared.not_open(request, agreement, asked)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["decision"]
        if chosen == Decision.SIGN:
            several = asked.bodies.count() > 1
            return redirect("signing:bodies" if several else "signing:declare", reference)
        return redirect(f"signing:{chosen}", reference, asked.party_key)
    context = shared.frame(request, agreement, asked=asked, form=form)
    return render(request, "signing/decision.html", context, status=422 if form.errors else 200)


@require_GET
@login_required
def bodies(request: HttpRequest, reference: str) -> HttpResponse:
    """Everybody that the one signature binds, and by what right; all or none."""
    agreement = shared.to_sign(request, reference)
    asked = shared.asked(request, agreement)
    if not _may_sign(asked, request):
        return shared.not_open(request, agreement, asked)
    person, chosen = shared.person(request), shared.chosen(request, asked)[0]
    bindings = binding.of(asked, person, timezone.localdate(), chosen=chosen)
    covered = [[one.name, _by_right(one)] for one in bindings.covered]
    lacking = [[one.name, " ".join(one.reasons)] for one in bindings.not_covered]
    also = closeness.also_for(request=asked, person=person)
    context = shared.frame(
        request,
        agreement,
        asked=asked,
        number=len(bindings.all),
        head=["Organisation", "By what right"],
        covered=covered,
        head_lacking=["Organisation", "Why"],
        lacking=lacking,
        also=also,
    )
    return render(request, "signing/bodies.html", context)


@require_GET
@login_required
def others(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything that waits for the person's signature, in the order in which it is due."""
    agreement = shared.to_sign(request, reference)
    waiting = shared.others_waiting(request)
    return render(request, "signing/others.html", shared.frame(request, agreement, waiting=waiting))


def _office(bindings: binding.Bindings) -> str:
    """In which office, and of which body, the person would sign."""
    held = bindings.leading.capacity
    return offices.of(held) if held else ""


def _by_right(one: binding.Binding) -> str:
    held = one.capacity
    assert held is not None
    mandate = held.kind == "mandate"
    return f"{offices.of(held)}, mandate {held.reference}" if mandate else f"{held.office}, your own authority"


def _may_sign(asked: Request | None, request: HttpRequest) -> TypeGuard[Request]:
    """Whether it can be signed now; otherwise the landing page says why not."""
    return asked is not None and bool(policies.can_sign(shared.person(request), asked, timezone.now()))
