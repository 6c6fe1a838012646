"""Where the pages of leaving, pausing and ending stand among those of an agreement."""

from typing import TYPE_CHECKING

from agreements import places
from agreements.choices import COMPLETE, Status
from agreements.models import Agreement
from agreements.places import Place

if TYPE_CHECKING:
    from accounts.models import User


def register() -> None:
    """Called when the portal starts."""
    places.add(Place("Manage", "closing:manage", shown=_applies))


def _applies(agreement: Agreement, person: "User") -> bool:
    return Status(agreement.status) in COMPLETE
