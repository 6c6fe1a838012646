"""What there is to say about a kind of message."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from notices.choices import Choice


class Group(StrEnum):
    """How the notifications page gathers kinds."""

    SIGNING = "Signing"
    REVIEWS = "Reviews"
    ENDS = "Leaving, pausing and ending"
    ORGANISATION = "Your organisation"
    SECURITY = "Your account and security"
    DELIVERY = "Messages that did not arrive"
    SERVICE = "Running the service"


@dataclass(frozen=True, slots=True)
class Kind:
    key: str
    group: Group
    title: str
    """What it is called on the notifications page, and what remains of a secret's subject once it is sent."""
    to: str
    """Who gets it, completing 'Sent to …'."""
    why: str
    """Completes 'You are getting this because …'."""
    limit: str = ""
    """How often at most, for the people who look after the service."""
    compulsory: str = ""
    """Why it cannot be turned off or kept for a digest; empty when the person may choose."""
    counted: tuple[str, str] = ("", "")
    """One and many of it in a digest's subject, such as '1 to sign'."""
    is_urgent: bool = False
    """Someone is waiting for it, so it overtakes everything that is not."""
    is_secret: bool = False
    """Its words open a door (a code, a link), so they are wiped as soon as they are sent."""
    useful_for: dt.timedelta | None = None
    """After that it would only mislead, so it is not sent any more."""
    reaches_leavers: bool = False
    """Sent even to an account that was closed meanwhile."""

    @property
    def may_choose(self) -> bool:
        return not self.compulsory

    def allows(self, choice: Choice) -> bool:
        return self.may_choose or choice == Choice.IMMEDIATE
