"""What every verb of a review does with the rows: the agreement's lock first, then what belongs to it."""

import datetime as dt
from typing import TYPE_CHECKING

from agreements.models import Agreement
from notices import services as notices
from reviews import board
from reviews.choices import Ending
from reviews.models import Circulation
from reviews.services import telling

if TYPE_CHECKING:
    from accounts.models import User


def locked(agreement: Agreement) -> tuple[Agreement, Circulation | None]:
    """Both as they stand now. Writing and freezing take the same lock, so the text stays what it is meanwhile."""
    row: Agreement = Agreement.objects.select_for_update(of=("self",)).select_related("lead").get(pk=agreement.pk)
    return row, board.open_of(row)


def close(circulation: Circulation, ending: Ending, *, by: "User | None", at: dt.datetime, because: str = "") -> None:
    """Nobody is asked any more, and what has not left yet stays here. The caller holds the lock."""
    circulation.ending, circulation.closed_because = ending, because
    circulation.closed_at, circulation.closed_by = at, by
    circulation.save()
    for kind in telling.STOPPED:
        notices.cancel(dedupe_prefix=f"{kind}:{circulation.pk}:", at=at)
