"""Names and codes of what people say about a draft."""

from django.db import models


class ThreadKind(models.TextChoices):
    COMMENT = "comment", "Comment"
    QUESTION = "question", "Question to a party"
    CHANGES = "changes", "Ask for changes"
    SUGGESTION = "suggestion", "Suggested change"


class Outcome(models.TextChoices):
    """What became of a suggested change; blank while nobody has decided."""

    ACCEPTED = "accepted", "Accepted"
    EDITED = "edited", "Accepted with edits"
    DECLINED = "declined", "Not accepted"


class Act(models.TextChoices):
    """What a line of a thread records."""

    REPLY = "reply", "Replied"
    ACCEPTED = "accepted", "Accepted the suggestion"
    EDITED = "edited", "Accepted the suggestion with edits"
    DECLINED = "declined", "Did not accept the suggestion"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Opened again"
    SHARED = "shared", "Made visible to all parties"


class Filter(models.TextChoices):
    """What the list of threads can be narrowed to."""

    OPEN = "open", "Open"
    NEEDS_ME = "needs-me", "Needs my answer"
    SUGGESTIONS = "suggestions", "Suggestions to decide"
    BLOCKING = "blocking", "Blocking"
    MINE = "mine", "Started by me"
    CLOSED = "closed", "Closed"


class Decision(models.TextChoices):
    ACCEPT = "accept", "Accept it as it is"
    EDIT = "edit", "Accept it with edits"
    DECLINE = "decline", "Do not accept it"


OUTCOMES: dict[Outcome, Act] = {
    Outcome.ACCEPTED: Act.ACCEPTED,
    Outcome.EDITED: Act.EDITED,
    Outcome.DECLINED: Act.DECLINED,
}
