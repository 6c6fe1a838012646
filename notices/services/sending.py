"""Draining the outbox: claim a few, send each under a lease, write down what the mail server said."""

import datetime as dt
import hashlib
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import OperationalError, connection, transaction

from foundation import text
from notices import delivery, kinds, schedule
from notices.choices import WAITING, State
from notices.delivery import Answer, Outcome
from notices.models import Notice
from notices.services import ledger
from notices.services.queueing import queue, queue_for_operators

logger = logging.getLogger(__name__)

BATCH = 10
TROUBLES_IN_A_ROW = 2
"""One may be the message's fault; after the second the server is left alone for a while."""
BREATH = dt.timedelta(minutes=2)
"""A task that runs longer may be stopped by the worker's time limit, in the middle of a message."""
_GREETINGS, _ANSWERS = 6, 4
"""Steps of a conversation: connecting, greeting, encryption, signing in; then sender, recipient, data and its end."""
_DOUBTFUL = frozenset({Outcome.TROUBLE, Outcome.UNKNOWN})
_TRIES_TO_RECORD = 5


@dataclass
class Tally:
    """What one drain did."""

    accepted: int = 0
    refused: int = 0
    later: int = 0
    is_server_troubled: bool = False
    is_more_due: bool = False


def deliver(*, clock: Callable[[], dt.datetime], most: int = 500) -> Tally:
    """Send what is due, urgent and oldest first, until nothing is left, ``most`` are done or the server is in trouble.

    Any number of workers may do this at once. A worker that dies loses nothing: its claims run out.
    """
    tally = Tally()
    troubles = done = 0
    end = clock() + BREATH
    with delivery.Line() as line:
        while done < most and clock() < end:
            token, notices, was_due = _claim(at=clock())
            if not was_due:
                return tally
            if notices and (words := line.call()):
                _nobody_answered(notices, token, words, at=clock(), tally=tally)
                return tally
            for number, notice in enumerate(notices):
                if not _renew(notice, token, at=clock()):
                    continue  # the claim ran out while earlier ones were slow, and somebody else has it
                answer = line.hand_over(notice)
                _record(notice, token, answer, at=clock(), tally=tally)
                done += 1
                troubles = troubles + 1 if answer.outcome in _DOUBTFUL else 0
                if troubles >= TROUBLES_IN_A_ROW:
                    _give_back(notices[number + 1 :], token)
                    tally.is_server_troubled = True
                    return tally
    tally.is_more_due = True
    return tally


def bounce(*, message_id: str, reason: str, at: dt.datetime) -> bool:
    """A message came back after it had been accepted. False if it is not ours or that is known already."""
    notice = Notice.objects.filter(message_id=message_id.strip()).first()
    return notice is not None and _undeliverable(
        notice, State.BOUNCED, reason, at=at, only_from=frozenset({State.ACCEPTED, *WAITING})
    )


def lease() -> dt.timedelta:
    """Longer than the slowest conversation with a mail server that still ends well."""
    slowest = _GREETINGS * (settings.EMAIL_TIMEOUT or 60) + _ANSWERS * delivery.answer_seconds()
    return dt.timedelta(seconds=getattr(settings, "NOTICE_LEASE_SECONDS", max(120, slowest)))


@transaction.atomic
def _claim(*, at: dt.datetime) -> tuple[uuid.UUID, list[Notice], bool]:
    """Take a few due notices, so that no other worker does, and say whether any was due.

    Rows that somebody else is taking at this moment are skipped. On SQLite the transaction itself is the lock.
    """
    token = uuid.uuid4()
    due = Notice.objects.due(at).select_related("recipient")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True, of=("self",))
    found = list(due[:BATCH])
    late = [notice for notice in found if notice.useful_until and notice.useful_until <= at]
    left = [notice for notice in found if _has_left(notice)]
    ledger.settle(late, State.CANCELLED, at=at, only_from=WAITING, error=ledger.TOO_LATE)
    ledger.settle(left, State.CANCELLED, at=at, only_from=WAITING, error=ledger.LEFT)
    dropped = {notice.pk for notice in [*late, *left]}
    taken = [notice for notice in found if notice.pk not in dropped]
    Notice.objects.filter(pk__in=[notice.pk for notice in taken]).update(
        state=State.SENDING, lease_token=token, leased_until=at + lease()
    )
    return token, taken, bool(found)


def _has_left(notice: Notice) -> bool:
    return bool(notice.recipient and not notice.recipient.is_active and not kinds.kind(notice.kind).reaches_leavers)


