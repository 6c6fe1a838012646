"""What drafting adds to the pages of an agreement."""

from typing import TYPE_CHECKING

from agreements import places, policies
from agreements.models import Agreement

if TYPE_CHECKING:
    from accounts.models import User


def register() -> None:
    places.add(places.Place("Draft", "drafting:tasks", shown=_writable, action=_action))


def _writable(agreement: Agreement, person: "User") -> bool:
    return agreement.is_writable


def _action(agreement: Agreement, person: "User") -> str:
    if policies.can_revise(person, agreement):
        return "Continue drafting"
    return "Fill in your part" if policies.own_parties(person, agreement) else ""
