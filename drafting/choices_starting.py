"""Names and codes of what stands beside a draft."""

from django.db import models


class AttachmentKind(models.TextChoices):
    DPIA = "dpia", "Impact assessment"
    SECURITY = "security", "Security plan"
    DIAGRAM = "diagram", "Diagram"
    CONTRACT = "contract", "Contract"
    SCHEMA = "schema", "Data specification"
    OTHER = "other", "Something else"


class Audience(models.TextChoices):
    """Who may open a file of a draft."""

    PARTIES = "parties", "Every party to the agreement"
    OWN = "own", "My own organisation only"
