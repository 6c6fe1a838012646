"""Names and codes of the signing floor."""

from django.db import models


class RoundState(models.TextChoices):
    """Where asking for signatures to one version has come to."""

    OPEN = "open", "Open"
    COMPLETE = "complete", "Complete"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RequestState(models.TextChoices):
    """Where one party is in a round. Declining, passing on and paper have states of their own once they exist."""

    ASKED = "asked", "Asked"
    OPENED = "opened", "Opened"
    SIGNED = "signed", "Signed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    """The agreement was withdrawn before this party signed."""


WAITING = frozenset({RequestState.ASKED, RequestState.OPENED})


class Capacity(models.TextChoices):
    """By what right somebody signs."""

    OWN = "own", "Signatory"
    DELEGATE = "delegate", "Delegate"
    MANDATE = "mandate", "On behalf of several bodies"
