from drafting.views.discussion.deciding import accept_several, decide
from drafting.views.discussion.listing import index
from drafting.views.discussion.opening import discuss, discuss_section, suggest
from drafting.views.discussion.settling import close, reopen, share
from drafting.views.discussion.threads import thread

__all__ = [
    "accept_several",
    "close",
    "decide",
    "discuss",
    "discuss_section",
    "index",
    "reopen",
    "share",
    "suggest",
    "thread",
]
