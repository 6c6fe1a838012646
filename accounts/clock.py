"""How long a session lives: 60 minutes without use, 12 hours at most."""

import datetime as dt
import secrets
from enum import Enum

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

STARTED = "started_at"
SEEN = "seen_at"
ANCHOR = "anchor"
WRITE_EVERY = 60
# What a browser forgets when a session ends: on a shared computer the next person finds nothing.
CLEAR = '"cache", "cookies", "storage"'


class State(Enum):
    FRESH = "fresh"
    TO_NOTE = "to note"
    OVER = "over"


def start(request: HttpRequest, now: dt.datetime) -> None:
    """At sign-in: both clocks begin, and the session gets a name of its own that outlives a change of its key."""
    moment = int(now.timestamp())
    request.session[STARTED] = moment
    request.session[SEEN] = moment
    request.session[ANCHOR] = secrets.token_hex(16)


def state(session: SessionBase, now: dt.datetime) -> State:
    moment = int(now.timestamp())
    started, seen = _number(session.get(STARTED)), _number(session.get(SEEN))
    if started is None or seen is None:
        return State.TO_NOTE  # begun by other means than our pages; the clock starts now
    if moment - seen >= settings.SESSION_IDLE_SECONDS or moment - started >= settings.SESSION_ABSOLUTE_SECONDS:
        return State.OVER
    return State.TO_NOTE if moment - seen >= WRITE_EVERY else State.FRESH


def note(request: HttpRequest, now: dt.datetime) -> None:
    if _number(request.session.get(STARTED)) is None or ANCHOR not in request.session:
        start(request, now)
    request.session[SEEN] = int(now.timestamp())


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None
