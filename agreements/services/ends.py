"""Reviewing and keeping, pausing, leaving and ending what applies."""

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agreements import policies_changes as rules
from agreements.choices import COMPLETE, How, Status
from agreements.models import Agreement, Departure, Ending, Suspension, Variation
from agreements.services import content, life
from agreements.services.moving import move
from agreements.workflow import Verb
from foundation.verdicts import Refused, Verdict
from parties.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

CONFIRM_WITHIN = dt.timedelta(days=30)
"""How long the parties have to say what happened to the data, unless the lead says otherwise."""


@transaction.atomic
def start_review(*, agreement: Agreement, by: "User | None", at: dt.datetime) -> Agreement:
    """It is looked at again, and applies meanwhile. Who may is reviews' to say. Does nothing twice."""
    agreement = content.locked(agreement)
    if agreement.status == Status.IN_FORCE:
        move(agreement, Verb.START_REVIEW, by=by, at=at, version=life.current_version(agreement))
    return agreement


@transaction.atomic
def keep(
    *, agreement: Agreement, review_on: dt.date | None, reason: str, by: "User | None", at: dt.datetime
) -> Agreement:
    """Reviewed and unchanged: it applies as before, and is looked at again on that day."""
    agreement = content.locked(agreement)
    if agreement.status != Status.UNDER_REVIEW:
        raise Refused(["The agreement is not under review."])
    agreement.review_on = review_on
    agreement.save(update_fields=["review_on"])
    return move(agreement, Verb.KEEP, by=by, at=at, version=life.current_version(agreement), reason=reason)


@transaction.atomic
def suspend(*, agreement: Agreement, from_on: dt.date, reason: str, by: "User | None", at: dt.datetime) -> Suspension:
    """From that day nobody shares under it until the pause is lifted. Its dates and duties go on."""
    agreement = content.locked(agreement)
    today = timezone.localdate(at)
    (
        rules.can_suspend(by, agreement)
        & Verdict.unless(today <= from_on <= today + rules.LONGEST, "The day must be today or later, and not far off.")
        & Verdict.unless(reason.strip(), "Say why sharing is paused.")
    ).enforce()
    row = Suspension(agreement=agreement, from_on=from_on, reason=reason.strip(), suspended_at=at, suspended_by=by)
    row.save()
    return row


@transaction.atomic
def lift(*, agreement: Agreement, reason: str, by: "User | None", at: dt.datetime) -> Suspension:
    agreement = content.locked(agreement)
    (rules.can_lift(by, agreement) & Verdict.unless(reason.strip(), "Say why sharing may go on.")).enforce()
    row: Suspension = Suspension.objects.get(agreement=agreement, lifted_at=None)
    row.lifted_at, row.lifted_by, row.lifted_because = at, by, reason.strip()
    row.save()
    return row


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
    """The organisation says that it leaves, and when. Until then it is a party like the others."""
    agreement = content.locked(agreement)
    (
        rules.can_give_notice(by, agreement, organisation)
        & rules.is_day_to_leave(agreement, leaves_on, timezone.localdate(at))
        & Verdict.unless(reason.strip(), "Say why it leaves.")
    ).enforce()
    party = agreement.parties.get(organisation=organisation)
    row = Departure(
        agreement=agreement,
        organisation=organisation,
        party_key=party.key,
        given_at=at,
        given_by=by,
        leaves_on=leaves_on,
        reason=reason.strip(),
    )
    row.save()
    return row


@transaction.atomic
def take_back_notice(*, departure: Departure, by: "User | None", at: dt.datetime) -> Departure:
    """It stays after all, as long as the day has not come."""
    agreement = content.locked(departure.agreement)
    row: Departure = Departure.objects.select_for_update(of=("self",)).get(pk=departure.pk)
    rules.can_take_back_notice(by, agreement, row).enforce()
    row.taken_back_at, row.taken_back_by = at, by
    row.save()
    return row