def _renew(notice: Notice, token: uuid.UUID, *, at: dt.datetime) -> bool:
    """Is it still ours to send? Asked right before sending, and counted as an attempt."""
    notice.attempts += 1
    return bool(
        Notice.objects.filter(pk=notice.pk, state=State.SENDING, lease_token=token).update(
            leased_until=at + lease(), attempts=notice.attempts
        )
    )


def _record(notice: Notice, token: uuid.UUID, answer: Answer, *, at: dt.datetime, tally: Tally) -> None:
    if answer.outcome is Outcome.ACCEPTED:
        tally.accepted += 1
        # Whoever holds the lease by now: it was accepted, and saying so stops everybody from sending it again.
        _insist(lambda: ledger.settle([notice], State.ACCEPTED, at=at, only_from=WAITING))
    elif answer.outcome is Outcome.REFUSED:
        tally.refused += 1
        _undeliverable(notice, State.BOUNCED, answer.words, at=at, only_from=WAITING)
    elif answer.outcome is Outcome.BROKEN or at >= notice.due_at + schedule.GIVE_UP_AFTER:
        tally.refused += 1
        _undeliverable(notice, State.FAILED, answer.words, at=at, only_from=WAITING)
    else:
        tally.later += 1
        is_doubtful = answer.outcome is Outcome.UNKNOWN
        longest = schedule.LONGEST_WAIT_IN_DOUBT if is_doubtful else schedule.LONGEST_WAIT
        again = at + schedule.wait_after(notice.attempts, longest)
        _give_back([notice], token, not_before=again, last_error=answer.words)


def _nobody_answered(notices: list[Notice], token: uuid.UUID, words: str, *, at: dt.datetime, tally: Tally) -> None:
    """No message was tried, so each keeps its turn; only those that waited for days are given up."""
    tally.is_server_troubled = True
    for notice in notices:
        if at >= notice.due_at + schedule.GIVE_UP_AFTER:
            tally.refused += 1
            _undeliverable(notice, State.FAILED, words, at=at, only_from=WAITING)
    _give_back(notices, token, last_error=words)


def _insist(write: Callable[[], object]) -> None:
    """A busy or restarting database right after a 250 would mean a repeat, so the record is worth several tries."""
    for number in range(_TRIES_TO_RECORD):
        try:
            write()
        except OperationalError:
            if number == _TRIES_TO_RECORD - 1 or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(0.2 * 2**number)
        else:
            return


def _give_back(notices: list[Notice], token: uuid.UUID, **values: object) -> None:
    """End the claim. Unless ``values`` say otherwise, each keeps its turn."""
    mine = Notice.objects.filter(pk__in=[notice.pk for notice in notices], state=State.SENDING, lease_token=token)
    mine.update(state=State.QUEUED, lease_token=None, leased_until=None, **values)


@transaction.atomic
def _undeliverable(notice: Notice, state: State, reason: str, *, at: dt.datetime, only_from: frozenset[State]) -> bool:
    said = text.single_line(reason)[: delivery.ERROR_LIMIT]
    if not ledger.settle([notice], state, at=at, only_from=only_from, error=said):
        return False
    logger.warning("notice %s could not be delivered: %s", notice.pk, said)
    if notice.kind != "delivery.failed" and not notice.kind.startswith("ops."):
        _tell_undelivered(notice, said, at=at)
    return True


def _tell_undelivered(notice: Notice, reason: str, *, at: dt.datetime) -> None:
    """Somebody must know, but once for an address and week, and never about their own address at that address."""
    year, week, _ = at.astimezone(schedule.UK).isocalendar()
    address = hashlib.sha256(notice.email.lower().encode()).hexdigest()[:24]
    key = f"delivery.failed:{address}:{year}-W{week:02}"
    facts = {
        "person": notice.recipient.full_name if notice.recipient else notice.email,
        "email": notice.email,
        "title": kinds.kind(notice.kind).title,
        "about": notice.about,
        "reason": reason,
    }
    concerned = notice.failure_to
    if concerned and concerned.is_active and concerned.email != notice.email:
        queue(
            kind="delivery.failed",
            recipient=concerned,
            dedupe_key=f"{key}:{concerned.pk}",
            context=facts,
            at=at,
            about=notice.about,
            organisation=notice.organisation_id,
        )
    else:
        queue_for_operators(kind="delivery.failed", dedupe_key=key, context=facts, at=at, about=notice.about)
