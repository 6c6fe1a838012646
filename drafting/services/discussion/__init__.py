"""The verbs of talking about a draft: say, answer, settle, decide."""

from drafting.services.discussion.closing import close, close_all, reopen
from drafting.services.discussion.deciding import TextChanged, accept, accept_many, decline
from drafting.services.discussion.expiring import remind
from drafting.services.discussion.gathering import tell
from drafting.services.discussion.opening import Opening, reply, share, start

__all__ = [
    "Opening",
    "TextChanged",
    "accept",
    "accept_many",
    "close",
    "close_all",
    "decline",
    "remind",
    "reopen",
    "reply",
    "share",
    "start",
    "tell",
]
