"""Declining to sign, and asking once more."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import access
from accounts.roles import OrgPermission
from foundation import doors
from signing import consequences
from signing import policies_answers as policies
from signing.choices import DeclineReason, SeenBy
from signing.forms.answering import DeclineForm
from signing.models import Request
from signing.services import answers
from signing.views import shared
from signing.views.answers import seat


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decline(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    asked, person = seat.own(request, reference, party), shared.person(request)
    allowed = policies.can_decline(person, asked, timezone.now())
    if not allowed and request.method != "POST":
        return seat.refused(request, asked, allowed, "You cannot decline this now")
    form = DeclineForm(request.POST if request.method == "POST" else None)
    done, status = seat.tried(request, form, asked, lambda: _declined(request, asked, form))
    if done:
        return redirect("signing:answered", reference, party)
    context = seat.frame(request, asked, form=form, consequence=consequences.of_declining(asked))
    return render(request, "signing/answers/decline.html", context, status=status)


def _declined(request: HttpRequest, asked: Request, form: DeclineForm) -> object:
    typed = form.cleaned_data
    return answers.decline(
        request=asked,
        reason=DeclineReason(typed["reason"]),
        text=typed["text"],
        seen_by=SeenBy(typed["seen_by"]),
        by=shared.person(request),
        at=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask_again(request: HttpRequest, reference: str, slot: str) -> HttpResponse:
    asked, person = seat.of_slot(request, reference, slot), shared.person(request)
    allowed = policies.can_ask_again(person, asked)
    if not allowed and request.method != "POST":
        status = 0 if access.holds(person, OrgPermission.DRAFT, seat.agreement_of(asked).lead) else 403
        return seat.refused(request, asked, allowed, "You cannot ask this party again", status)
    if request.method == "POST":
        again = f"We have asked {asked.organisation.name} again."
        doors.perform(request, lambda: answers.ask_again(request=asked, by=person, at=timezone.now()), again)
        return redirect("signing:progress", reference)
    said = asked.answers.filter(kind="declined").order_by("-at", "-pk").first()
    cancel = reverse("signing:progress", args=[reference])
    context = seat.frame(request, asked, said=said, cancel=cancel)
    return render(request, "signing/answers/ask_again.html", context)
