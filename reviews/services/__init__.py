"""The verbs of reviews: planning them in time, and taking a text round the parties before it is frozen."""

from reviews.services.circulating import Round, ask, extend, go_on, remind, send, take_back
from reviews.services.deciding import Said, TextMoved, decide
from reviews.services.freezing import close_left_open, frozen
from reviews.services.nudging import escalate, remind_reviewers, tell_out_of_date
from reviews.services.planning import calendars, concerns, day_of, plan_new, proposed, remind_due, to_tell

__all__ = [
    "Round",
    "Said",
    "TextMoved",
    "ask",
    "calendars",
    "close_left_open",
    "concerns",
    "day_of",
    "decide",
    "escalate",
    "extend",
    "frozen",
    "go_on",
    "plan_new",
    "proposed",
    "remind",
    "remind_due",
    "remind_reviewers",
    "send",
    "take_back",
    "tell_out_of_date",
    "to_tell",
]
