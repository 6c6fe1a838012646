"""What will be sent to whom, and why, about days beside reviews. Reads only."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from django.utils import timezone

from closing.choices import DeadlineKind
from closing.models import Deadline
from closing.services import deadlines, end_days
from closing.services.deadlines import Told
from reviews import outlook
from reviews.outlook import Expected, Window
from reviews.recipients import Recipient


def expected(during: Window, *, at: dt.datetime) -> list[Expected]:
    """Everything that leaves in that time, as things stand at ``at``, if the sweep runs all the time."""
    met = Deadline.objects.filter(next_notice_at__lt=during.end).select_related("agreement__lead", "organisation")
    new = end_days.ahead(at=at)
    moved = {row.agreement_id for row in new}
    rows = [row for row in met if row.kind != DeadlineKind.END or row.agreement_id not in moved]
    return [
        one for kind in DeadlineKind.values for one in _of_kind(kind, [*rows, *new], during, timezone.localdate(at))
    ]


def _of_kind(kind: str, rows: Sequence[Deadline], during: Window, today: dt.date) -> Iterator[Expected]:
    told = deadlines.told_of(kind)
    if told is None:
        return
    ours = [row for row in rows if row.kind == kind and told.stands(row, today)]
    for number, row in enumerate(ours):
        row.pk = row.pk or -number - 1  # answers name rows by their key, and what is not stored has none
    whom = told.whom(ours) if ours else {}
    for row in ours:
        yield from _of_row(told, row, whom, during)


def _of_row(told: Told, row: Deadline, whom: Mapping[int, Sequence[Recipient]], during: Window) -> Iterator[Expected]:
    if row.next_notice_at is None:
        return
    what = row.get_kind_display()
    for send_at, reminder, to in outlook.coming(whom[row.pk], told.rhythm, row.on, row.next_notice_at, during):
        yield Expected(send_at, told.notice, row.agreement, what, row.on, reminder, to)
