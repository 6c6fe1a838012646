"""What bears on an agreement beside its text: a pause, parties that leave, its end, and agreements above it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreements import changing
from agreements.choices import COMPLETE, Status
from agreements.models import Agreement, Departure, Ending, Suspension
from dsaformat.choices import Link, RelatedState
from dsaformat.document import AgreementDocument
from dsaformat.parts import RelatedAgreement
from foundation.templatetags.ui import uk_date

if TYPE_CHECKING:
    from accounts.models import User

ABOVE = frozenset({Link.PARENT, Link.ACCORD, Link.UMBRELLA, Link.ANNEX_OF})
"""How an agreement says that it hangs under another."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    paused: Suspension | None
    leaving: tuple[Departure, ...]
    """Notices that stand, and parties that have left."""
    ending: Ending | None
    """Decided and still ahead."""
    above: tuple[str, ...]
    """Sentences about agreements above it that have ended or will; none when all is well."""
    today: dt.date

    @property
    def is_paused_now(self) -> bool:
        return self.paused is not None and self.paused.from_on <= self.today


def of(agreement: Agreement, document: AgreementDocument, person: "User", today: dt.date) -> Circumstances:
    """Four queries at most, and none while the text is being written. Of other agreements, what the person may see."""
    if Status(agreement.status) not in COMPLETE:
        return Circumstances(None, (), None, (), today)
    departures = Departure.objects.filter(agreement=agreement, taken_back_at=None).select_related("organisation")
    return Circumstances(
        paused=Suspension.objects.filter(agreement=agreement, lifted_at=None).first(),
        leaving=tuple(departures),
        ending=Ending.objects.filter(agreement=agreement, ended_at=None).select_related("decided_by").first(),
        above=tuple(_above(document, person, today)),
        today=today,
    )


def _above(document: AgreementDocument, person: "User", today: dt.date) -> Iterable[str]:
    rows = [row for row in document.related if row.link in ABOVE]
    wanted = [row.reference for row in rows if row.reference]
    known: dict[str, Agreement] = {}
    if wanted:
        found = Agreement.objects.visible_to(person).filter(reference__in=wanted).select_related("ending")
        known = {one.reference: one for one in found}
    for row in rows:
        if words := _of_known(known[row.reference], person) if row.reference in known else _of_text(row, today):
            yield words


def _of_known(above: Agreement, person: "User") -> str:
    """Of several editions, what became of the last one that the person may read."""
    newer = changing.newest_edition(above)
    readable = newer.pk != above.pk and Agreement.objects.visible_to(person).filter(pk=newer.pk).exists()
    if readable and (words := _of_known(newer, person)):
        return words
    title = f"{above.title} ({above.reference})"
    ending: Ending | None = getattr(above, "ending", None)
    if above.status == Status.ENDED:
        return (
            f"{title}, under which this agreement hangs, ended on {uk_date(ending.on if ending else above.status_at)}."
        )
    if above.status == Status.SUPERSEDED:
        return f"{title}, under which this agreement hangs, has been replaced by a newer version."
    if above.status == Status.WITHDRAWN:
        return f"{title}, under which this agreement hangs, was withdrawn."
    if ending is not None:
        return f"{title}, under which this agreement hangs, ends on {uk_date(ending.on)}."
    return ""


def _of_text(row: RelatedAgreement, today: dt.date) -> str:
    if row.ends_on is not None and row.ends_on < today:
        return f"{row.title}, under which this agreement hangs, ended on {uk_date(row.ends_on)}."
    if row.state is RelatedState.EXPIRED:
        return f"{row.title}, under which this agreement hangs, has expired."
    return ""
