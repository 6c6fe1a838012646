"""Telling people in time. Each asks what should be true by now, so a lost tick only delays; nobody hears it twice."""

import datetime as dt
import functools
import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from foundation import workdays
from notices.models import Notice
from signing import policies, reminding
from signing.choices import WAITING, RequestState
from signing.models import Request, Round
from signing.services import letters_rounds
from signing.services.rounds import settling

MAY_EXPIRE = WAITING | {RequestState.NOT_YET}
logger = logging.getLogger(__name__)

AT_ONCE = 500
STILL_NEWS = dt.timedelta(days=14)
"""An ended time that an outage kept quiet for longer is not told any more: the page says it."""


def remind_signatories(*, at: dt.datetime) -> int:
    """Who has been asked and has not signed: reminders, and the warning 2 working days before the last day."""
    asked = Request.objects.waiting().with_round().exclude(signatory=None).order_by("pk")
    return _each(lambda request: _remind(request, at), asked.iterator(AT_ONCE))


def _remind(request: Request, at: dt.datetime) -> int:
    on, asked_on = workdays.day_of(at), timezone.localdate(request.asked_at)
    calendar = workdays.of_nation(request.organisation.nation)
    sign_by = request.sign_by_on
    if not calendar.is_working(on) or on > sign_by:
        return 0
    if reminding.is_final_due(asked_on, sign_by, on, calendar):
        days = reminding.working_days_left(sign_by, on, calendar)
        key = f"sign.final:{request.pk}:{request.signatory_id}:{sign_by}"
        return _once(request, key, on, lambda: letters_rounds.warn(request=request, days=days, at=at))
    due = reminding.newest(asked_on, on, calendar)
    if due is None or _was_reminded(request, due):
        return 0
    occasion = f"{asked_on}:{due}"
    key = f"sign.reminder:{request.pk}:{request.signatory_id}:{occasion}"
    return _once(request, key, on, lambda: letters_rounds.remind(request=request, occasion=occasion, at=at))


def _was_reminded(request: Request, due: dt.date) -> bool:
    """The lead has pressed Remind since that day: one is enough."""
    return request.reminded_at is not None and timezone.localdate(request.reminded_at) >= due


def _once(request: Request, key: str, on: dt.date, tell: Callable[[], int]) -> int:
    """Not twice, and nobody is told to sign what they could not sign any more, such as after leaving."""
    person = request.signatory
    if _told(key) or person is None or not person.is_active:
        return 0
    return tell() if policies.is_entitled(person, request, on) else 0


def tell_expired(*, at: dt.datetime) -> int:
    """The last day has passed: whoever was asked hears it once, and the lead hears of all of them together."""
    on = workdays.day_of(at)
    rounds = Round.objects.running().filter(sign_by_on__lt=on).order_by("pk")
    return _each(lambda round_: _expired(round_, on, at), rounds.iterator(AT_ONCE))


def _expired(round_: Round, on: dt.date, at: dt.datetime) -> int:
    late: dict[dt.date, list[Request]] = {}
    for request in settling.requests_of(round_):
        request.round = round_
        if request.state in MAY_EXPIRE and on - STILL_NEWS <= request.sign_by_on < on:
            late.setdefault(request.sign_by_on, []).append(request)
    return sum(_expired_on(round_, last, requests, on, at) for last, requests in late.items())


def _expired_on(round_: Round, last: dt.date, requests: list[Request], on: dt.date, at: dt.datetime) -> int:
    told = 0
    for request in requests:
        if request.state in WAITING:
            key = f"sign.expired:{request.pk}:{request.signatory_id}:{last}"
            told += _once(request, key, on, functools.partial(letters_rounds.expired, request=request, at=at))
    if not _told(f"sign.expired:{round_.pk}:lead:{last}:"):
        told += letters_rounds.expired_for_lead(round_=round_, requests=requests, at=at)
    return told


def tell_progress(*, at: dt.datetime) -> int:
    """The lead hears how far it has come: once a day, on working days, when the number has changed."""
    return _each(lambda round_: _progress(round_, at), Round.objects.running().order_by("pk").iterator(AT_ONCE))


def _progress(round_: Round, at: dt.datetime) -> int:
    on = workdays.day_of(at)
    if not workdays.of_nation(round_.version.agreement.lead.nation).is_working(on):
        return 0
    now = policies.standing_of(round_, settling.requests_of(round_))
    prefix = f"sign.progress:{round_.pk}:"
    last = Notice.objects.keyed(prefix).order_by("-pk").first()
    known = last.dedupe_key.split(":")[2] if last else "0-0"
    said = f"{len(now.signed)}-{len(now.gone)}"
    if said == known or (last is not None and workdays.day_of(last.created_at) == on):
        return 0
    return letters_rounds.progress(
        round_=round_, signed=len(now.signed), total=now.total, occasion=f"{said}:{on}", at=at
    )


def _told(prefix: str) -> bool:
    return Notice.objects.keyed(prefix).exists()


def _each(act: Callable[[Any], int], found: Iterable[Any]) -> int:
    """One that fails is logged and found again by the next sweep; it must not keep the others from being told."""
    done = 0
    for one in found:
        try:
            done += act(one)
        except Exception:
            logger.exception("could not tell of %s", one)
    return done
