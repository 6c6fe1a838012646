"""Leaving, pausing and ending: what the agreement's floor does, and whom it concerns is told in the same breath."""

import datetime as dt
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from agreements import policies_changes as rules
from agreements import services as agreements
from agreements.choices import COMPLETE, How, Status
from agreements.models import Agreement, Departure, Ending, Suspension, Variation
from closing import policies_ends, querysets_ends
from closing.services import letters_ends as letters
from foundation.verdicts import Verdict
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def give_notice(
    *,
    agreement: Agreement,
    organisation: Organisation,
    leaves_on: dt.date,
    reason: str,
    by: "User | None",
    at: dt.datetime,
) -> Departure:
    """The organisation says that it leaves, and every other party is told."""
    agreement = _locked(agreement)
    last = querysets_ends.last_end(agreement)
    (
        rules.can_give_notice(by, agreement, organisation)
        and policies_ends.is_day_to_leave(agreement, leaves_on, timezone.localdate(at), last)
    ).enforce()
    row = agreements.give_notice(
        agreement=agreement, organisation=organisation, leaves_on=leaves_on, reason=reason, by=by, at=at
    )
    letters.notice_given(departure=row, document=agreements.current_version(agreement).document, by=by, at=at)
    return row


@transaction.atomic
def take_back_notice(*, departure: Departure, by: "User | None", at: dt.datetime) -> Departure:
    """It stays after all, and those who heard that it leaves hear that, too."""
    row = agreements.take_back_notice(departure=departure, by=by, at=at)
    letters.notice_taken_back(departure=row, by=by, at=at)
    return row


@transaction.atomic
def pause(*, agreement: Agreement, from_on: dt.date, reason: str, by: "User | None", at: dt.datetime) -> Suspension:
    agreement = _locked(agreement)
    last = querysets_ends.last_end(agreement)
    (
        rules.can_suspend(by, agreement)
        and policies_ends.is_day_to_pause(agreement, from_on, timezone.localdate(at), last)
    ).enforce()
    row = agreements.suspend(agreement=agreement, from_on=from_on, reason=reason, by=by, at=at)
    letters.paused(suspension=row, by=by, at=at)
    return row


@transaction.atomic
def lift(*, agreement: Agreement, reason: str, by: "User | None", at: dt.datetime) -> Suspension:
    row = agreements.lift(agreement=agreement, reason=reason, by=by, at=at)
    letters.lifted(suspension=row, by=by, at=at)
    return row


@transaction.atomic
def decide_end(
    *, agreement: Agreement, on: dt.date, confirm_by: dt.date, reason: str, by: "User | None", at: dt.datetime
) -> Ending:
    """It ends on that day, today or later, and every party is told."""
    row = agreements.plan_end(
        agreement=agreement, on=on, how=How.NOTICE, reason=reason, confirm_by=confirm_by, by=by, at=at
    )
    _announce(row.pk, at=at)
    _warn_after_end(row.pk, at=at)
    return row


@transaction.atomic
def call_off_end(*, agreement: Agreement, reason: str, by: "User | None", at: dt.datetime) -> None:
    """It goes on after all."""
    agreement = _locked(agreement)
    Verdict.unless(reason.strip(), "Say why it goes on.").enforce()
    planned: Ending | None = Ending.objects.filter(agreement=agreement, ended_at=None).first()
    agreements.call_off_end(agreement=agreement, by=by, at=at)
    if planned is not None:
        letters.end_called_off(agreement=agreement, on=planned.on, reason=reason.strip(), by=by, at=at)


def end_due(*, at: dt.datetime) -> int:
    """End every agreement whose last day has passed. Answers how many ended."""
    due = agreements.due_to_end(timezone.localdate(at))
    return sum(_alone(_end, key, at) for key in due)


def leave_due(*, at: dt.datetime) -> int:
    """Let every party go whose day has come. Answers how many went."""
    due = agreements.due_to_leave(timezone.localdate(at))
    return sum(_alone(_leave, key, at) for key in due)


