"""What people who are asked to sign may do instead: ask, want changes, decline, pass on, take back what they gave.

Each verb holds the agreement first and then the request, asks the policy again, and tells whom it concerns.
"""

from signing.services.answers.declining import ask_again, decline
from signing.services.answers.passing import choose, not_for_me, pass_on, take_back
from signing.services.answers.questions import answer, ask, change_text
from signing.services.answers.retracting import retract

__all__ = [
    "answer",
    "ask",
    "ask_again",
    "change_text",
    "choose",
    "decline",
    "not_for_me",
    "pass_on",
    "retract",
    "take_back",
]
