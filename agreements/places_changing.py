"""What changes add to an agreement's own pages."""

from typing import TYPE_CHECKING

from agreements import places, policies_changes
from agreements.choices import Status
from agreements.models import Agreement
from agreements.places import Place

if TYPE_CHECKING:
    from accounts.models import User


def _replaces_another(agreement: Agreement, person: "User") -> bool:
    return agreement.is_edition


def _may_change(agreement: Agreement, person: "User") -> bool:
    return bool(policies_changes.can_vary(person, agreement))


def _next(agreement: Agreement, person: "User") -> str:
    """What the lead does there next: decide once the parties read the text, and adopt what nobody signs."""
    if agreement.status == Status.AGREED and policies_changes.can_adopt(person, agreement):
        return "Put it in force"
    undecided = agreement.status == Status.IN_REVIEW and not policies_changes.decided(agreement)
    may_decide = undecided and policies_changes.can_decide_who_signs(person, agreement)
    return "Decide who signs again" if may_decide else ""


PLACES = (
    Place("What changes", "agreements:change", _replaces_another, _next),
    Place("Change this agreement", "agreements:change_new", _may_change, navigates=False),
)


def register() -> None:
    """Called from `ready`."""
    for place in PLACES:
        places.add(place)
