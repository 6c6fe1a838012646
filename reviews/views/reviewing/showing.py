"""The reviews of one agreement, and one of them, for everybody in the agreement."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from agreements.models import Variation
from foundation.templatetags.ui import uk_date, uk_datetime
from reviews import policies_reviewing as policies
from reviews import reviewing, reviewing_since
from reviews.choices import Conclusion
from reviews.models import Review
from reviews.reviewing import COLOURS, Row, State
from reviews.views import issues as logged
from reviews.views.reviewing import questions, seat
from reviews.views.reviewing.seat import Seat

HEAD = ("Party", "State", "Answered")
HEAD_PAST = ("Review", "Concluded", "Outcome", "Next review")


@require_http_methods(["GET", "HEAD"])
@login_required
def all_reviews(request: HttpRequest, reference: str) -> HttpResponse:
    here = seat.take(request, reference)
    past = reviewing.concluded(here.agreement)
    context = here.frame(
        head=HEAD_PAST,
        rows=[_past(here, review) for review in past],
        may_start=here.turn.review is None and bool(policies.can_start(here.person, here.agreement, here.turn)),
        link=here.link("one"),
    )
    if here.turn.applies:
        context |= _to_do(here)
    return render(request, "reviews/reviewing/all.html", context)


def _past(here: Seat, review: Review) -> list[Any]:
    link = reverse("reviews:one", args=[here.agreement.reference, review.number])
    return [
        {"text": f"Review {review.number}", "href": link, "hint": review.asked_shortly},
        {"text": uk_date(review.concluded_at), "hint": str(review.concluded_by or "The people who run this portal")},
        Conclusion(review.conclusion).label,
        uk_date(review.next_on) or "–",
    ]


def _to_do(here: Seat) -> dict[str, Any]:
    """What this person can do in the review that is open or due, and what waits for them."""
    mine = {one.pk for one in here.voices}
    own = [row for row in here.board.parties if row.organisation.pk in mine]
    open_ = bool(policies.is_open(here.turn, here.on))
    return {
        "board": here.board,
        "may_answer": open_ and bool(own),
        "waits_for": [row.organisation.name for row in own if row.state is State.WAITING] if open_ else [],
        "may_conclude": bool(policies.can_conclude(here.person, here.turn, here.on)),
        "progress_label": f"{len(here.board.answered)} of {len(here.board.parties)} parties have answered",
    }


@require_http_methods(["GET", "HEAD"])
@login_required
def one(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    here = seat.take(request, reference, number)
    version = here.turn.version
    context = here.frame(
        head=HEAD,
        rows=[_party(row) for row in here.board.rows],
        questions=list(questions.of(here)),
        version=version,
        review=here.turn.review,
        talk=here.talk if here.turn.applies else None,
        **_outcome(here),
        may_start=here.turn.review is None and bool(policies.can_start(here.person, here.agreement, here.turn)),
        is_early=policies.is_early(here.turn, here.at),
        **_to_do(here),
    )
    if version is not None and here.turn.applies and not here.turn.is_concluded:
        context["since"] = reviewing_since.of(here.agreement, version, on=here.on)
        context |= logged.since(here.agreement, here.person, here.on, before=here.turn.number)
    return render(request, "reviews/reviewing/one.html", context)


def _party(row: Row) -> list[Any]:
    state = {"text": row.words, "tag": COLOURS[row.state]}
    if row.answer is None:
        return [row.organisation.name, state, "–"]
    hint = f"{row.answer.person}, for several agreements at once" if row.answer.together else str(row.answer.person)
    return [row.organisation.name, state, {"text": uk_datetime(row.answer.at), "hint": hint}]


def _outcome(here: Seat) -> dict[str, Any]:
    review = here.turn.review
    if review is None or review.is_open:
        return {}
    changed = review.conclusion == Conclusion.CHANGE
    new = Variation.objects.filter(replaces=here.agreement).select_related("agreement").first() if changed else None
    return {"conclusion": Conclusion(review.conclusion).label, "new": new.agreement if new else None}
