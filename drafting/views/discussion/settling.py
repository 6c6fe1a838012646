"""Closing a conversation, opening it again, and showing a note to all parties."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agreements.views import shared
from drafting import policies_discussion as policies
from drafting.choices_discussion import Act
from drafting.forms.discussion import CloseForm
from drafting.services import discussion as services
from drafting.views.discussion import seat
from foundation import doors


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: HttpRequest, reference: str, thread: uuid.UUID) -> HttpResponse:
    here = seat.take(request, reference, thread)
    person = here.desk.person
    data = request.POST if request.method == "POST" else None
    form = CloseForm(data, required=policies.needs_reason(person, here.thread))
    if data is not None and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = doors.attempt(
            form, lambda: services.close(thread=here.thread, by=person, at=shared.now(), reason=reason)
        )
        if done is not None:
            return redirect(here.thread)
    context = here.frame(
        form=form,
        verdict=policies.can_close(person, here.thread, here.desk.on),
        rows=[{"key": seat.about(here.desk, here.thread), "value": seat.summary(here.thread)}],
        cancel=here.link("thread"),
    )
    return render(request, "drafting/discussion/close.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def reopen(request: HttpRequest, reference: str, thread: uuid.UUID) -> HttpResponse:
    here = seat.take(request, reference, thread)
    doors.perform(
        request,
        lambda: services.reopen(thread=here.thread, by=here.desk.person, at=shared.now()),
        "The conversation is open again.",
    )
    return redirect(here.thread)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def share(request: HttpRequest, reference: str, thread: uuid.UUID) -> HttpResponse:
    here = seat.take(request, reference, thread)
    if request.method == "POST":
        doors.perform(
            request,
            lambda: services.share(thread=here.thread, by=here.desk.person, at=shared.now()),
            "All parties can see this now.",
        )
        return redirect(here.thread)
    replies = here.thread.remarks.filter(act=Act.REPLY).count()
    rows = [
        {"key": "What you wrote", "value": seat.summary(here.thread)},
        {"key": "Replies that become visible with it", "value": str(replies)},
    ]
    verdict = policies.can_share(here.desk.person, here.thread)
    context = here.frame(verdict=verdict, rows=rows, cancel=here.link("thread"))
    return render(request, "drafting/discussion/share.html", context)
