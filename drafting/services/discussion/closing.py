"""Settling a conversation, and opening it again."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from agreements.models import Agreement, Version
from drafting import policies_discussion as policies
from drafting.choices_discussion import Act
from drafting.models import Thread
from drafting.services.discussion import rows
from foundation.verdicts import Verdict

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def close(*, thread: Thread, by: "User", at: dt.datetime, reason: str = "") -> Thread:
    """Say that it is settled. A lead that lifts another organisation's block says why."""
    thread = rows.locked(thread)
    policies.can_close(by, thread, timezone.localdate(at)).enforce()
    said = reason.strip()
    Verdict.unless(
        said or not policies.needs_reason(by, thread), f"Say why you close what {thread.organisation.name} holds open."
    ).enforce()
    shut(thread, by=by, at=at, because=said)
    mine = policies.voices(by, thread.agreement)
    rows.note(thread, Act.CLOSED, text=said, by=by, organisation=rows.voice(by, thread, mine), at=at)
    return thread


def shut(thread: Thread, *, by: "User | None", at: dt.datetime, because: str = "") -> None:
    thread.closed_at, thread.closed_by, thread.closed_because = at, by, because
    thread.changed_at, thread.is_waiting = at, False
    thread.save()


@transaction.atomic
def reopen(*, thread: Thread, by: "User", at: dt.datetime) -> Thread:
    """Go on with it. A block keeps its last day, so that opening it again holds nobody up for longer."""
    thread = rows.locked(thread)
    policies.can_reopen(by, thread).enforce()
    thread.closed_at, thread.closed_by, thread.closed_because, thread.closed_version = None, None, "", None
    thread.outcome, thread.changed_at = "", at
    thread.save()
    mine = policies.voices(by, thread.agreement)
    rows.note(thread, Act.REOPENED, by=by, organisation=rows.voice(by, thread, mine), at=at)
    return thread


def close_all(*, agreement: Agreement, version: Version, by: "User | None", at: dt.datetime) -> int:
    """The text was frozen: nothing more is said of it. The caller holds the agreement's lock. Answers how many."""
    threads = list(Thread.objects.filter(agreement=agreement).open())
    for thread in threads:
        thread.closed_at, thread.closed_by, thread.closed_version = at, by, version.number
        thread.closed_because, thread.is_waiting, thread.changed_at = rows.frozen_words(version.number), False, at
    fields = ["closed_at", "closed_by", "closed_version", "closed_because", "is_waiting", "changed_at"]
    bulk_update_with_history(threads, Thread, fields, default_user=by, default_date=at)
    return len(threads)
