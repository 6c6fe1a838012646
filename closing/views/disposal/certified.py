"""The certificates of an agreement, as its pages list them."""

from dataclasses import dataclass

from agreements.models import Agreement
from closing.models import Certificate, Disposal


@dataclass(frozen=True, slots=True)
class Shown:
    certificate: Certificate
    of: str
    """The one party that it is about; empty when it is about all."""
    is_newest: bool


def of(agreement: Agreement, disposal: Disposal | None = None) -> list[Shown]:
    """The newest first; with `disposal`, those about that party alone. One query."""
    rows = Certificate.objects.filter(agreement=agreement).select_related("disposal__organisation")
    if disposal is not None:
        rows = rows.filter(disposal=disposal)
    found, known = [], set()
    for row in rows.order_by("-number"):
        party = row.disposal.organisation.name if row.disposal else ""
        found.append(Shown(row, party, row.disposal_id not in known))
        known.add(row.disposal_id)
    return found
