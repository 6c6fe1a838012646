"""Who has which part of a draft open, in words. Pure: nobody is locked out, people only know of each other."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

PRESENT_FOR = dt.timedelta(seconds=90)
"""A page tells of itself once a minute; one that was missed does not make a person vanish."""


class Seen(NamedTuple):
    name: str
    at: float
    question: str
    """Blank when they have the whole section open."""


def still(held: Mapping[int, Seen], now: float) -> dict[int, Seen]:
    """Those who were there a moment ago."""
    since = now - PRESENT_FOR.total_seconds()
    return {key: seen for key, seen in held.items() if seen.at > since}


def sentence(others: Mapping[int, Seen], question: str) -> str:
    """What somebody reads who has this question open, or the section when no question is named."""
    here = [seen.name for seen in others.values() if not question or seen.question == question]
    near = [seen.name for seen in others.values() if question and seen.question != question]
    said = [_said(here, f"this {'question' if question else 'section'} open"), _said(near, "this section open")]
    return " ".join(filter(None, said))


def _said(names: list[str], what: str) -> str:
    if not names:
        return ""
    *most, last = sorted(names)
    whole = f"{', '.join(most)} and {last}" if most else last
    return f"{whole} {'have' if most else 'has'} {what} now."


def ago(at: dt.datetime, now: dt.datetime) -> str:
    """How long ago, where minutes matter; nothing when it is longer than an hour ago."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes >= 60:
        return ""
    if minutes < 1:
        return "less than a minute ago"
    return "1 minute ago" if minutes == 1 else f"{minutes} minutes ago"
