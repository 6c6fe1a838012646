"""Names and codes of the notices' floor."""

from django.db import models


class State(models.TextChoices):
    """Where a notice is on its way. The label completes "This message is: …"."""

    QUEUED = "queued", "Waiting to send"
    SENDING = "sending", "Sending"
    ACCEPTED = "accepted", "Sent"
    BOUNCED = "bounced", "Could not be delivered"
    FAILED = "failed", "Not sent"
    CANCELLED = "cancelled", "Cancelled"
    HELD = "held", "Waiting for a digest"
    DIGESTED = "digested", "Put in a digest"
    OFF = "off", "Turned off"


WAITING = frozenset({State.QUEUED, State.SENDING})
"""A worker still has to do something about it."""
UNSENT = frozenset({State.QUEUED, State.HELD})
"""Nothing has left the portal yet, so it can still be taken back."""

TAGS: dict[State, str] = {
    State.QUEUED: "blue",
    State.SENDING: "blue",
    State.ACCEPTED: "",
    State.BOUNCED: "red",
    State.FAILED: "red",
    State.CANCELLED: "grey",
    State.HELD: "grey",
    State.DIGESTED: "grey",
    State.OFF: "grey",
}
"""The colour of each state's tag; what is done has none, so that the eye goes to what is not."""


class Choice(models.TextChoices):
    """When a person wants to hear about a kind of thing."""

    IMMEDIATE = "immediate", "Straight away"
    DAILY = "daily", "In a daily digest"
    WEEKLY = "weekly", "In a weekly digest, on Monday"
    OFF = "off", "Never"


class DigestTime(models.TextChoices):
    """The UK clock times at which a digest can arrive. None lies in the hour that a clock change skips or repeats."""

    EARLY = "07:30", "7:30am"
    MORNING = "09:00", "9am"
    MIDDAY = "12:00", "Midday"
    AFTERNOON = "15:00", "3pm"
    EVENING = "17:30", "5:30pm"
