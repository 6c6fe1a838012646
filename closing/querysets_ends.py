"""Who is still in an agreement, and which agreements hang under it."""

import datetime as dt
import json
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from agreements.choices import CLOSED
from agreements.circumstances import ABOVE
from agreements.models import Agreement, Departure, Ending, Piece, Variation
from dsaformat.choices import Link
from dsaformat.document import AgreementDocument

_UNDER = frozenset(link.value for link in ABOVE)


def departures(agreement: Agreement) -> list[Departure]:
    """Notices that stand and parties that have left, by the day. One query."""
    rows = Departure.objects.filter(agreement=agreement, taken_back_at=None)
    return list(rows.select_related("organisation", "given_by", "agreement__lead"))


def gone(agreement: Agreement) -> set[int]:
    """Organisations that have left."""
    rows = Departure.objects.filter(agreement=agreement, left_at__isnull=False)
    return set(rows.values_list("organisation_id", flat=True))


def annexes(document: AgreementDocument, among: "QuerySet[Any]") -> list[Agreement]:
    """Those of the agreements that say that they hang under this one, or that it names as hanging under it.

    `among` bounds the search: what a person may see, or what its own parties lead.
    """
    identity = document.identity
    own = {name for name in (identity.reference, *identity.other_references) if name}
    below = {row.reference for row in document.related if row.link is Link.CHILD and row.reference}
    candidates = among.exclude(status__in=sorted(CLOSED)).exclude(reference__in=own)
    named = set(candidates.filter(reference__in=below).values_list("pk", flat=True)) if below else set()
    pieces = Piece.objects.filter(part="related", agreement__in=candidates.order_by().values("pk"))
    rows = pieces.values_list("agreement_id", "value")
    found = named | {agreement for agreement, value in rows if _hangs_under(own, json.loads(value))}
    return list(Agreement.objects.filter(pk__in=found).select_related("lead").order_by("reference"))


def _hangs_under(own: Collection[str], row: dict[str, Any]) -> bool:
    return row.get("reference") in own and row.get("link") in _UNDER


def led_by_parties(agreement: Agreement, besides: Iterable[int] = ()) -> "QuerySet[Any]":
    """Agreements of organisations that may read this one: nobody else learns what becomes of it."""
    parties = agreement.parties.exclude(organisation__in=list(besides)).values("organisation")
    return Agreement.objects.filter(lead__in=parties)


def unannounced() -> list[int]:
    """Ends that somebody decided, here or in a review, and that the parties have not heard of."""
    rows = Ending.objects.filter(announced_at=None).exclude(how="date")
    return list(rows.order_by("decided_at", "pk").values_list("pk", flat=True)[:500])


def ended_untold() -> list[int]:
    rows = Ending.objects.filter(ended_at__isnull=False, annexes_told_at=None)
    return list(rows.order_by("ended_at", "pk").values_list("pk", flat=True)[:500])


def replaced_untold() -> list[int]:
    """Texts that took another's place, or were given up, since the last look."""
    rows = Variation.objects.filter(closed_at__isnull=False, annexes_told_at=None)
    return list(rows.order_by("closed_at", "pk").values_list("pk", flat=True)[:500])


def last_end(agreement: Agreement) -> dt.date | None:
    """The day from which it does not apply, decided or by its text; None while nobody knows."""
    ending = Ending.objects.filter(agreement=agreement).first()
    by_text = agreement.ends_on + dt.timedelta(days=1) if agreement.ends_on else None
    return min((day for day in (ending.on if ending else None, by_text) if day), default=None)
