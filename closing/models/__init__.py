"""Days that people are reminded of at the end of an agreement, and what became of its data."""

from closing.models.deadlines import Deadline
from closing.models.disposal import Certificate, Countdown, Disposal, Holding, Outcome

__all__ = ["Certificate", "Countdown", "Deadline", "Disposal", "Holding", "Outcome"]
