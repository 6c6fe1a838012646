"""What every page of a review stands on: the agreement, its plan, the review, and where each party stands."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.models import User
from agreements import services as agreements
from agreements.models import Agreement
from agreements.views import shared
from parties.models import Organisation
from reviews import policies_reviewing as policies
from reviews import reviewing, services, talk
from reviews.reviewing import Board, Turn
from reviews.talk import Talk

PLACE = "reviews:all"


@dataclass(frozen=True)
class Seat:
    request: HttpRequest
    agreement: Agreement
    person: User
    at: dt.datetime
    on: dt.date
    turn: Turn

    @cached_property
    def board(self) -> Board:
        return reviewing.board_of(self.turn)

    @cached_property
    def voices(self) -> list[Organisation]:
        return policies.voices(self.person, [row.organisation for row in self.board.parties])

    @cached_property
    def talk(self) -> Talk | None:
        """What is still open on the text that is to replace the agreement, if one is being made."""
        variation = agreements.open_for(self.agreement)
        return talk.of(variation.agreement, self.person) if variation else None

    def link(self, name: str) -> str:
        return reverse(f"reviews:{name}", args=[self.agreement.reference, self.turn.number])

    def frame(self, **more: Any) -> dict[str, Any]:
        held = {"seat": self, "turn": self.turn, "cancel": self.link("one"), "today": self.on}
        return shared.frame(self.request, self.agreement, PLACE, **held) | more


def take(request: HttpRequest, reference: str, number: int | None = None) -> Seat:
    """404 for whatever the person may not see, and for a review that there is not. Without a number: the next one."""
    agreement, at = shared.find(request, reference), shared.now()
    turn = reviewing.recorded(agreement, number) if number is not None else None
    turn = turn or _planned(agreement, at, number)
    return Seat(request, agreement, shared.person(request), at, shared.today(), turn)


def _planned(agreement: Agreement, at: dt.datetime, number: int | None) -> Turn:
    plan = services.plan_of(agreement, at)
    turn = reviewing.current(agreement, plan) if number is None else reviewing.turn_of(agreement, number, plan)
    if turn is None:
        raise Http404
    return turn
