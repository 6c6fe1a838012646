"""One review of an agreement that applies: which it is, what each party answered, and on what. Reads only."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from django.db.models import Q

from agreements.models import Agreement, Departure, Version
from parties.models import Organisation
from reviews import schedule, sections
from reviews.choices import Question
from reviews.models import Answer, Plan, Point, Review
from reviews.querysets import REVIEWED
from reviews.querysets_reviewing import ReviewQuerySet

SECTION = "section:"
OPENS_BEFORE = dt.timedelta(days=-min(schedule.BEFORE))
"""Parties answer from the day of the first reminder on, or as soon as the lead starts the review."""


@dataclass(frozen=True)
class Turn:
    """A review by its number, whether or not anybody has opened it yet."""

    agreement: Agreement
    number: int
    due_on: dt.date | None
    review: Review | None
    """None until its first answer, or until the lead starts it."""

    @property
    def opens_on(self) -> dt.date | None:
        """None when parties can answer without waiting for a day."""
        return None if self.review or self.due_on is None else self.due_on - OPENS_BEFORE

    @property
    def applies(self) -> bool:
        return self.agreement.status in REVIEWED

    @property
    def is_concluded(self) -> bool:
        return self.review is not None and not self.review.is_open

    @property
    def is_left_open(self) -> bool:
        """The agreement ended, or was replaced, before anybody concluded it."""
        return not self.is_concluded and not self.applies

    def takes_answers(self, on: dt.date) -> bool:
        return self.applies and not self.is_concluded and (self.opens_on is None or self.opens_on <= on)

    @cached_property
    def version(self) -> Version | None:
        """The text that is looked at."""
        if self.review is not None:
            return self.review.version
        newest: Version | None = self.agreement.versions.order_by("-number").first()
        return newest


def turn_of(agreement: Agreement, number: int, plan: Plan) -> Turn | None:
    """None for a number that is neither a review nor the next one."""
    found = recorded(agreement, number)
    if found is not None:
        return found
    if number == plan.number and agreement.status in REVIEWED:
        return Turn(agreement, number, plan.review_on, None)
    return None


def recorded(agreement: Agreement, number: int) -> Turn | None:
    """One that has been opened, and for which no plan need be known."""
    review = _reviews(agreement).filter(number=number).first()
    return Turn(agreement, number, review.due_on, review) if review is not None else None


def current(agreement: Agreement, plan: Plan) -> Turn:
    """The one that is open, or the next."""
    review = _reviews(agreement).filter(concluded_at=None).first()
    if review is not None:
        return Turn(agreement, review.number, review.due_on, review)
    return Turn(agreement, plan.number, plan.review_on, None)


def concluded(agreement: Agreement) -> list[Review]:
    """The newest first."""
    return list(_reviews(agreement).filter(concluded_at__isnull=False).order_by("-number"))


def last_before(agreement: Agreement, number: int) -> Review | None:
    """The review before it, or the one of the text that this one replaced."""
    found: Review | None = _done(agreement).filter(number__lt=number).order_by("-concluded_at", "-pk").first()
    return found


def reviewed_on(agreement: Agreement) -> dt.date | None:
    """The day on which it was reviewed last, be it under the text that this one replaced."""
    last = _done(agreement).order_by("-concluded_at").values_list("concluded_at", flat=True).first()
    return last.astimezone(schedule.UK).date() if last else None


class State(StrEnum):
    WAITING = "Waiting"
    SAME = "No change"
    CHANGE = "Needs a change"
    LEFT = "Has left"
    SILENT = "Did not answer"


COLOURS = {State.WAITING: "blue", State.SAME: "", State.CHANGE: "amber", State.LEFT: "grey", State.SILENT: "grey"}


@dataclass(frozen=True)
class Row:
    """One party, and the answer that counts."""

    organisation: Organisation
    is_party: bool
    """False for one that answered and has left the agreement since."""
    answer: Answer | None
    points: tuple[Point, ...] = ()
    is_over: bool = False
    """Nobody answers any more."""

    @property
    def changes(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.needs_change)

    @property
    def state(self) -> State:
        if not self.is_party:
            return State.LEFT
        if self.answer is None:
            return State.SILENT if self.is_over else State.WAITING
        return State.CHANGE if self.changes else State.SAME

    @property
    def words(self) -> str:
        count = len(self.changes)
        return f"{self.state} on {count} point{'s' if count > 1 else ''}" if self.state is State.CHANGE else self.state

    def on(self, subject: str) -> Point | None:
        return next((point for point in self.points if point.subject == subject), None)


@dataclass(frozen=True)
class Board:
    turn: Turn
    rows: tuple[Row, ...]

    @property
    def parties(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_party)

    @property
    def waiting(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.state is State.WAITING)

    @property
    def answered(self) -> tuple[Row, ...]:
        return tuple(row for row in self.parties if row.answer is not None)

    def row(self, organisation: int) -> Row | None:
        return next((row for row in self.rows if row.organisation.pk == organisation), None)

    def points(self, subject: str) -> list[tuple[Row, Point]]:
        """What anybody said on it, in the parties' order."""
        return [(row, point) for row in self.rows if (point := row.on(subject))]


