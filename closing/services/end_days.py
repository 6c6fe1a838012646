"""The last day of each agreement that is signed: kept true to its text and to what was decided, and told in time."""

import datetime as dt
import functools
import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from agreements import met
from agreements.choices import COMPLETE, Status
from agreements.models import Agreement, Ending, Transition
from closing.choices import DeadlineKind
from closing.models import Deadline
from closing.services import deadlines
from closing.services.deadlines import Occasion, Told
from reviews.events import last_day
from reviews.schedule import ENDS
from reviews.services import together

logger = logging.getLogger(__name__)

NOTICE = "end_due"
AT_ONCE, UNMET = 1_000, 10_000
"""Of those that are unmet, the ones with a decided end stay so until it has come."""


def register() -> None:
    """Called from the app's ``ready``."""
    deadlines.register(DeadlineKind.END, Told(NOTICE, ENDS, words, stands=_applies))


def follow_ends(*, at: dt.datetime) -> int:
    """Make the days true to the agreements. Answers how many were not."""
    return _follow_all({*_moved(), *_decided()}, at)


def check(*, at: dt.datetime) -> int:
    """Once a night: whatever ``follow_ends`` was never told of. Answers how many; it should be none."""
    done = _follow_all(_astray(), at)
    if done:
        logger.warning("the last days of %s agreements were not as they said", done)
    return done


def _follow_all(keys: Collection[int], at: dt.datetime) -> int:
    return together.in_batches(functools.partial(_follow_each, at=at), sorted(keys)[:AT_ONCE])


def _moved() -> Sequence[int]:
    """What is kept for them is not the day of their text. Two questions, so that an index alone answers the first."""
    unmet = list(Agreement.objects.filter(met.END_UNMET).order_by("pk").values_list("pk", flat=True)[:UNMET])
    if not unmet:
        return []
    rows = Agreement.objects.filter(pk__in=unmet).exclude(_has_decided_end())
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _decided() -> Sequence[int]:
    """There are few, and which day comes first is not the database's to say."""
    rows = Ending.objects.filter(ended_at=None, agreement__status__in=sorted(COMPLETE))
    found = [row.agreement for row in rows.select_related("agreement")]
    return [agreement.pk for agreement in found if agreement.end_met_on != last_day(agreement)]


def _astray() -> set[int]:
    """The same, found by comparing each with the row that is kept for it, whatever the agreements say of it."""
    open_ = Deadline.objects.filter(kind=DeadlineKind.END, settled_at=None)
    ours = open_.filter(agreement=OuterRef("pk"))
    complete = Agreement.objects.filter(status__in=sorted(COMPLETE))
    true = ours.filter(on=OuterRef("ends_on"), agreement__end_met_on=F("on"))
    missing = complete.filter(ends_on__isnull=False, ending=None).exclude(Exists(true))
    over = ~Q(agreement__status__in=sorted(COMPLETE)) | Q(agreement__ends_on=None, agreement__ending=None)
    decided = complete.filter(_has_decided_end()).exclude(Exists(ours.filter(agreement__end_met_on=F("on"))))
    keys = (missing.values_list("pk"), open_.filter(over).values_list("agreement"), decided.values_list("pk"))
    return {key for found in keys for (key,) in found.order_by("pk")[:AT_ONCE]}


def _has_decided_end() -> Q:
    return Q(status__in=sorted(COMPLETE), ending__isnull=False)


def ahead(*, at: dt.datetime) -> list[Deadline]:
    """Days that the sweep has not met yet, as it would keep them. Writes nothing."""
    rows = Agreement.objects.filter(pk__in={*_moved(), *_decided()}).select_related("lead", "ending")
    found = []
    for agreement in rows:
        ending = getattr(agreement, "ending", None)
        day = last_day(agreement)
        if day is not None:
            row = Deadline(agreement=agreement, kind=DeadlineKind.END, on=day)
            row.next_notice_at = deadlines.next_at(row, _since(agreement, ending, at))
            found.append(row)
    return found


@transaction.atomic
def _follow_each(keys: Sequence[int], *, at: dt.datetime) -> int:
    return sum(_follow(key, at) for key in keys)


def _follow(key: int, at: dt.datetime) -> bool:
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=key)
    ending: Ending | None = Ending.objects.filter(agreement=agreement).first()
    day = last_day(agreement) if agreement.status in COMPLETE else None
    if agreement.end_met_on != day:
        agreement.end_met_on = day
        agreement.save_without_historical_record(update_fields=met.END)  # history keeps nothing of it
    if day is None:
        return deadlines.settle(agreement=agreement, kind=DeadlineKind.END, at=at)
    since = _since(agreement, ending, at)
    return bool(deadlines.set_day(agreement=agreement, kind=DeadlineKind.END, on=day, since=since, at=at))


def _since(agreement: Agreement, ending: Ending | None, at: dt.datetime) -> dt.datetime:
    """From when people can be told of this day: a sweep that slept since then owes what came due meanwhile."""
    if ending is not None and ending.ended_at is None:
        return ending.decided_at
    if Deadline.objects.filter(agreement=agreement, kind=DeadlineKind.END).exists():
        return at  # it moved without anybody's recorded decision
    signed = Transition.objects.filter(agreement=agreement, target__in=sorted(COMPLETE)).exclude(
        source__in=sorted(COMPLETE)
    )
    last = signed.order_by("-at").values_list("at", flat=True).first()
    return last or at


def _applies(deadline: Deadline, today: dt.date) -> bool:
    return deadline.on >= today and Status(deadline.agreement.status) in COMPLETE


def words(one: Occasion) -> Mapping[str, Any]:
    """True on the day it leaves: after a weekend or an outage the days are counted anew."""
    agreement, body = one.deadline.agreement, one.who.organisation
    return {
        "name": one.who.name,
        "title": agreement.public_title or agreement.reference,
        "full_title": agreement.title,
        "reference": agreement.reference,
        "lead": agreement.lead.name,
        "lead_email": agreement.lead.email,
        "organisation": body.legal_name,
        "is_lead": body.pk == agreement.lead_id,
        "ends_on": one.deadline.on,
        "days_left": max((one.deadline.on - timezone.localdate(one.at)).days, 0),
        "link": agreement.get_absolute_url(),
    }
