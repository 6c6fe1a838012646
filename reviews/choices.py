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


class Conclusion(models.TextChoices):
    """What the lead makes of a review of an agreement that applies."""

    KEEP = "keep", "Continue unchanged"
    CHANGE = "change", "Change it"
    END = "end", "End it"


class CampaignKind(models.TextChoices):
    """Why several agreements are reviewed together."""

    PERIOD = "period", "Everything due in a period"
    LAW = "law", "A change in the law"
    TEMPLATE = "template", "Agreements made from one template"
    CHOSEN = "chosen", "Agreements chosen one by one"


class Question(models.TextChoices):
    """What a review asks of every party (D-8, E-10)."""

    PURPOSES = "purposes", "Are the purposes still relevant, and is each still the party’s own?"
    SCOPE = "scope", "Is the scope right: does it cover what is shared, and no more?"
    BENEFITS = "benefits", "Are the benefits that were expected being seen?"
    SECURITY = "security", "Are the security arrangements effective?"
    LAW = "law", "Has any law that it stands on changed?"
    PARTIES = "parties", "Have the parties changed?"


class Severity(models.TextChoices):
    """How bad an issue is for those whom the data is about, and for the parties."""

    HIGH = "high", "Urgent"
    MEDIUM = "medium", "Serious"
    LOW = "low", "Minor"


SEVERITY_COLOURS: dict[Severity, str] = {Severity.HIGH: "red", Severity.MEDIUM: "amber", Severity.LOW: "grey"}
