"""The life of one agreement: its texts, and the days that mattered or lie ahead."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from agreements.choices import COMPLETE, Status
from agreements.models import Agreement, Departure, Suspension, Transition, Version
from agreements.views import shared
from agreements.workflow import MOVES, Verb
from foundation.templatetags.ui import uk_date
from reviews import events, issues, life_bar
from reviews.life_bar import Fact, Life, Part, Stretch, Text
from reviews.models import Plan, Review

_TOLD = frozenset(Verb) - {Verb.SEND_FOR_REVIEW, Verb.BACK_TO_DRAFT, Verb.START_REVIEW, Verb.KEEP}
"""What the picture shows of the moves; reviews are told with what they concluded."""
_CLOSING = frozenset({Verb.SUPERSEDE, Verb.END, Verb.WITHDRAW})


@require_safe
@login_required
def life(request: HttpRequest, reference: str) -> HttpResponse:
    agreement = shared.find(request, reference)
    picture = of(agreement, shared.today(), shared.person(request))
    context = shared.frame(request, agreement, "reviews:life", **shown(picture))
    return render(request, "reviews/time/life.html", context)


def of(agreement: Agreement, today: dt.date, person: User | None = None) -> Life:
    moves = list(Transition.objects.filter(agreement=agreement).order_by("at", "pk"))
    versions = list(agreement.versions.order_by("number"))
    end = events.last_day(agreement)
    texts = _texts(agreement, versions, moves, today, end)
    facts = [*_moved(agreement, moves), *_reviewed(agreement), *_changed(agreement), *_ahead(agreement, today, end)]
    if person is not None:
        facts += [Fact(timezone.localdate(at), what) for at, what in issues.told(agreement, person)]
    return life_bar.drawn(texts, facts, today)


def _texts(
    agreement: Agreement, versions: list[Version], moves: list[Transition], today: dt.date, end: dt.date | None
) -> list[Text]:
    """Each version from its freezing to the next one's, or to the end; the last one runs on."""
    written = timezone.localdate(agreement.created_at)
    frozen = [timezone.localdate(version.frozen_at) for version in versions]
    closed = _day(moves, _CLOSING) or today
    rows = [Text("Draft", (Stretch(Part.WRITTEN, written, frozen[0] if frozen else closed),))]
    for version, (since, until) in zip(versions, pairwise([*frozen, closed]), strict=True):
        rows.append(Text(f"Version {version.number}", (Stretch(Part.FIXED, since, until),)))
    came = _day(moves, {Verb.COME_INTO_FORCE})
    if came is not None and versions:
        parts = [Stretch(Part.FIXED, frozen[-1], came), Stretch(Part.IN_FORCE, came, closed)]
        if agreement.status in COMPLETE and end is not None and end > today:
            parts.append(Stretch(Part.PLANNED, today, end))
        rows[-1] = Text(rows[-1].name, tuple(parts))
    return rows


def _day(moves: list[Transition], verbs: "frozenset[Verb] | set[Verb]") -> dt.date | None:
    return next((timezone.localdate(move.at) for move in reversed(moves) if move.verb in verbs), None)


def _moved(agreement: Agreement, moves: list[Transition]) -> Iterator[Fact]:
    yield Fact(timezone.localdate(agreement.created_at), "Agreement created")
    for move in moves:
        if move.verb in _TOLD:
            yield Fact(timezone.localdate(move.at), MOVES[Verb(move.verb)].done)


def _reviewed(agreement: Agreement) -> Iterator[Fact]:
    for review in Review.objects.filter(agreement=agreement).concluded():
        said = review.get_conclusion_display().lower()
        yield Fact(timezone.localdate(review.concluded_at), f"Review {review.number} concluded: {said}")


def _changed(agreement: Agreement) -> Iterator[Fact]:
    for pause in Suspension.objects.filter(agreement=agreement):
        yield Fact(pause.from_on, "Sharing paused")
        if pause.lifted_at is not None:
            yield Fact(timezone.localdate(pause.lifted_at), "Sharing goes on")
    for row in Departure.every.filter(agreement=agreement).select_related("organisation"):
        name = row.organisation.name
        yield Fact(timezone.localdate(row.given_at), f"{name} gave notice")
        if row.taken_back_at is not None:
            yield Fact(timezone.localdate(row.taken_back_at), f"{name} stays after all")
        else:
            yield Fact(row.leaves_on, f"{name} {'left' if row.left_at else 'leaves'}")
        if row.rejoined_at is not None:
            yield Fact(timezone.localdate(row.rejoined_at), f"{name} joined again")


def _ahead(agreement: Agreement, today: dt.date, end: dt.date | None) -> Iterator[Fact]:
    if agreement.status not in COMPLETE:
        return
    if agreement.status == Status.SIGNED and agreement.starts_on is not None:
        yield Fact(agreement.starts_on, "Comes into force")
    plan = Plan.objects.filter(agreement=agreement).first()
    day = agreement.review_on or (plan.review_on if plan else None)
    if day is not None:
        yield Fact(day, f"Review {plan.number if plan else 1} {'was due' if day < today else 'is due'}")
    if end is not None:
        yield Fact(end, "Last day in force")


def shown(picture: Life) -> dict[str, Any]:
    """What `reviews/time/_life_bar.html` needs: the picture, what its bars say in words, and its days as a table."""
    return {
        "life": picture,
        "stretches": [
            f"{row.name}: {bar.part.lower()}, from {uk_date(bar.since)} to {uk_date(bar.until)}."
            for row in picture.rows
            for bar in row.bars
        ],
        "head": ["Number", "Day", "What"],
        "rows": [[str(mark.number), uk_date(mark.fact.on), mark.fact.what] for mark in picture.marks],
    }
