"""Names and codes of the signing floor."""

from django.db import models


class RoundKind(models.TextChoices):
    WHOLE = "whole", "Signature by the parties"
    JOINING = "joining", "A party joins what the others have signed"


class RoundState(models.TextChoices):
    """Where asking for signatures to one version has come to."""

    OPEN = "open", "Open"
    COMPLETE = "complete", "Complete"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RECALLED = "recalled", "Taken back"
    """Before anybody had signed."""
    DECLINED = "declined", "Stopped by a party that declined"


class OnDecline(models.TextChoices):
    STOPS = "stops", "The agreement stops"
    CONTINUES = "continues", "The agreement goes on without that party"


class Route(models.TextChoices):
    """How a party signs. The codes are those of a document's signatories."""

    PORTAL = "portal", "In the portal"
    PAPER = "paper", "On paper"
    ELSEWHERE = "elsewhere", "In another system"


class RequestState(models.TextChoices):
    """Where one signature of a round is."""

    NOT_YET = "not_yet", "Not yet asked"
    """Others sign first, or the party's own reviewer has not agreed."""
    ASKED = "asked", "Asked"
    OPENED = "opened", "Opened"
    QUESTION = "question", "Has asked a question"
    """The party's time stands still until the lead has answered."""
    CHECKING = "checking", "Signed on paper – being checked"
    SIGNED = "signed", "Signed"
    DECLINED = "declined", "Declined"
    REMOVED = "removed", "Removed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    """The round ended before this party signed."""


WAITING = frozenset({RequestState.ASKED, RequestState.OPENED})
"""Somebody may sign now."""
OUTSTANDING = WAITING | {RequestState.NOT_YET, RequestState.QUESTION, RequestState.CHECKING}
"""A signature may still come."""


class Capacity(models.TextChoices):
    """By what right somebody signs."""

    OWN = "own", "Signatory"
    DELEGATE = "delegate", "Delegate"
    MANDATE = "mandate", "On behalf of several bodies"
    PAPER = "paper", "On paper"
    ELSEWHERE = "elsewhere", "In another system"


OUTSIDE = frozenset({Capacity.PAPER, Capacity.ELSEWHERE})
"""The portal did not see the act: it keeps what somebody brought, and who checked it."""


class AnswerKind(models.TextChoices):
    """What somebody who was asked to sign did instead."""

    DECLINED = "declined", "Declined"
    PASSED_ON = "passed_on", "Passed on"
    NOT_FOR_ME = "not_for_me", "Said that it is not for them"
    TAKEN_BACK = "taken_back", "Took the request back"


class DeclineReason(models.TextChoices):
    NOT_NEEDED = "not_needed", "We do not need this sharing"
    LEGAL_BASIS = "legal_basis", "We do not agree with the legal basis"
    SECURITY = "security", "We have concerns about security or the impact assessment"
    WRONG = "wrong", "This is the wrong organisation or person"
    COVERED = "covered", "Another agreement covers this"
    OTHER = "other", "Something else"


class SeenBy(models.TextChoices):
    ALL = "all", "All parties"
    LEAD = "lead", "Only the organisation that leads the agreement"


class QuestionKind(models.TextChoices):
    QUESTION = "question", "Question"
    CHANGES = "changes", "Wants changes"


class PaperOutcome(models.TextChoices):
    WAITING = "waiting", "Waiting for a second person"
    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Sent back"
