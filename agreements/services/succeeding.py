"""Passing on what an ended organisation has here: proposed by one person, confirmed by another, then done step by step.

The people, contacts, groups and authority pass at once; each agreement follows in a transaction of its own, so that one
that cannot move yet holds up none of the others. Every step may be run twice.
"""

import datetime as dt
import logging
from typing import TYPE_CHECKING

from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from agreements import policies_succession as policies
from agreements import succession_places as places
from agreements.models import Agreement
from agreements.models.succession import Handover, HandoverItem
from agreements.services import succeeding_each as each
from agreements.services import telling_succession as tell
from agreements.succession import Passing
from foundation import jobs
from foundation.verdicts import Refused, Verdict
from parties.models import Organisation
from parties.services import organisations as directory
from parties.services import passing_on, successions, trail

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

AT_ONCE = 50
"""Agreements that one pass moves before it lets others at the database."""
AGAIN_AFTER = dt.timedelta(hours=1)
"""How long one that could not move waits before it is tried again by itself."""


def heirs(organisation: Organisation, at: dt.datetime) -> list[Organisation]:
    """Who may take over on the day that it passes."""
    today = timezone.localdate(at)
    return successions.heirs(organisation, max(today, organisation.ended_on or today))


@transaction.atomic
def choose(
    *, organisation: Organisation, agreement: Agreement, heir: Organisation | None, by: "User", at: dt.datetime
) -> HandoverItem:
    """Who takes its place in this one agreement; nobody means that it leaves."""
    handover = _opened(organisation, by, at)
    known = heirs(handover.organisation, at)
    (
        policies.can_prepare(by, handover.organisation, handover, known)
        & _follows(heir, known, handover.organisation)
        & Verdict.unless(
            places.touched(handover.organisation).filter(pk=agreement.pk).exists(),
            f"{handover.organisation.name} has no place in this agreement.",
        )
    ).enforce()
    item = HandoverItem.objects.filter(handover=handover, agreement=agreement).first()
    item = item or HandoverItem(handover=handover, agreement=agreement)
    item.heir = heir
    trail.save(item, by=by, at=at)
    return item


@transaction.atomic
def propose(*, organisation: Organisation, heir: Organisation | None, by: "User", at: dt.datetime) -> Handover:
    """Say where everything goes, and ask somebody else to confirm."""
    handover = _opened(organisation, by, at)
    known = heirs(handover.organisation, at)
    (
        policies.can_prepare(by, handover.organisation, handover, known) & _follows(heir, known, handover.organisation)
    ).enforce()
    handover.heir = heir
    handover.proposed_at, handover.proposed_by = at, by
    trail.save(handover, by=by, at=at, because="Proposed")
    tell.asked_to_confirm(handover=handover, at=at)
    return handover


@transaction.atomic
def take_back(*, organisation: Organisation, by: "User", at: dt.datetime) -> Handover:
    """Nothing happens, whether or not somebody has confirmed it, and what was chosen can be chosen again."""
    directory.locked(organisation)
    handover = _locked(organisation)
    policies.can_take_back(by, handover).enforce()
    assert handover is not None
    handover.proposed_at = handover.proposed_by = handover.confirmed_at = handover.confirmed_by = None
    trail.save(handover, by=by, at=at, because="Proposal taken back")
    return handover


@transaction.atomic
def confirm(*, organisation: Organisation, by: "User", at: dt.datetime) -> Handover:
    """It begins at once, or on the day that the organisation ends. What has begun cannot be undone."""
    organisation = directory.locked(organisation)
    handover = _locked(organisation)
    allowed = policies.can_confirm(by, organisation, handover, heirs(organisation, at))
    (allowed & nothing_held(organisation, handover)).enforce()
    assert handover is not None
    handover.confirmed_at, handover.confirmed_by = at, by
    trail.save(handover, by=by, at=at, because="Confirmed")
    jobs.after_commit("agreements.hand_over", handover_id=handover.pk)
    return handover


def nothing_held(organisation: Organisation, handover: Handover | None) -> Verdict:
    """Whether every place can pass on now; else how many cannot. The page lists them."""
    count = len(places.held(places.touched(organisation), organisation, handover))
    noun = "agreement" if count == 1 else "agreements"
    return Verdict.unless(count == 0, f"{count} {noun} cannot be moved yet. Put that right first.")


@transaction.atomic
def try_again(*, organisation: Organisation, by: "User", at: dt.datetime) -> int:
    """Let a worker take up now what could not be moved before. Answers how many agreements that is."""
    directory.locked(organisation)
    handover = _locked(organisation)
    policies.can_try_again(by, handover).enforce()
    assert handover is not None
    items = HandoverItem.objects.select_for_update(of=("self",)).filter(handover=handover, state=Passing.FAILED)
    again = list(items.order_by("pk"))
    for item in again:
        item.state = Passing.WAITING
        trail.save(item, by=by, at=at, because="Tried again")
    jobs.after_commit("agreements.hand_over", handover_id=handover.pk)
    return len(again)


