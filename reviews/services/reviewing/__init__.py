"""The verbs of a review of an agreement that applies: start it, answer for a party, conclude it."""

from reviews.services.reviewing.answering import Remark, Said, answer
from reviews.services.reviewing.concluding import Decided, conclude
from reviews.services.reviewing.opening import start

__all__ = ["Decided", "Remark", "Said", "answer", "conclude", "start"]
