"""Everything that was said about a draft, as a list."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from drafting import policies_discussion as policies
from drafting.choices_discussion import Act, Filter
from drafting.forms.discussion import FilterForm
from drafting.models import Thread
from drafting.views import desk as desks
from drafting.views.desk import Desk
from drafting.views.discussion import seat
from foundation.paging import page_of
from foundation.templatetags.ui import uk_date

AT_ONCE = 50
_HEAD = ("What was said", "Kind", "From", "Seen by", "Last change", "State")
_EMPTY = {
    Filter.OPEN: "No open comments.",
    Filter.NEEDS_ME: "Nothing here waits for you.",
    Filter.SUGGESTIONS: "No suggestions wait for a decision.",
    Filter.BLOCKING: "Nothing holds up the text.",
    Filter.MINE: "You have not started a conversation here.",
    Filter.CLOSED: "No closed comments.",
}


@require_http_methods(["GET", "HEAD"])
@login_required
def index(request: HttpRequest, reference: str) -> HttpResponse:
    here = desks.sit_down(request, reference)
    form = FilterForm({"show": request.GET.get("show", Filter.OPEN), "q": request.GET.get("q", "")})
    seen = seat.rows(here)
    found = _narrowed(here, seen, form.shown).found_by(form.words).defer("before", "quote")
    said = Count("remarks", filter=Q(remarks__act=Act.REPLY))
    page = page_of(found.annotate(replies=said).order_by("-changed_at", "-pk"), request.GET.get("page"), AT_ONCE)
    context = seat.frame(
        here,
        filter=form,
        page=page,
        head=_HEAD,
        rows=[_row(here, thread) for thread in page],
        empty="No comments with these words." if form.words else _EMPTY[form.shown],
        counts=seen.order_by().aggregate(
            open=Count("pk", filter=Q(closed_at=None)),
            blocking=Count("pk", filter=Q(closed_at=None, is_blocking=True)),
            undecided=Count("pk", filter=Q(closed_at=None, kind="suggestion", outcome="")),
        ),
        may_speak=policies.can_speak(here.person, here.agreement),
        may_accept=bool(here.may_fill_in),
    )
    return render(request, "drafting/discussion/list.html", context)


def _narrowed(here: Desk, seen: Any, shown: Filter) -> Any:
    match shown:
        case Filter.NEEDS_ME:
            return seen.needing(here.person)
        case Filter.SUGGESTIONS:
            return seen.undecided()
        case Filter.BLOCKING:
            return seen.blocking()
        case Filter.MINE:
            return seen.filter(by=here.person)
        case Filter.CLOSED:
            return seen.closed()
        case _:
            return seen.open()


def _row(here: Desk, thread: Thread) -> list[Any]:
    section = seat.heading(here, thread)
    replies: int = getattr(thread, "replies", 0)
    count = f"{replies} {'reply' if replies == 1 else 'replies'}"
    link = {"text": seat.summary(thread), "href": seat.Seat(here, thread).link("thread")}
    return [
        link | {"hint": f"{section}: {seat.about(here, thread)}. {count}"},
        thread.get_kind_display(),
        {"text": str(thread.by), "hint": thread.organisation.name},
        seat.audience(thread),
        uk_date(thread.changed_at),
        seat.state(thread),
    ]