def sweep(*, at: dt.datetime) -> int:
    """Carry on with whatever is under way. Answers how many agreements were moved."""
    waiting = Handover.objects.filter(confirmed_at__isnull=False, finished_at=None).order_by("confirmed_at")
    return sum(carry_on(handover=handover, at=at) for handover in waiting)


def carry_on(*, handover: Handover, at: dt.datetime) -> int:
    """One pass: begin if the day has come, move what can move, and finish when nothing is left."""
    try:
        if not _begun(handover, at):
            return 0
    except Refused as refused:
        logger.warning("handover %s waits: %s", handover.pk, " ".join(refused.reasons))
        return 0
    except OperationalError:
        logger.exception("handover %s could not begin", handover.pk)
        return 0
    due = Q(state=Passing.WAITING) | Q(state=Passing.FAILED, tried_at__lte=at - AGAIN_AFTER)
    items = HandoverItem.objects.filter(due, handover=handover).order_by("-state", "pk")
    done = sum(_tried(item, at) for item in list(items[:AT_ONCE]))
    _finish(handover, at)
    if done and HandoverItem.objects.filter(handover=handover, state=Passing.WAITING).exists():
        jobs.after_commit("agreements.hand_over", handover_id=handover.pk)
    return done


@transaction.atomic
def _begun(handover: Handover, at: dt.datetime) -> bool:
    """The day has come, and what passes at once has passed; new agreements since then are on the list.

    Raises `Refused` when whoever was to take over has ended meanwhile, and nobody can say who comes after it.
    """
    organisation = directory.locked(handover.organisation)
    row = Handover.objects.select_for_update(of=("self",)).select_related("heir", "confirmed_by").get(pk=handover.pk)
    today = timezone.localdate(at)
    if row.confirmed_at is None or row.finished_at is not None:
        return False
    if organisation.ended_on is None or organisation.ended_on > today:
        return False
    row.heir = each.still_there(row.heir, today)
    _enlist(row, at)
    if row.passed_at is None:
        moved = passing_on.pass_on(organisation=organisation, heir=row.heir, by=row.confirmed_by, at=at)
        row.passed_at = at
        trail.save(row, by=row.confirmed_by, at=at, because="Begun")
        tell.moved(handover=row, places=moved, at=at)
    return True


def _enlist(handover: Handover, at: dt.datetime) -> None:
    listed = HandoverItem.objects.filter(handover=handover).order_by().values("agreement")
    fresh = [
        HandoverItem(handover=handover, agreement=agreement, heir=handover.heir)
        for agreement in places.touched(handover.organisation).exclude(pk__in=listed)
    ]
    bulk_create_with_history(fresh, HandoverItem, default_user=handover.confirmed_by, default_date=at)


def _tried(item: HandoverItem, at: dt.datetime) -> bool:
    """One that cannot move keeps its reason, and keeps no other waiting. Whether this pass moved it."""
    try:
        moved = each.move(item=item, at=at)
    except Refused as refused:
        each.note_failure(item=item, reason=" ".join(refused.reasons), at=at, is_stuck=True)
        return False
    except OperationalError:
        # The database was busy or away, which says nothing of this agreement: the next pass takes it up.
        logger.exception("could not reach agreement %s", item.agreement_id)
        return False
    except Exception:
        logger.exception("could not move agreement %s", item.agreement_id)
        each.note_failure(item=item, reason="Something went wrong here. It is tried again by itself.", at=at)
        return False
    return moved


@transaction.atomic
def _finish(handover: Handover, at: dt.datetime) -> None:
    row = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    left = HandoverItem.objects.filter(handover=row).exclude(state=Passing.DONE)
    if row.finished_at is None and not left.exists():
        row.finished_at = at
        trail.save(row, by=row.confirmed_by, at=at, because="Finished")


def _opened(organisation: Organisation, by: "User", at: dt.datetime) -> Handover:
    """The row, held with its organisation's until the transaction ends: of two people one is first."""
    organisation = directory.locked(organisation)
    row = _locked(organisation)
    if row is None:
        row = Handover(organisation=organisation, opened_at=at, opened_by=by)
        trail.save(row, by=by, at=at, because="Begun to prepare")
    row.organisation = organisation
    return row


def _locked(organisation: Organisation) -> Handover | None:
    rows = Handover.objects.select_for_update(of=("self",)).filter(organisation=organisation)
    found: Handover | None = rows.select_related("organisation", "heir", "proposed_by", "confirmed_by").first()
    return found


def _follows(heir: Organisation | None, known: list[Organisation], organisation: Organisation) -> Verdict:
    if heir is None:
        return Verdict.unless(
            not policies.goes_on(organisation), f"Choose who {organisation.name} becomes part of or is now called."
        )
    return Verdict.unless(
        heir.pk in {one.pk for one in known}, f"{heir.name} does not follow {organisation.name}, or has ended too."
    )
