"""Whether evidence with a last day still holds. Pure."""

import datetime as dt
from enum import StrEnum

SOON = dt.timedelta(days=30)


class Standing(StrEnum):
    """The words are those of the tag."""

    CURRENT = "Current"
    SOON = "Expires soon"
    EXPIRED = "Expired"
    UNDATED = "No end date"


def standing(expires_on: dt.date | None, on: dt.date) -> Standing:
    """How evidence stands on a day. It holds on its last day."""
    if expires_on is None:
        return Standing.UNDATED
    if expires_on < on:
        return Standing.EXPIRED
    return Standing.SOON if expires_on - on <= SOON else Standing.CURRENT
