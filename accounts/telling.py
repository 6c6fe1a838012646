"""Telling people what happened to their account. Mail lives on a floor above; the roof's settings say where."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User


def tell(
    *, kind: str, person: User | None, key: str, context: dict[str, Any], at: dt.datetime, email: str = ""
) -> None:
    """Write one message, in the caller's transaction. The same ``key`` tells once."""
    queue = import_string(settings.PEOPLE_ARE_TOLD_BY)
    address = email or (person.email if person else "")
    queue(kind=kind, recipient=person, email=address, dedupe_key=f"{kind}:{key}", context=context, at=at)
