"""What a review asks, with what the parties said on each."""

from collections.abc import Iterator
from typing import Any

from reviews import reviewing
from reviews.reviewing import Subject
from reviews.views.reviewing.seat import Seat


def of(here: Seat) -> Iterator[dict[str, Any]]:
    """Every question, and every section on which somebody said something; with who said what."""
    if here.turn.version is None:
        return
    answered = len(here.board.answered)
    said = {point.subject for row in here.board.rows for point in row.points}
    for subject in reviewing.subjects(here.turn.version):
        if not subject.is_section or subject.code in said:
            yield _question(here, subject, answered)


def asking_for_change(here: Seat) -> list[dict[str, Any]]:
    return [one for one in of(here) if one["changes"]]


def _question(here: Seat, subject: Subject, answered: int) -> dict[str, Any]:
    points = here.board.points(subject.code)
    changes = sum(point.needs_change for _, point in points)
    words = f"{changes} of {answered} say{'s' if changes == 1 else ''} that it needs a change"
    if not answered:
        words = "Nobody has answered yet"
    elif not changes:
        words = "No change needed"
    notes = [{"name": row.organisation.name, "needs_change": one.needs_change, "note": one.note} for row, one in points]
    return {"title": subject.title, "words": words, "changes": changes, "notes": notes}
