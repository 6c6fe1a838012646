"""A calendar as text for calendar programs (RFC 5545, with RFC 7986's name and refresh). Values in, text out.

All the portal writes is days with a title, which does not ask for a library: every rule of the format that
applies stands here and is tested.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from reviews.events import Event

LINE = 75
"""Octets that a line may have without its end."""
_START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def write(events: Iterable[Event], *, name: str, domain: str, site: str) -> str:
    """The same events always give the same text: what tells a changed calendar from an old one is the text itself."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{escaped(domain)}//Data sharing agreements//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        *(line for event in events for line in _event(event, domain, site)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(event: Event, domain: str, site: str) -> Iterator[str]:
    changed = event.changed_at.astimezone(dt.UTC)
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.key)}@{domain}"
    yield f"SEQUENCE:{sequence(changed)}"
    yield f"DTSTAMP:{changed:%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.on.isoformat().replace('-', '')}"
    yield f"SUMMARY:{escaped(f'{event.what}: {event.public_name}')}"
    yield f"URL:{site}{event.agreement.get_absolute_url()}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def sequence(changed_at: dt.datetime) -> int:
    """A number that rises with every change. Seconds fit into 31 bits until 2088."""
    return max(int((changed_at - _START).total_seconds()), 0)


def escaped(text: str) -> str:
    """Text as a value of a line: other signs than a new line, which it may hold, have no place in it."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_ESCAPED)


def folded(line: str) -> str:
    """In pieces of at most 75 octets, cut between letters and never inside one."""
    pieces, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LINE:
            pieces.append(" ")
            size = 1
        pieces[-1] += letter
        size += width
    return "\r\n".join(pieces)
