"""Names and codes of the agreements' floor."""

from django.db import models


class Status(models.TextChoices):
    """Where an agreement is in its life. Whether its review is due follows from the date and is no status."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    AGREED = "agreed", "Agreed text"
    SIGNING = "signing", "Out for signature"
    SIGNED = "signed", "Signed – starts later"
    IN_FORCE = "in_force", "In force"
    UNDER_REVIEW = "under_review", "Under review"
    SUPERSEDED = "superseded", "Superseded"
    ENDED = "ended", "Ended"
    WITHDRAWN = "withdrawn", "Withdrawn"


WRITING = frozenset({Status.DRAFT, Status.IN_REVIEW})
"""The text may change."""

COMPLETE = frozenset({Status.SIGNED, Status.IN_FORCE, Status.UNDER_REVIEW})
"""Signed by all who must."""

CLOSED = frozenset({Status.SUPERSEDED, Status.ENDED, Status.WITHDRAWN})

TAG_COLOURS: dict[Status, str] = {
    Status.DRAFT: "grey",
    Status.IN_REVIEW: "blue",
    Status.AGREED: "purple",
    Status.SIGNING: "blue",
    Status.SIGNED: "grey",
    Status.IN_FORCE: "",
    Status.UNDER_REVIEW: "blue",
    Status.SUPERSEDED: "grey",
    Status.ENDED: "grey",
    Status.WITHDRAWN: "grey",
}
"""The colour of the tag; none means plain text, so that the eye goes to what needs work."""


class Again(models.TextChoices):
    """Who signs again when an agreement changes."""

    EVERYONE = "everyone", "Everyone signs again"
    THESE = "these", "These sign again"
    NOBODY = "nobody", "Nobody signs again, and everyone is told"


class How(models.TextChoices):
    """What ends an agreement."""

    DATE = "date", "Its end date came"
    NOTICE = "notice", "The parties ended it"
    REVIEW = "review", "A review ended it"


class AgreementPermission(models.TextChoices):
    """What a named outside helper may be given on one agreement."""

    VIEW = "view_agreement", "See this agreement"


class RenderingState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    WORKING = "working", "Being made"
    DONE = "done", "Ready"
    FAILED = "failed", "Could not be made"
