"""Mandates: asked for by one body, answered by each of the others, ended by the first."""

import datetime as dt
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from foundation.verdicts import Verdict
from parties import register
from parties.authority_rules import Answer
from parties.forms.authority import AnswerForm, MandateForm, ReasonForm
from parties.models import Mandate, Organisation
from parties.policies import registers
from parties.register import BodyEntry, MandateEntry
from parties.services import mandates as services
from parties.views import binding, shared
from parties.views import register_rows as rows
from parties.views.authority import form_page, visible_organisation


@form_page
@binding.page
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = visible_organisation(request, slug)
    user, now = shared.person(request), shared.now()
    if not (verdict := registers.can_add_to(user, organisation, timezone.localdate(now))):
        return shared.refused(request, verdict, organisation)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MandateForm(*data, organisation=organisation, today=timezone.localdate(now))
    act = partial(_propose, user, organisation, form, now)
    if form.is_valid() and (mandate := binding.attempt(request, form, act)):
        messages.success(request, f"We have asked {len(form.bodies)} organisations. You will hear of each answer")
        return redirect(mandate)
    context = {"organisation": organisation, "form": form, "people": form.has_people}
    return render(request, "parties/authority/propose.html", context, status=422 if form.errors else 200)


def _propose(user: User, organisation: Organisation, form: MandateForm, now: dt.datetime) -> Mandate:
    cleaned = form.cleaned_data
    return services.propose(
        organisation=organisation,
        person=cleaned["person"],
        office=cleaned["office"],
        purpose=cleaned["purpose"],
        bodies=form.bodies,
        collective=form.collective,
        scope=form.scope,
        term=form.term,
        evidence=cleaned["evidence"],
        by=user,
        at=now,
    )


@require_safe
@login_required
def show(request: HttpRequest, reference: str) -> HttpResponse:
    user, today = shared.person(request), shared.today()
    entry = _visible(user, reference, today)
    context = {
        "entry": entry,
        "mandate": entry.row,
        "rows": rows.mandate_facts(entry),
        "groups": rows.mandate_groups(entry),
        "usable": rows.usable(entry, today),
        "mine": [_mine(entry, body) for body in entry.bodies if _answers_for(user, body)],
        "may_end": bool(registers.can_end_mandate(user, entry.row, today)),
        "crumbs": _crumbs(user, entry.row),
    }
    return render(request, "parties/authority/mandate.html", context)


