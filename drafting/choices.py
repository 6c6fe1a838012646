"""Names and codes of drafting."""

from django.db import models


class TemplateState(models.TextChoices):
    DRAFT = "draft", "Being written"
    PUBLISHED = "published", "In use"
    RETIRED = "retired", "No longer offered"


class TaskStatus(models.TextChoices):
    """How far a section has come, as the list of tasks shows it."""

    NOT_STARTED = "not_started", "Not yet started"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETED = "completed", "Completed"
    NOT_NEEDED = "not_needed", "Not needed"
    CANNOT_START = "cannot_start", "Cannot start yet"
    PROBLEM = "problem", "There is a problem"


TASK_COLOURS: dict[TaskStatus, str] = {
    TaskStatus.NOT_STARTED: "grey",
    TaskStatus.IN_PROGRESS: "blue",
    TaskStatus.PROBLEM: "red",
}
"""The colour of the tag; none means plain text."""