def board_of(turn: Turn) -> Board:
    """Four queries, whatever the number of parties."""
    there = parties(turn.agreement)
    answers = _answers(turn.review) if turn.review else {}
    points = _points(answer.pk for answer in answers.values())
    gone = [answer.organisation for answer in answers.values() if answer.organisation not in there]
    is_over = turn.is_concluded or turn.is_left_open
    rows = (Row(one, one not in gone, answers.get(one.pk), is_over=is_over) for one in (*there, *gone))
    return Board(turn, tuple(_with_points(row, points) for row in rows))


def _with_points(row: Row, points: Mapping[int, Sequence[Point]]) -> Row:
    return replace(row, points=tuple(points.get(row.answer.pk, ()))) if row.answer else row


def parties(agreement: Agreement) -> list[Organisation]:
    """In the agreement's order, without those that have left it."""
    gone = Departure.objects.filter(agreement=agreement, left_at__isnull=False).values("organisation")
    rows = agreement.parties.exclude(organisation__in=gone).select_related("organisation").order_by("position")
    return [row.organisation for row in rows]


def answered_by(review: Review, organisation: Organisation) -> Row:
    """What one organisation said in a review."""
    answer = _answers(review).get(organisation.pk)
    return Row(organisation, True, answer, tuple(answer.points.all()) if answer else ())


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that a review asks about: a question, or a section of the text."""

    code: str
    title: str

    @property
    def is_section(self) -> bool:
        return self.code.startswith(SECTION)


def subjects(version: Version) -> tuple[Subject, ...]:
    """The questions, then the sections in the order of the text."""
    asked = tuple(Subject(question.value, str(question.label)) for question in Question)
    known = sections.remembered(version.fingerprint, lambda: version.document)
    return asked + tuple(Subject(f"{SECTION}{one.key}", one.title) for one in known if one.key != sections.SIGNATURES)


def _reviews(agreement: Agreement) -> ReviewQuerySet:
    rows: ReviewQuerySet = Review.objects.filter(agreement=agreement)
    people = rows.select_related("version__agreement", "concluded_by", "opened_by", "campaign")
    return people.defer("version__text")


def _done(agreement: Agreement) -> ReviewQuerySet:
    replaced = Q(agreement__variations__agreement=agreement, agreement__variations__closed_at__isnull=False)
    rows: ReviewQuerySet = Review.objects.concluded().filter(Q(agreement=agreement) | replaced)
    return rows


def _answers(review: Review) -> dict[int, Answer]:
    """By organisation, the newest, which counts."""
    rows = review.answers.select_related("organisation", "person").order_by("pk")
    return {answer.organisation_id: answer for answer in rows}


def _points(answers: Iterable[int]) -> dict[int, list[Point]]:
    found: dict[int, list[Point]] = {}
    for point in Point.objects.filter(answer__in=list(answers)).order_by("pk"):
        found.setdefault(point.answer_id, []).append(point)
    return found