@form_page
@binding.page
def answer(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    user, now = shared.person(request), shared.now()
    entry, body = _answered_here(user, reference, slug, timezone.localdate(now))
    if not (verdict := _may_answer(user, entry, body, timezone.localdate(now))):
        return shared.refused(request, verdict, body.organisation)
    name = body.organisation.name
    is_open = body.answer is not Answer.CONFIRMED
    if request.method == "POST" and not is_open:
        return redirect(entry.row)  # pressed twice: the answer stands
    form = AnswerForm(
        request.POST if request.method == "POST" else None, question=f"May {entry.row.person} sign for {name}?"
    )
    if form.is_valid() and binding.attempt(request, form, partial(_say, user, entry.row, body.organisation, form, now)):
        confirmed = form.cleaned_data["answer"] == "confirm"
        messages.success(request, f"{name} has {'confirmed' if confirmed else 'declined'} the mandate")
        return redirect(entry.row)
    context = {
        "entry": entry,
        "body": body,
        "rows": rows.mandate_facts(entry)[1:],
        "form": form,
        "is_open": is_open,
        **rows.answer_words(entry, body),
    }
    return render(request, "parties/authority/answer.html", context, status=422 if form.errors else 200)


def _say(user: User, mandate: Mandate, organisation: Organisation, form: AnswerForm, now: dt.datetime) -> bool:
    if form.cleaned_data["answer"] == "confirm":
        services.confirm(mandate=mandate, organisation=organisation, by=user, at=now)
    else:
        reason = form.cleaned_data["reason"]
        services.decline(mandate=mandate, organisation=organisation, reason=reason, by=user, at=now)
    return True


@form_page
@binding.page
def withdraw(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    user, now = shared.person(request), shared.now()
    entry, body = _answered_here(user, reference, slug, timezone.localdate(now))
    if not (verdict := _may_answer(user, entry, body, timezone.localdate(now))):
        return shared.refused(request, verdict, body.organisation)
    name = body.organisation.name
    form = ReasonForm(request.POST if request.method == "POST" else None, hint="Whoever proposed it will read this")
    verb = partial(services.withdraw, mandate=entry.row, organisation=body.organisation, by=user, at=now)
    if form.is_valid() and binding.attempt(request, form, lambda: _done(verb, form)):
        messages.success(request, f"{entry.row.person} can no longer sign for {name}")
        return redirect(entry.row)
    context = {
        "title": f"Withdraw {name}’s confirmation",
        "back": reverse("parties:mandate", args=[reference]),
        "rows": rows.mandate_facts(entry)[1:5],
        "form": form,
        "warning": f"{entry.row.person} cannot sign for {name} from the moment you confirm. What was signed stands.",
        "button": "Withdraw confirmation",
    }
    return render(request, "parties/authority/end.html", context, status=422 if form.errors else 200)


@form_page
@binding.page
def end(request: HttpRequest, reference: str) -> HttpResponse:
    user, now = shared.person(request), shared.now()
    entry = _visible(user, reference, timezone.localdate(now))
    if not (verdict := registers.can_end_mandate(user, entry.row, timezone.localdate(now))):
        return shared.refused(request, verdict, entry.row.organisation)
    form = ReasonForm(request.POST if request.method == "POST" else None, hint="Every organisation will read this")
    verb = partial(services.end, mandate=entry.row, by=user, at=now)
    if form.is_valid() and binding.attempt(request, form, lambda: _done(verb, form)):
        messages.success(request, f"The mandate has ended. We have told all {entry.tally.asked} organisations")
        return redirect(entry.row)
    context = {
        "title": "End this mandate",
        "back": reverse("parties:mandate", args=[reference]),
        "rows": rows.mandate_facts(entry)[:5],
        "form": form,
        "warning": f"{entry.row.person} cannot sign for any of the {entry.tally.asked} organisations from the moment "
        "you confirm. What was signed stands.",
        "button": "End mandate",
    }
    return render(request, "parties/authority/end.html", context, status=422 if form.errors else 200)


def _done(verb: "partial[None]", form: ReasonForm) -> bool:
    verb(reason=form.cleaned_data["reason"])
    return True


def _visible(user: User, reference: str, today: dt.date) -> MandateEntry:
    get_object_or_404(registers.mandates_seen_by(user), reference=reference)
    return register.mandate(reference, today)


def _answered_here(user: User, reference: str, slug: str, today: dt.date) -> tuple[MandateEntry, BodyEntry]:
    """The mandate and one of its bodies for which the person can answer; anything else is not there."""
    entry = _visible(user, reference, today)
    body = next((body for body in entry.bodies if body.organisation.slug == slug), None)
    if body is None or not registers.can_see(user, body.organisation):
        raise Http404(slug)
    return entry, body


def _may_answer(user: User, entry: MandateEntry, body: BodyEntry, today: dt.date) -> Verdict:
    return registers.can_manage(user, body.organisation) & registers.still_runs(entry.row, today)


def _answers_for(user: User, body: BodyEntry) -> bool:
    return bool(registers.can_manage(user, body.organisation))


def _mine(entry: MandateEntry, body: BodyEntry) -> dict[str, str]:
    """What the person's own organisation has said, and where to change it."""
    name = "mandate_withdraw" if body.answer is Answer.CONFIRMED else "mandate_answer"
    return {
        "name": body.organisation.name,
        "words": body.words,
        "colour": body.colour,
        "href": reverse(f"parties:{name}", args=[entry.row.reference, body.organisation.slug]),
        "action": "Withdraw confirmation" if body.answer is Answer.CONFIRMED else "Answer",
    }


def _crumbs(user: User, mandate: Mandate) -> list[dict[str, str]]:
    crumbs = rows.crumbs(mandate.organisation)
    if registers.can_see(user, mandate.organisation):
        path = reverse("parties:signatories", args=[mandate.organisation.slug])
        crumbs.append({"text": "Signatories and mandates", "href": path})
    return crumbs
