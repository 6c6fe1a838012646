"""What these pages have in common: the person's own request, the frame, and the page that says why not."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement
from foundation import doors
from foundation.templatetags.ui import uk_date
from foundation.verdicts import Verdict
from parties.policies import authority
from signing.choices import WAITING, RoundState
from signing.models import Request
from signing.views import shared

Row = dict[str, Any]


def own(request: HttpRequest, reference: str, party: str) -> Request:
    """What the person is asked to sign for that party, or was: the newest. 404 for anybody else's."""
    person = shared.person(request)
    put_to = Request.objects.put_to(person).order_by().values("pk")
    mine = Q(pk__in=put_to) | Q(passed_from=person) | Q(answers__person=person) | Q(signatures__person=person)
    return _newest(request, _within_reach(request, reference).filter(mine, party_key=party))


def of_slot(request: HttpRequest, reference: str, slot: str) -> Request:
    """One signature of the agreement's newest round, for those who see the agreement."""
    agreement = shared.agreement(request, reference)
    rows = Request.objects.filter(round__version__agreement=agreement, slot=slot)
    return _newest(request, rows)


def _within_reach(request: HttpRequest, reference: str) -> QuerySet[Request]:
    """Requests of an agreement that the person sees, or of organisations that they may bind from outside."""
    rows: QuerySet[Request] = Request.objects.filter(round__version__agreement__reference=reference)
    if Agreement.objects.visible_to(request.user).filter(reference=reference).exists():
        return rows
    held = authority.capacities(person=shared.person(request), on=timezone.localdate())
    return rows.filter(organisation__in={body.pk for capacity in held for body in capacity.covered})


def _newest(request: HttpRequest, rows: QuerySet[Request]) -> Request:
    rows = rows.select_related(
        "round__version__agreement__lead", "organisation", "signatory", "passed_from", "live"
    ).distinct()
    found = sorted(rows, key=lambda one: (one.round.opened_at, _is_mine(request, one), one.pk))
    if not found:
        raise Http404
    return found[-1]


def _is_mine(request: HttpRequest, one: Request) -> bool:
    return one.state in WAITING and one.signatory_id == shared.person(request).pk


def agreement_of(asked: Request) -> Agreement:
    agreement: Agreement = asked.round.version.agreement
    return agreement


def rows(asked: Request) -> list[Row]:
    """What is affected, as a summary list."""
    version = asked.round.version
    return [
        {"key": "Agreement", "value": {"text": version.agreement.title, "hint": f"version {version.number}"}},
        {"key": "For", "value": asked.organisation.legal_name},
        {"key": "Sign by", "value": uk_date(asked.sign_by_on)},
    ]


def frame(request: HttpRequest, asked: Request, **more: Any) -> Row:
    agreement = agreement_of(asked)
    base: Row = {"asked": asked, "rows": rows(asked), "cancel": reverse("signing:landing", args=[agreement.reference])}
    return shared.frame(request, agreement, **(base | more))


def refused(request: HttpRequest, asked: Request, verdict: Verdict, title: str, status: int = 0) -> HttpResponse:
    """It is not possible (any more), and why: 410 when the round is over, 409 when something else came first."""
    mine = Request.objects.put_to(shared.person(request)).filter(pk=asked.pk).exists()
    context = frame(request, asked, reasons=verdict.reasons, title=title, mine=mine)
    return render(request, "signing/answers/refused.html", context, status=status or moved_on(asked))


def moved_on(asked: Request) -> int:
    asked.round.refresh_from_db(fields=["state"])
    return 409 if asked.round.state == RoundState.OPEN else 410


def tried(request: HttpRequest, form: Form, asked: Request, act: Callable[[], object]) -> tuple[bool, int]:
    """Whether it is done; and how to answer with the page again, if not. What was typed stays in the form."""
    if request.method != "POST":
        return False, 200
    if not form.is_valid():
        return False, 422
    return doors.attempt(form, act) is not None, moved_on(asked)
