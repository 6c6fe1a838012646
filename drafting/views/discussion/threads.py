"""One conversation, with what can be done about it."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from agreements.views import shared
from drafting import askable, discussion
from drafting import policies_discussion as policies
from drafting.forms.discussion import ReplyForm
from drafting.services import discussion as services
from drafting.views.discussion import seat
from drafting.views.discussion.seat import Seat
from dsaformat import redline
from foundation import doors

LINES = 300
"""A conversation longer than this shows its newest lines."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def thread(request: HttpRequest, reference: str, thread: uuid.UUID) -> HttpResponse:
    here = seat.take(request, reference, thread)
    verdict = policies.can_reply(here.desk.person, here.thread)
    form = _form(request, here) if here.voices else None
    if request.method == "POST" and verdict and form is not None and form.is_valid():
        said = doors.attempt(form, lambda: _said(here, form))
        if said is not None:
            return redirect(here.thread)
    context = here.frame(
        form=form,
        may_reply=verdict,
        about=seat.about(here.desk, here.thread),
        state=seat.state(here.thread),
        audience=seat.audience(here.thread),
        facts=_facts(here),
        lines=_lines(here),
        suggestion=_suggestion(here) if here.thread.is_suggestion else None,
        acts=_acts(here),
        refused=request.method == "POST" and not verdict,
    )
    failed = form is not None and form.errors
    status = 409 if context["refused"] else 422 if failed else 200
    return render(request, "drafting/discussion/thread.html", context, status=status)


def _form(request: HttpRequest, here: Seat) -> ReplyForm:
    data = request.POST if request.method == "POST" else None
    people = askable.people(here.desk.person, here.desk.agreement, only_for=here.thread.only_for)
    return ReplyForm(data, voices=here.voices, people=people)


def _said(here: Seat, form: ReplyForm) -> Any:
    return services.reply(
        thread=here.thread,
        text=form.cleaned_data["text"],
        organisation=form.speaker if not here.thread.only_for else here.thread.only_for,
        person=form.named,
        by=here.desk.person,
        at=shared.now(),
    )


def _facts(here: Seat) -> list[dict[str, Any]]:
    thread = here.thread
    asked = ", ".join(filter(None, (str(thread.asked_person or ""), thread.asked.name if thread.asked else "")))
    rows: list[tuple[str, Any]] = [
        ("State", seat.state(thread)),
        ("Seen by", seat.audience(thread)),
    ]
    if asked:
        rows.append(("Who should answer", asked))
    if thread.is_blocking and thread.expires_on:
        day = f"{thread.expires_on.day} {thread.expires_on:%B %Y}"
        passed = discussion.has_expired(thread.expires_on, here.desk.on)
        hint = "This day has passed: the lead organisation can close it with a reason." if passed else ""
        rows.append(("Holds up the text until", {"text": day, "hint": hint}))
    if not thread.is_open:
        because = thread.closed_because or "No reason was given"
        rows.append(("Closed", {"text": because, "hint": f"by {thread.closed_by}" if thread.closed_by else ""}))
    return [{"key": key, "value": value} for key, value in rows]


def _lines(here: Seat) -> list[Any]:
    newest = here.thread.remarks.select_related("by", "organisation", "mentioned").order_by("-at", "-pk")[:LINES]
    return list(reversed(newest))


def _suggestion(here: Seat) -> dict[str, Any]:
    thread = here.thread
    changed = thread.is_undecided and not here.fits
    return {
        "runs": redline.redline(thread.before, thread.proposed),
        "changed": changed,
        "current": here.passage.text if changed else "",
        "since": redline.redline(thread.before, here.passage.text) if changed else (),
    }


def _acts(here: Seat) -> dict[str, Any]:
    """What this person can do here now; the pages ask again."""
    person, thread = here.desk.person, here.thread
    return {
        "decide": thread.is_suggestion and bool(here.may_decide),
        "close": bool(policies.can_close(person, thread, here.desk.on)),
        "reopen": bool(policies.can_reopen(person, thread)),
        "share": thread.is_internal and bool(policies.can_share(person, thread)),
    }