@transaction.atomic
def leave(*, departure: Departure, at: dt.datetime) -> bool:
    """The day has come. Answers False when it was done before, or taken back."""
    content.locked(departure.agreement)
    row: Departure = Departure.objects.select_for_update(of=("self",)).get(pk=departure.pk)
    if row.left_at is not None or row.taken_back_at is not None or row.leaves_on > timezone.localdate(at):
        return False
    row.left_at = at
    row.save()
    return True


@transaction.atomic
def plan_end(
    *,
    agreement: Agreement,
    on: dt.date,
    how: How,
    reason: str,
    by: "User | None",
    at: dt.datetime,
    confirm_by: dt.date | None = None,
) -> Ending:
    """It ends on that day, which may be today. What was decided before about its end no longer counts."""
    agreement = content.locked(agreement)
    (
        rules.can_end(by, agreement)
        & rules.is_day_to_end(agreement, on, timezone.localdate(at))
        & Verdict.unless(reason.strip(), "Say why it ends.")
    ).enforce()
    confirm_by = confirm_by or on + CONFIRM_WITHIN
    Verdict.unless(
        on <= confirm_by <= on + rules.LONGEST,
        "The parties confirm on the day of the end or later, and within five years of it.",
    ).enforce()
    row = Ending.objects.filter(agreement=agreement).first() or Ending(agreement=agreement)
    row.on, row.how, row.reason, row.confirm_by_on = on, how, reason.strip(), confirm_by
    row.decided_at, row.decided_by, row.announced_at = at, by, None
    row.save()
    _end(agreement, at)
    return row


@transaction.atomic
def call_off_end(*, agreement: Agreement, by: "User | None", at: dt.datetime) -> None:
    """It goes on after all, as long as the day has not come. The end that its text names stays."""
    agreement = content.locked(agreement)
    rules.can_call_off_end(by, agreement).enforce()
    Ending.objects.get(agreement=agreement, ended_at=None).delete()


@transaction.atomic
def end(*, agreement: Agreement, at: dt.datetime) -> Ending | None:
    """The day has come, decided or by its own text. None when it has not, or when the agreement ended before.

    Where a newer text is signed and begins by now, that takes its place instead: sharing goes on.
    """
    begins = Variation.objects.filter(
        Q(agreement__starts_on=None) | Q(agreement__starts_on__lte=timezone.localdate(at)),
        replaces=agreement,
        closed_at=None,
        agreement__status=Status.SIGNED,
    ).first()
    if begins is not None:
        life.come_into_force(agreement=begins.agreement, at=at)
    return _end(agreement, at)


def _end(agreement: Agreement, at: dt.datetime) -> Ending | None:
    agreement = content.locked(agreement)
    row: Ending | None = Ending.objects.filter(agreement=agreement).first()
    today = timezone.localdate(at)
    if Status(agreement.status) not in COMPLETE:
        return None
    by_text = agreement.ends_on + dt.timedelta(days=1) if agreement.ends_on else None
    if by_text is not None and by_text <= today and (row is None or row.on >= by_text):
        row = row or Ending(agreement=agreement, decided_at=at)
        row.on, row.how, row.confirm_by_on = by_text, How.DATE, max(by_text + CONFIRM_WITHIN, today)
    if row is None or row.on > today:
        return None
    row.ended_at = at
    row.save()
    move(agreement, Verb.END, by=row.decided_by, at=at, version=life.current_version(agreement), reason=row.reason)
    return row


def due_to_end(on: dt.date) -> list[int]:
    """The keys of agreements whose last day has passed, decided or by their own text."""
    open_ = Agreement.objects.filter(status__in=sorted(COMPLETE)).order_by("pk")
    # Two questions, because no index answers both at once.
    decided = open_.filter(pk__in=Ending.objects.filter(on__lte=on, ended_at=None).values("agreement"))
    found = (rows.values_list("pk", flat=True) for rows in (decided, open_.filter(ends_on__lt=on)))
    return sorted({key for keys in found for key in keys})


def due_to_leave(on: dt.date) -> list[int]:
    """The keys of notices to leave whose day has come."""
    rows = Departure.objects.filter(left_at=None, taken_back_at=None, leaves_on__lte=on)
    return list(rows.values_list("pk", flat=True))
