"""Telling people in time. Each asks what should be true by now, so a lost tick only delays; nobody hears it twice."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Max
from django.utils import timezone

from agreements import assembly
from agreements.models import Piece
from notices.models import Notice
from reviews import board, standing
from reviews.board import Row
from reviews.calendar import of_nation as calendar_of
from reviews.models import Circulation, Decision, Omission
from reviews.services import telling

logger = logging.getLogger(__name__)

AT_ONCE = 500
WAKES = dt.timedelta(hours=7, minutes=30)
"""Nobody is told in the night: for reminders, a day begins then."""
LOOK_AHEAD = dt.timedelta(days=21)
"""The earliest reminder leaves 5 working days before, and holidays may come between."""
STILL_NEWS = dt.timedelta(days=3)
"""A reminder that an outage held back for longer is not sent any more."""
RESTS = dt.timedelta(minutes=30)
"""Nobody is told of a text that somebody is writing at this moment."""


def remind_reviewers(*, at: dt.datetime) -> int:
    """Who has not answered: 5 and 1 working days before the due date, and on the day. Answers how many messages."""
    today = timezone.localdate(at - WAKES)
    due = Circulation.objects.open().due_between(today - STILL_NEWS, today + LOOK_AHEAD)
    found = due.select_related("agreement__lead").order_by("due_on", "pk")[:AT_ONCE]
    return _each(lambda circulation: _remind(circulation, today, at), found)


def _remind(circulation: Circulation, today: dt.date, at: dt.datetime) -> int:
    now = board.of(circulation, circulation.agreement)
    return sum(_remind_party(circulation, row, today, at) for row in now.rows if row.still_to_answer)


def _remind_party(circulation: Circulation, row: Row, today: dt.date, at: dt.datetime) -> int:
    told = 0
    for one in telling.reviewed_by(row.organisation, row.reviewers):
        asked_on = timezone.localdate(one.asked_at)
        offset = standing.newest_reminder(circulation.due_on, row.calendar, asked_on=asked_on, on=today)
        if offset is None:
            continue
        occasion = f"{circulation.due_on}:{offset}"
        key = f"{telling.REMINDER}:{circulation.pk}:{one.pk}:{occasion}"
        if not Notice.objects.filter(dedupe_key=key).exists():
            told += telling.reminded(circulation=circulation, reviewers=[one], occasion=occasion, on=today, at=at)
    return told


def tell_out_of_date(*, at: dt.datetime) -> int:
    """Whoever approved a text that says something else now: once for each new text, and once a day at most."""
    found = Decision.objects.of_open().newest().on_another_text()
    found = found.select_related("circulation__agreement", "organisation", "person", "text").order_by("pk")[:AT_ONCE]
    return _each(lambda decision: _tell_out_of_date(decision, at), found)


def _tell_out_of_date(decision: Decision, at: dt.datetime) -> int:
    agreement = decision.circulation.agreement
    document = assembly.assemble(agreement)
    digest = board.digest_of(agreement, document)
    prefix = f"{telling.OUT_OF_DATE}:{decision.circulation_id}:{decision.pk}:"
    told = Notice.objects.keyed(prefix).values_list("dedupe_key", "created_at")
    today = timezone.localdate(at)
    if any(key.startswith(f"{prefix}{digest[:16]}:") or timezone.localdate(when) == today for key, when in told):
        return 0
    if not _rests(agreement.pk, at) or not agreement.parties.filter(organisation=decision.organisation_id).exists():
        return 0
    changed = board.changed_since(decision.text, agreement, document)
    return telling.out_of_date(decision=decision, changed=changed, occasion=digest[:16], at=at) if changed else 0


def _rests(agreement_id: int, at: dt.datetime) -> bool:
    last = Piece.history.filter(agreement_id=agreement_id).aggregate(last=Max("changed_at"))["last"]
    return last is None or last <= at - RESTS


def escalate(*, at: dt.datetime) -> int:
    """Blocks that nobody settled: once the last day has passed, then every 10 working days. Answers how many told."""
    today = timezone.localdate(at - WAKES)
    found = Decision.objects.of_open().newest().blocking_until_before(today)
    found = found.select_related("circulation__agreement__lead", "organisation").order_by("pk")[:AT_ONCE]
    return _each(lambda decision: _escalate(decision, today, at), found)


def _escalate(decision: Decision, today: dt.date, at: dt.datetime) -> int:
    assert decision.expires_on is not None  # a constraint holds it
    calendar = calendar_of(decision.organisation.nation)
    since = standing.working_days_between(decision.expires_on, today, calendar)
    days = standing.BLOCKS_FOR + since // standing.ESCALATE_EVERY * standing.ESCALATE_EVERY
    prefix = f"{telling.BLOCKED}:{decision.circulation_id}:{decision.pk}:{days}:"
    in_it = decision.circulation.agreement.parties.filter(organisation=decision.organisation_id).exists()
    is_settled = Omission.objects.filter(decision=decision).exists()
    if is_settled or not in_it or Notice.objects.keyed(prefix).exists():
        return 0
    return telling.blocked(decision=decision, days=days, at=at)


def _each(act: Callable[[Any], int], found: Iterable[Any]) -> int:
    """One that fails is logged and found again by the next sweep; it must not keep the others from being told."""
    done = 0
    for one in found:
        try:
            done += act(one)
        except Exception:
            logger.exception("could not tell of %s", one)
    return done
