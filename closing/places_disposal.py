"""The pages about what becomes of data, where people look for them, and whom reminders of it go to."""

from typing import TYPE_CHECKING

from agreements import places
from agreements.choices import COMPLETE, Status
from agreements.models import Agreement
from agreements.places import Beginning, Place
from closing import querysets_disposal as querysets
from closing.choices import DeadlineKind
from closing.services import deadlines
from closing.services import letters_disposal as letters
from closing.services.deadlines import Told
from reviews.schedule import Rhythm

if TYPE_CHECKING:
    from accounts.models import User

CHASED = Rhythm((-21, -14, -7, 0), 7)
COUNTED = Rhythm((-30, -7, 0), 7)


def register() -> None:
    """Called when the portal starts."""
    places.add(Place("Disposal", "closing:disposal", shown=_is_asked, action=_confirm))
    places.add(Place("How long data is kept", "closing:rules", shown=_is_kept, navigates=False))
    places.add_beginning(Beginning("What must be deleted", "closing:keeping"))
    deadlines.register(DeadlineKind.DISPOSAL, Told(letters.ENDED, CHASED, letters.chase, whom=letters.whom))
    deadlines.register(DeadlineKind.RETENTION, Told(letters.KEPT, COUNTED, letters.call_to_delete, whom=letters.whom))


def _is_asked(agreement: Agreement, person: "User") -> bool:
    """After the end. Of a party that left before, only that party is asked: by mail, and in its in-tray."""
    return Status(agreement.status) == Status.ENDED


def _confirm(agreement: Agreement, person: "User") -> str:
    waits = querysets.to_confirm(person).filter(agreement=agreement).exists()
    return "Confirm what happened to the data" if waits else ""


def _is_kept(agreement: Agreement, person: "User") -> bool:
    return Status(agreement.status) in {*COMPLETE, Status.SUPERSEDED, Status.ENDED}
