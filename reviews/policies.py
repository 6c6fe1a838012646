"""Who may send a text round, decide on it and see it through, and why not. To see the board is to see the agreement."""

import datetime as dt
from typing import TYPE_CHECKING

from accounts import access
from accounts.roles import OrgPermission
from agreements.models import Agreement
from foundation.verdicts import Verdict
from parties.models import Organisation
from reviews import askable, standing
from reviews.board import Board
from reviews.models import Circulation

if TYPE_CHECKING:
    from accounts.models import User

_CLOSED = "The text is not in review, so nothing can be decided on it now."


def voices(person: "User", agreement: Agreement) -> list[Organisation]:
    """The parties for which the person can decide."""
    mine = access.organisation_ids(person, OrgPermission.REVIEW)
    return [one for one in askable.parties(agreement) if one.pk in mine] if mine else []


def can_decide(person: "User", agreement: Agreement, circulation: Circulation | None) -> Verdict:
    """Whoever reviews for a party, asked by name or not, while the text is in review."""
    return Verdict.unless(circulation is not None and circulation.is_open, _CLOSED) & Verdict.unless(
        voices(person, agreement),
        "Only reviewers and data protection officers of a party can decide. You can read what they decide.",
    )


def can_see_through(person: "User | None", agreement: Agreement, circulation: Circulation | None) -> Verdict:
    """Remind, give more time, ask somebody else: the lead's officers, while the text is in review."""
    return leads(person, agreement) & Verdict.unless(
        circulation is not None and circulation.is_open, "The text is not in review."
    )


def can_go_on(person: "User | None", agreement: Agreement, board: Board, on: dt.date) -> Verdict:
    """Without what is missing, with a reason: a silent party once the due date has passed, a block once it ran out."""
    reasons = [
        f"{row.organisation.name}: {why}"
        for row in board.missing
        if (why := row.why_not_without(board.circulation, on))
    ]
    nothing = Verdict.unless(board.missing, "Nothing is missing. The text can be frozen.")
    late = Verdict.unless(
        board.can_do_without(on) or not reasons, "Nobody can be passed over yet. " + " ".join(reasons)
    )
    return can_see_through(person, agreement, board.circulation) & nothing & late


def can_extend(circulation: Circulation, due_on: dt.date, on: dt.date) -> Verdict:
    """To a later day than now named, and not for ever."""
    first = max(on, circulation.due_on) + dt.timedelta(days=1)
    return Verdict.unless(due_on >= first, f"Choose {standing.long(first)} or a later day.") & due_soon(due_on, on)


def due_soon(due_on: dt.date, on: dt.date) -> Verdict:
    last = on + standing.LONGEST
    return Verdict.unless(
        on < due_on <= last, f"The due date must be after today and on or before {standing.long(last)}."
    )


def leads(person: "User | None", agreement: Agreement) -> Verdict:
    # Nobody is the operator at the command line, who has the database anyway.
    allowed = person is None or access.holds(person, OrgPermission.DRAFT, agreement.lead)
    return Verdict.unless(allowed, f"Only information governance officers of {agreement.lead.name} can do this.")
