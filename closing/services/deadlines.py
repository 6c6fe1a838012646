"""Days beside reviews of which people are reminded: kept true, reminded of once each, and settled."""

import datetime as dt
import functools
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from agreements.models import Agreement
from closing.choices import DeadlineKind
from closing.models import Deadline
from notices import services as notices
from notices.services import Letter
from parties.models import Organisation
from reviews import recipients
from reviews.recipients import Recipient
from reviews.schedule import Reminder, Rhythm
from reviews.services import together

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Occasion:
    """One reminder of one day to one recipient."""

    deadline: Deadline
    who: Recipient
    reminder: Reminder
    at: dt.datetime


def everybody(deadlines: Sequence[Deadline]) -> Mapping[int, list[Recipient]]:
    """By the key of the deadline: who looks after the agreement, at the deadline's organisation where it has one.

    Nobody of a party that has left.
    """
    found = recipients.of_many({one.agreement_id: one.agreement for one in deadlines}.values())
    return {one.pk: [who for who in found[one.agreement_id] if _concerns(one, who)] for one in deadlines}


def _concerns(deadline: Deadline, who: Recipient) -> bool:
    theirs = deadline.organisation_id in {None, who.organisation.pk}
    return theirs and not who.only_when_late


def _always(deadline: Deadline, today: dt.date) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Told:
    """How people are told of one kind of day."""

    notice: str
    """The kind of notice."""
    rhythm: Rhythm
    words: Callable[[Occasion], Mapping[str, Any]]
    """What the notice's templates say."""
    whom: Callable[[Sequence[Deadline]], Mapping[int, list[Recipient]]] = everybody
    """By the key of the deadline; asked of many at once."""
    stands: Callable[[Deadline, dt.date], bool] = _always
    """False when there is nothing left to remind of, whether or not somebody settled it."""


_TOLD: dict[str, Told] = {}


def register(kind: DeadlineKind, told: Told) -> None:
    """Called from an app's ``ready``: days of a kind that nobody registered are kept, and nobody hears of them."""
    _TOLD[kind] = told


def told_of(kind: str) -> Told | None:
    return _TOLD.get(kind)


@transaction.atomic
def set_day(
    *,
    agreement: Agreement,
    kind: DeadlineKind,
    on: dt.date,
    at: dt.datetime,
    organisation: Organisation | None = None,
    key: str = "",
    since: dt.datetime | None = None,
) -> Deadline:
    """The day is ``on`` from now. Moving it takes back what has not left; a settled one is open again.

    Reminders that should have left before ``since`` are not sent any more; ``at`` if left out.
    """
    row: Deadline | None = _rows(agreement, kind, organisation, key).select_for_update(of=("self",)).first()
    if row is not None and row.on == on and row.settled_at is None:
        return row
    if row is None:
        row = Deadline(agreement=agreement, kind=kind, organisation=organisation, key=key)
    else:
        _take_back(row, at)
    row.on, row.settled_at = on, None
    row.next_notice_at = next_at(row, since or at)
    row.save()
    return row


@transaction.atomic
def settle(
    *,
    agreement: Agreement,
    kind: DeadlineKind,
    at: dt.datetime,
    organisation: Organisation | None = None,
    key: str = "",
) -> bool:
    """Done, or without point: what has not left is taken back. Answers False when there was nothing to settle."""
    found = _rows(agreement, kind, organisation, key).filter(settled_at=None)
    row: Deadline | None = found.select_for_update(of=("self",)).first()
    if row is None:
        return False
    _close(row, at)
    return True


def _rows(agreement: Agreement, kind: DeadlineKind, organisation: Organisation | None, key: str) -> Any:
    return Deadline.objects.filter(agreement=agreement, kind=kind, organisation=organisation, key=key)


def _close(row: Deadline, at: dt.datetime) -> None:
    _take_back(row, at)
    row.settled_at, row.next_notice_at = at, None
    row.save(update_fields=["settled_at", "next_notice_at"])


def _take_back(row: Deadline, at: dt.datetime) -> None:
    told = told_of(row.kind)
    if told is not None:
        notices.cancel(dedupe_prefix=_prefix(told, row), at=at)


def next_at(row: Deadline, after: dt.datetime) -> dt.datetime | None:
    """When somebody is next told of it; None when nobody is any more."""
    told = told_of(row.kind)
    return told.rhythm.next_anywhere(row.on, after) if told else None


def remind_due(*, at: dt.datetime) -> int:
    """Tell everybody who should have been told by now and was not. Answers how many messages were written."""
    due = Deadline.objects.filter(next_notice_at__lte=at).order_by("next_notice_at", "pk")
    return together.in_batches(functools.partial(_remind, at=at), list(due.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _remind(keys: Sequence[int], *, at: dt.datetime) -> int:
    rows = Deadline.objects.filter(pk__in=keys, next_notice_at__lte=at)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    found = list(rows.select_related("agreement__lead", "organisation").order_by("next_notice_at", "pk"))
    written, today = 0, timezone.localdate(at)
    for kind in sorted({row.kind for row in found}):
        told, ours = _TOLD[kind], [row for row in found if row.kind == kind]
        standing = [row for row in ours if told.stands(row, today)]
        letters = [(one.deadline.agreement, _letter(told, one)) for one in occasions(told, standing, at)]
        written += together.queue(told.notice, letters, at=at)
        for row in standing:
            row.next_notice_at = next_at(row, at)
        for row in ours:
            if row not in standing:
                _close(row, at)
    Deadline.objects.bulk_update(found, ["next_notice_at"])
    return written


def occasions(told: Told, rows: Sequence[Deadline], at: dt.datetime) -> list[Occasion]:
    """Who should hear by ``at`` what they have not heard, of rows whose pointer has come."""
    whom = told.whom(rows) if rows else {}
    found = []
    for row in rows:
        assert row.next_notice_at is not None
        for who, reminder in recipients.newest(whom[row.pk], told.rhythm, row.on, since=row.next_notice_at, until=at):
            found.append(Occasion(row, who, reminder, at))
    return found


def _letter(told: Told, one: Occasion) -> Letter:
    digest = hashlib.sha256(one.who.email.lower().encode()).hexdigest()[:16]
    return Letter(
        recipient=one.who.person,
        email=one.who.email,
        dedupe_key=f"{_prefix(told, one.deadline)}{one.reminder.offset}:{digest}",
        context=told.words(one),
        organisation=one.who.organisation,
    )


def _prefix(told: Told, row: Deadline) -> str:
    """What the keys of all notices of this day begin with. The row's own key is never given to another."""
    return f"{told.notice}:{row.pk}:{row.on}:"