def tell(*, at: dt.datetime) -> int:
    """What happened on a floor that tells nobody: ends decided in reviews, and texts that took another's place.

    Answers how many ends and replacements were looked at.
    """
    parts: tuple[tuple[Callable[..., int], list[int]], ...] = (
        (_announce, querysets_ends.unannounced()),
        (_warn_after_end, querysets_ends.ended_untold()),
        (_follow_change, querysets_ends.replaced_untold()),
    )
    return sum(_alone(act, pk, at) for act, due in parts for pk in due)


def _alone(act: Callable[..., int], pk: int, at: dt.datetime) -> int:
    """One that fails is logged and found again by the next sweep; it must not keep the others from being done."""
    try:
        return act(pk, at=at)
    except Exception:
        logger.exception("%s failed for %s", act.__name__.strip("_"), pk)
        return 0


@transaction.atomic
def _end(agreement_id: int, *, at: dt.datetime) -> int:
    return int(agreements.end(agreement=Agreement.objects.get(pk=agreement_id), at=at) is not None)


@transaction.atomic
def _leave(departure_id: int, *, at: dt.datetime) -> int:
    row = Departure.objects.select_related("agreement__lead", "organisation").get(pk=departure_id)
    if not agreements.leave(departure=row, at=at):
        return 0
    agreement = _locked(row.agreement)
    if Status(agreement.status) in COMPLETE:  # of one that ended meanwhile, there is nothing left to leave
        letters.left(departure=row, document=agreements.current_version(agreement).document, at=at)
    return 1


@transaction.atomic
def _announce(ending_id: int, *, at: dt.datetime) -> int:
    row = _ending(ending_id)
    if row is None or row.announced_at is not None or row.how == How.DATE:
        return 0
    letters.end_planned(ending=row, at=at)
    row.announced_at = at
    row.save(update_fields=["announced_at"])
    return 1


@transaction.atomic
def _warn_after_end(ending_id: int, *, at: dt.datetime) -> int:
    row = _ending(ending_id)
    if row is None or row.ended_at is None or row.annexes_told_at is not None:
        return 0
    _warn_annexes(row.agreement, None, at)
    row.annexes_told_at = at
    row.save(update_fields=["annexes_told_at"])
    return 1


@transaction.atomic
def _follow_change(variation_id: int, *, at: dt.datetime) -> int:
    rows = Variation.objects.select_for_update(of=("self",)).select_related("replaces__lead", "agreement")
    row: Variation = rows.get(pk=variation_id)
    if row.closed_at is None or row.annexes_told_at is not None:
        return 0
    if row.replaces.status == Status.SUPERSEDED:
        _warn_annexes(row.replaces, row.agreement, at)
    row.annexes_told_at = at
    row.save(update_fields=["annexes_told_at"])
    return 1


def _warn_annexes(parent: Agreement, newer: Agreement | None, at: dt.datetime) -> None:
    version = parent.versions.order_by("-number").first()
    if version is None:
        return
    among = querysets_ends.led_by_parties(parent, besides=querysets_ends.gone(parent))
    found = [one for one in querysets_ends.annexes(version.document, among) if newer is None or one.pk != newer.pk]
    letters.parent_gone(parent=parent, annexes=found, newer=newer, at=at)


def _ending(ending_id: int) -> Ending | None:
    """The row, under the agreement's lock; None when it was called off meanwhile."""
    found = Ending.objects.filter(pk=ending_id).values_list("agreement_id", flat=True).first()
    if found is None:
        return None
    Agreement.objects.select_for_update(of=("self",)).get(pk=found)
    rows = Ending.objects.select_related("agreement__lead", "decided_by")
    ending: Ending | None = rows.filter(pk=ending_id).first()
    return ending


def _locked(agreement: Agreement) -> Agreement:
    row: Agreement = Agreement.objects.select_for_update(of=("self",)).select_related("lead").get(pk=agreement.pk)
    return row
