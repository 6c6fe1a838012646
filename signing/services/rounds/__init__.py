"""Asking for signatures, and seeing a round through to its end."""

from signing.planning import Terms, organisations_of
from signing.services.rounds.changing import CHANGEABLE, amend, begin, clear, extend, remind
from signing.services.rounds.ending import after_decline, close_withdrawn, recall, remove, take_back, withdraw
from signing.services.rounds.opening import open_round
from signing.services.rounds.settling import locked, settle

__all__ = [
    "CHANGEABLE",
    "Terms",
    "after_decline",
    "amend",
    "begin",
    "clear",
    "close_withdrawn",
    "extend",
    "locked",
    "open_round",
    "organisations_of",
    "recall",
    "remind",
    "remove",
    "settle",
    "take_back",
    "withdraw",
]
