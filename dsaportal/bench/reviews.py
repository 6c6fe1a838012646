"""Timing reminders: looking through 100,000 agreements, writing what is due, and handing it to a mail server."""

import datetime as dt
import smtplib
import socketserver
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import override_settings
from django.utils import timezone

from closing.services import deadlines, end_days
from dsaportal import timekeeping
from dsaportal.bench import measure
from notices import services as notices
from notices.choices import State
from notices.models import Notice
from reviews import services
from reviews.models import Plan
from reviews.services import reminding

DUE, MAILS = 1_000, 10_000
MOST_SECONDS, MOST_IDLE_MS, LEAST_A_SECOND = 2, 5, 50
LATE, SLEPT = 20, 15
"""Days since the reviews were due, and since anybody looked: a reminder lies between, whatever day it is today."""
_ROUNDS, _BARE = 15, 500
_DAY = dt.timedelta(days=1)


def lines(*, agreements: int, at: dt.datetime) -> Iterator[str]:
    """Needs organisations with people in them."""
    today = timezone.localdate(at)
    _fill(agreements, at, today)
    yield f"{agreements:,} agreements in force, {Plan.objects.filter(next_notice_at__lte=at).count():,} reviews due"
    yield _idle("nothing due: reviews", lambda: reminding.remind_due(at=at - 30 * _DAY))
    yield _idle("nothing due: other days", lambda: deadlines.remind_due(at=at - 30 * _DAY))
    yield _idle("nothing new: reviews to plan", lambda: services.plan_new(at=at - 30 * _DAY))
    yield _idle("nothing new: ends to follow", lambda: end_days.follow_ends(at=at - 30 * _DAY))
    yield _idle("nothing new: to come into force", lambda: timekeeping.start(at=at - 30 * _DAY))
    yield _due(at)
    yield _handed_over(at)


def _fill(number: int, at: dt.datetime, today: dt.date) -> None:
    """Straight in the database, which is thrown away: in force, two parties each, one review planned, some that end."""
    ops = connection.ops
    now, far = ops.adapt_datetimefield_value(at), ops.adapt_datetimefield_value(at + 300 * _DAY)
    since = ops.adapt_datetimefield_value(at - SLEPT * _DAY)
    day, later = ops.adapt_datefield_value(today - LATE * _DAY), ops.adapt_datefield_value(today + 500 * _DAY)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET statement_timeout = 0")  # for this alone, which no request ever does
        for statement, values in (
            (_ASIDE, []),
            (_AGREEMENTS, [number, now, now, later]),
            (_PARTIES, []),
            (_PLANS, [DUE, day, later, DUE, since, far, now]),
            (_DEADLINES, [far]),
            (_MET, []),
        ):
            cursor.execute(statement, values)
            cursor.execute("ANALYZE")


_ASIDE = "UPDATE agreements_agreement SET status = 'draft'"
"""What is there already has neither texts nor plans: the sweeps would find nothing but that."""
_MINE = "reference LIKE 'DSA-2025-%%'"
_BODIES = "SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS many FROM parties_organisation"
_AGREEMENTS = f"""
WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < %s), bodies AS ({_BODIES})
INSERT INTO agreements_agreement (reference, kind, title, public_title, lead_id, status, status_at, revision,
    created_at, ends_on, working_digest, search_text)
SELECT 'DSA-2025-' || (100000 + i), 'agreement', 'Street lighting ' || i, 'Street lighting ' || i, bodies.id,
    'in_force', %s, 1, %s, CASE WHEN i %% 3 = 0 THEN %s END, '', ''
FROM numbers JOIN bodies ON bodies.place = numbers.i %% bodies.many
"""  # noqa: S608 - nothing that anybody typed
_PARTIES = f"""
WITH bodies AS ({_BODIES}), leads AS (SELECT agreements_agreement.id, bodies.place, bodies.many
    FROM agreements_agreement JOIN bodies ON bodies.id = lead_id WHERE {_MINE}),
    turns(position) AS (SELECT 0 UNION ALL SELECT 1)
INSERT INTO agreements_party (agreement_id, organisation_id, key, position)
SELECT leads.id, bodies.id, 'party-' || turns.position, turns.position
FROM leads CROSS JOIN turns JOIN bodies ON bodies.place = (leads.place + turns.position) %% leads.many
"""  # noqa: S608
_PLANS = f"""
INSERT INTO reviews_plan (agreement_id, number, review_on, next_notice_at, planned_at)
SELECT id, 1, CASE WHEN turn <= %s THEN %s ELSE %s END, CASE WHEN turn <= %s THEN %s ELSE %s END, %s
FROM (SELECT id, row_number() OVER (ORDER BY id) AS turn FROM agreements_agreement WHERE {_MINE}) AS mine
"""  # noqa: S608
_DEADLINES = f"""
INSERT INTO closing_deadline (agreement_id, kind, key, "on", next_notice_at)
SELECT id, 'end', '', ends_on, %s FROM agreements_agreement WHERE {_MINE} AND ends_on IS NOT NULL
"""  # noqa: S608
_MET = f"""
UPDATE agreements_agreement SET is_review_met = true, end_met_on = ends_on,
    review_met_on = (SELECT review_on FROM reviews_plan WHERE agreement_id = agreements_agreement.id)
WHERE {_MINE}
"""  # noqa: S608


