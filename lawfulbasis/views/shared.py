"""What the law's pages have in common."""

import datetime as dt
import re

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

_SECTIONS = (
    ("Conditions and powers", "lawfulbasis:catalogue"),
    ("Checks", "lawfulbasis:checks"),
    ("Changes in the law", "lawfulbasis:changes"),
)

_REGULATOR = re.compile(r"\bregulator\b", re.IGNORECASE)


def today() -> dt.date:
    return timezone.localdate(timezone.now())


def sections(current: str) -> list[dict[str, object]]:
    return [{"text": text, "href": reverse(name), "current": name == current} for text, name in _SECTIONS]


def crumbs(*names: str) -> list[dict[str, str]]:
    """The way down to a page, through the lists that stand above it."""
    above = [("Law", "lawfulbasis:catalogue"), *((text, name) for text, name in _SECTIONS if name in names)]
    return [{"text": text, "href": reverse(name)} for text, name in above]


def regulator(*texts: str) -> str:
    """Who is meant by "the regulator", where a text speaks of it; the name is a setting, as an Act changes it."""
    if not any(_REGULATOR.search(text) for text in texts):
        return ""
    return f"The regulator is the {settings.REGULATOR_NAME} ({settings.REGULATOR_SHORT_NAME})."
