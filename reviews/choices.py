"""Names and codes of what parties say of a text that they are asked to review."""

from django.db import models


class Outcome(models.TextChoices):
    """What one party says of the text."""

    APPROVE = "approve", "Approved"
    COMMENTS = "comments", "Approved with comments"
    CHANGES = "changes", "Asks for changes"
    LEAVE = "leave", "Not for us"


APPROVING = frozenset({Outcome.APPROVE, Outcome.COMMENTS})
NEEDS_NOTE = frozenset({Outcome.COMMENTS, Outcome.CHANGES, Outcome.LEAVE})


class Standing(models.TextChoices):
    """Where one party stands now: what it said last, against the text as it is."""

    NOT_ASKED = "not_asked", "Not asked"
    WAITING = "waiting", "Waiting"
    APPROVED = "approved", "Approved"
    COMMENTED = "commented", "Approved with comments"
    OUT_OF_DATE = "out_of_date", "Out of date"
    CHANGES = "changes", "Asks for changes"
    LEAVING = "leaving", "Leaving the agreement"


STANDING_COLOURS: dict[Standing, str] = {
    Standing.NOT_ASKED: "grey",
    Standing.WAITING: "blue",
    Standing.APPROVED: "",
    Standing.COMMENTED: "",
    Standing.OUT_OF_DATE: "amber",
    Standing.CHANGES: "red",
    Standing.LEAVING: "amber",
}
"""None means plain text: what is done should not draw the eye."""


class Ending(models.TextChoices):
    """How a circulation ended; blank while it is open."""

    FROZEN = "frozen", "The text was frozen"
    TAKEN_BACK = "taken_back", "Taken back to draft"
    WITHDRAWN = "withdrawn", "The agreement was withdrawn"