def _idle(name: str, act: Callable[[], int]) -> str:
    if act():
        raise RuntimeError(f"{name}: something was")
    asked = measure.statements(act)
    times = [(measure.timed(act), measure.timed(lambda: measure.run(asked))) for _ in range(_ROUNDS)]
    through, bare = (statistics.median(column) for column in zip(*times, strict=True))
    missed = ": MISSED" if through > MOST_IDLE_MS else ""
    said = f"bound {MOST_IDLE_MS} ms{missed}"
    return f"{name:34} {through:7.2f} ms = {through / bare:4.1f} x its SQL ({bare:.2f} ms), {said}"


@dataclass
class _Watch:
    """How long the database itself took, and how often it was asked."""

    seconds: float = 0
    questions: int = 0

    def __call__(self, execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, values, many, context)
        finally:
            self.seconds += time.perf_counter() - began
            self.questions += 1


def _due(at: dt.datetime) -> str:
    watch, began = _Watch(), time.perf_counter()
    with connection.execute_wrapper(watch):
        written = reminding.remind_due(at=at)
    seconds = time.perf_counter() - began
    missed = "" if seconds <= MOST_SECONDS else ": MISSED"
    return (
        f"{DUE:,} reviews due, {written:,} reminders {seconds:6.2f} s = {seconds / watch.seconds:.1f} x its SQL "
        f"({watch.seconds:.2f} s, {watch.questions:,} questions), bound {MOST_SECONDS} s{missed}"
    )


def _handed_over(at: dt.datetime) -> str:
    """To a mail server on this machine that takes everything, by one worker."""
    while Notice.objects.filter(state=State.QUEUED).count() < MAILS:
        rows = Plan.objects.filter(next_notice_at__gt=at + 200 * _DAY).order_by("pk").values("pk")[:DUE]
        Plan.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
            review_on=timezone.localdate(at) - LATE * _DAY, next_notice_at=at - SLEPT * _DAY
        )
        if not reminding.remind_due(at=at):
            raise RuntimeError("nobody is reminded")
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Taker) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host, port = server.server_address[:2]
        smtp = "django.core.mail.backends.smtp.EmailBackend"
        with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST=host, EMAIL_PORT=port):
            began = time.perf_counter()
            sent = 0
            while sent < MAILS:
                sent += notices.deliver(clock=lambda: at + _since(began), most=MAILS).accepted
            rate = sent / (time.perf_counter() - began)
        bare = _bare_rate(host, port)
        server.shutdown()
    missed = "" if rate >= LEAST_A_SECOND else ": MISSED"
    return (
        f"{sent:,} reminders handed to a mail server, {rate:.0f} a second by one worker = 1/{bare / rate:.0f} of what "
        f"a bare connection takes ({bare:,.0f}), bound {LEAST_A_SECOND}{missed}"
    )


def _bare_rate(host: Any, port: int) -> float:
    """The same server, without outbox, leases and record: messages a second over one connection."""
    words = "Subject: A reminder\r\n\r\n" + "A line of a reminder, of the usual length.\r\n" * 30
    began = time.perf_counter()
    with smtplib.SMTP(str(host), port) as line:
        for _ in range(_BARE):
            line.sendmail("from@example.org", ["to@example.org"], words)
    return _BARE / (time.perf_counter() - began)


def _since(began: float) -> dt.timedelta:
    return dt.timedelta(seconds=time.perf_counter() - began)


class _Taker(socketserver.StreamRequestHandler):
    """Just enough of a mail server: it says yes."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper().rstrip()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while self.rfile.readline() not in {b".\r\n", b""}:
                    pass
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return
