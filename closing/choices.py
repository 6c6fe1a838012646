"""Names and codes of leaving, ending and getting rid of data."""

from django.db import models


class DeadlineKind(models.TextChoices):
    """What a day that people are reminded of is about, beside reviews."""

    END = "end", "The agreement ends"
    DISPOSAL = "disposal", "Confirm what happened to the data"
    RETENTION = "keeping", "Data has been kept long enough"
