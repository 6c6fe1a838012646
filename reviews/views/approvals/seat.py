"""What every page of a review stands on: the agreement, its newest circulation, and where each party stands."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.models import User
from agreements import assembly
from agreements.models import Agreement
from agreements.views import shared
from dsaformat.document import AgreementDocument
from parties.models import Organisation
from reviews import board as boards
from reviews import policies
from reviews.board import Board, Row
from reviews.models import Circulation


@dataclass(frozen=True)
class Seat:
    request: HttpRequest
    agreement: Agreement
    person: User
    on: dt.date

    @cached_property
    def newest(self) -> Circulation | None:
        """The open one, or the one that ended last."""
        return boards.newest_of(self.agreement)

    @cached_property
    def circulation(self) -> Circulation | None:
        """In which parties can decide now."""
        found = self.newest
        return found if found is not None and found.is_open and self.agreement.status == "in_review" else None

    @cached_property
    def board(self) -> Board | None:
        return boards.of(self.circulation, self.agreement) if self.circulation else None

    @cached_property
    def document(self) -> AgreementDocument:
        return self.board.document if self.board else assembly.assemble(self.agreement)

    @cached_property
    def voices(self) -> list[Organisation]:
        return policies.voices(self.person, self.agreement)

    @property
    def digest(self) -> str:
        return boards.digest_of(self.agreement, self.document)

    def own_rows(self) -> list[Row]:
        """Where the parties stand for which this person decides."""
        mine = {one.pk for one in self.voices}
        return [row for row in self.board.rows if row.organisation.pk in mine] if self.board else []

    def row(self, slug: str) -> Row:
        """404 for what is no party of this review."""
        rows = self.board.rows if self.board else ()
        found = next((row for row in rows if row.organisation.slug == slug), None)
        if found is None:
            raise Http404
        return found

    def link(self, name: str, *parts: str) -> str:
        return reverse(f"reviews:{name}", args=[self.agreement.reference, *parts])

    def frame(self, **more: Any) -> dict[str, Any]:
        board = {"seat": self, "board": self.board, "circulation": self.circulation, "cancel": self.link("board")}
        return shared.frame(self.request, self.agreement, "reviews:board", today=self.on, **board) | more


def take(request: HttpRequest, reference: str) -> Seat:
    """404 for whatever the person may not see."""
    return Seat(request, shared.find(request, reference), shared.person(request), shared.today())
