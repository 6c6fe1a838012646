"""The verbs of reviews: of what applies, in time; and taking a text round the parties before it is frozen.

Starting, answering and concluding a review stand in `reviewing`.
"""

from reviews.services import reviewing
from reviews.services.circulating import Round, ask, extend, go_on, remind, send, take_back
from reviews.services.deciding import Said, TextMoved, decide
from reviews.services.freezing import close_left_open, frozen
from reviews.services.nudging import escalate, remind_reviewers, tell_out_of_date
from reviews.services.planning import plan_new, plan_of, proposed
from reviews.services.reminding import remind_due

__all__ = [
    "Round",
    "Said",
    "TextMoved",
    "ask",
    "close_left_open",
    "decide",
    "escalate",
    "extend",
    "frozen",
    "go_on",
    "plan_new",
    "plan_of",
    "proposed",
    "remind",
    "remind_due",
    "remind_reviewers",
    "reviewing",
    "send",
    "take_back",
    "tell_out_of_date",
]
