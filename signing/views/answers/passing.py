"""Passing a request on, choosing for somebody who sent it back, and taking it back."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import access
from accounts.roles import OrgPermission
from foundation import doors
from signing import policies_answers as policies
from signing.forms.answering import ChooseForm, PassOnForm
from signing.models import Request
from signing.services import answers
from signing.views import shared
from signing.views.answers import seat


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pass_on(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    asked, person = seat.own(request, reference, party), shared.person(request)
    allowed = policies.can_return(person, asked, timezone.now())
    if not allowed and request.method != "POST":
        return seat.refused(request, asked, allowed, "You cannot pass this on now")
    once = policies.can_pass_on(person, asked, timezone.now())
    candidates = policies.candidates(asked, timezone.localdate()) if once else []
    data = request.POST if request.method == "POST" else None
    form = PassOnForm(data, candidates=candidates, refusal=policies.somebody_else(asked))
    done, status = seat.tried(request, form, asked, lambda: _passed(request, asked, form))
    if done:
        return redirect("signing:answered", reference, party)
    context = seat.frame(request, asked, form=form, candidates=candidates)
    return render(request, "signing/answers/pass_on.html", context, status=status)


def _passed(request: HttpRequest, asked: Request, form: PassOnForm) -> object:
    by, at, text = shared.person(request), timezone.now(), form.cleaned_data["text"]
    to = form.person
    if to is None:
        return answers.not_for_me(request=asked, text=text, by=by, at=at)
    return answers.pass_on(request=asked, to=to, text=text, by=by, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choose(request: HttpRequest, reference: str, slot: str) -> HttpResponse:
    """For administrators of the organisation alone: who is asked there is not for others to settle."""
    asked, person = seat.of_slot(request, reference, slot), shared.person(request)
    if not access.holds(person, OrgPermission.MANAGE_PEOPLE, asked.organisation):
        raise Http404
    allowed = policies.can_choose(person, asked, timezone.now())
    if not allowed and request.method != "POST":
        return seat.refused(request, asked, allowed, "There is nobody to choose now")
    candidates = policies.candidates(asked, timezone.localdate())
    data = request.POST if request.method == "POST" else None
    form = ChooseForm(data, candidates=candidates, refusal=policies.somebody_else(asked))
    done, status = seat.tried(
        request, form, asked, lambda: answers.choose(request=asked, to=form.person, by=person, at=timezone.now())
    )
    if done:
        return redirect("signing:progress", reference)
    return render(request, "signing/answers/choose.html", _choosing(request, asked, form, candidates), status=status)


def _choosing(request: HttpRequest, asked: Request, form: ChooseForm, candidates: object) -> seat.Row:
    slug = asked.organisation.slug
    return seat.frame(
        request,
        asked,
        form=form,
        candidates=candidates,
        said=asked.answers.filter(kind="not_for_me").order_by("-at", "-pk").first(),
        signatories=reverse("parties:signatories", args=[slug]),
        cancel=reverse("signing:progress", args=[seat.agreement_of(asked).reference]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_back(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    asked, person = seat.own(request, reference, party), shared.person(request)
    allowed = policies.can_take_back(person, asked)
    if not allowed and request.method != "POST":
        return seat.refused(request, asked, allowed, "You cannot take this back now")
    if request.method == "POST":
        back = "You are asked to sign this again."
        done = doors.perform(request, lambda: answers.take_back(request=asked, by=person, at=timezone.now()), back)
        return redirect("signing:landing", reference) if done else redirect("signing:answered", reference, party)
    cancel = reverse("signing:answered", args=[reference, party])
    return render(request, "signing/answers/take_back.html", seat.frame(request, asked, cancel=cancel))
