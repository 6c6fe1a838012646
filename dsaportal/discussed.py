"""What is still discussed of a text, for the pages of its review."""

from typing import TYPE_CHECKING

from django.urls import reverse

from agreements.models import Agreement
from drafting.models import Thread
from drafting.querysets_discussion import speaks_for
from foundation import text
from reviews.talk import Open

if TYPE_CHECKING:
    from accounts.models import User

_LONGEST = 80
_MOST = 200


def of(agreement: Agreement, person: "User") -> tuple[str, tuple[Open, ...]]:
    """Where it is discussed, and which conversations are open there: the newest first."""
    place = reverse("drafting:discussion", args=[agreement.reference])
    if not Agreement.objects.visible_to(person).filter(pk=agreement.pk).exists():
        return "", ()
    mine = speaks_for(person)
    rows = Thread.objects.visible_to(person).open().filter(agreement=agreement).select_related("organisation")
    return place, tuple(_open(agreement, thread, mine) for thread in rows.defer("before", "quote")[:_MOST])


def _open(agreement: Agreement, thread: Thread, mine: frozenset[int]) -> Open:
    said = text.single_line(thread.text or thread.proposed)
    words = f"{said[:_LONGEST].rstrip()}…" if len(said) > _LONGEST else said
    return Open(
        words=words or str(thread.get_kind_display()),
        who=thread.organisation.name,
        href=reverse("drafting:thread", args=[agreement.reference, thread.reference]),
        is_own=bool({thread.organisation_id, thread.asked_id} & mine),
    )
