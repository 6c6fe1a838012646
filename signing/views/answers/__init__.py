"""The doors of those who do not sign, or not yet, and of those who answer them."""

from signing.views.answers.answering import one_question, questions
from signing.views.answers.declining import ask_again, decline
from signing.views.answers.passing import choose, pass_on, take_back
from signing.views.answers.putting import changes, question
from signing.views.answers.retracting import retract, retract_confirm
from signing.views.answers.standing import answered

__all__ = [
    "answered",
    "ask_again",
    "changes",
    "choose",
    "decline",
    "one_question",
    "pass_on",
    "question",
    "questions",
    "retract",
    "retract_confirm",
    "take_back",
]
