"""What the days of change are called, and what they are about. Pure; the words are data."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import yaml

from lawfulbasis.rules.registry import WORDING


@dataclass(frozen=True, slots=True)
class Event:
    title: str
    text: str
    points: tuple[str, ...] = ()
    """What to look at in agreements of before."""


NAMELESS = Event("The law changed", "")


@lru_cache(maxsize=1)
def events() -> Mapping[dt.date, Event]:
    raw = yaml.load((WORDING.parent / "changes.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {
        dt.date.fromisoformat(entry["day"]): Event(entry["title"], entry["text"], tuple(entry["points"]))
        for entry in raw["changes"]
    }


def named(day: dt.date) -> Event:
    return events().get(day, NAMELESS)
