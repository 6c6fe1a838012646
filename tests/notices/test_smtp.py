"""Delivery over real SMTP, against a server that misbehaves in every way of the book."""

import datetime as dt
import email
import email.policy
import socket
import time

import pytest
from aiosmtpd.controller import Controller

from notices import letter, mailbox, schedule, services
from notices.choices import State
from notices.models import Notice
from tests.notices.sink import Sink

pytestmark = pytest.mark.django_db


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def sink(settings):
    sink = Sink()
    sink.controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    sink.controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", sink.controller.port, 1
    settings.NOTICE_ANSWER_SECONDS = 2
    yield sink
    if sink.controller.server is not None:
        sink.controller.stop()


def test_exactly_the_intended_headers_and_parts(tell, deliver, sink, settings):
    typed = "A\r\nBcc: all@evil.example"
    notice = tell(context={"organisation": typed, "expires_on": dt.date(2027, 4, 9), "link": "/x/"})
    deliver()
    (taken,) = sink.taken
    assert taken["to"] == [notice.email]
    mail = email.message_from_bytes(taken["content"], policy=email.policy.default)
    assert sorted(mail.keys()) == [
        "Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Reply-To", "Subject", "To",
    ]  # fmt: skip
    assert mail["Subject"] == notice.subject == "ICO registration for A Bcc: all@evil.example runs out on 9 April 2027"
    assert mail["Message-ID"] == notice.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == settings.MAIL_REPLY_TO
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    plain, html = (part.get_content() for part in mail.iter_parts())
    assert mailbox.html_words(html) == letter.words_of(plain)
    assert f'<a href="{settings.SITE_URL}/x/">{settings.SITE_URL}/x/</a>' in html


@pytest.mark.parametrize("mode", ["421", "451", "451-data", "hang", "drop"])
def test_what_did_not_get_through_gets_through_later_as_the_same_message(tell, deliver, sink, at, mode):
    notice = tell()
    sink.mode = mode
    deliver()
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (State.QUEUED, 1)
    assert notice.last_error
    sink.mode = "ok"
    deliver(at + schedule.wait_after(1))
    notice.refresh_from_db()
    assert notice.state == State.ACCEPTED
    assert {entry["id"] for entry in sink.taken} == {notice.message_id}
    assert len(sink.taken) == (2 if mode == "drop" else 1)


@pytest.mark.parametrize("mode", ["550", "554-data"])
def test_a_refusal_bounces(tell, deliver, sink, admin, mode):
    notice = tell(failure_to=admin)
    sink.mode = mode
    deliver()
    notice.refresh_from_db()
    assert notice.state == State.BOUNCED
    assert notice.last_error.startswith(mode[:3])
    assert Notice.objects.filter(kind="delivery.failed", recipient=admin).exists()


def test_a_refused_recipient_does_not_spoil_the_connection_for_the_next(tell, deliver, sink, admin, monkeypatch):
    tell()
    tell(dedupe_key="second", recipient=admin)
    original = Sink.handle_RCPT

    async def picky(self, server, session, envelope, address, options):
        self.mode = "550" if address.startswith("morgan") else "ok"
        return await original(self, server, session, envelope, address, options)

    monkeypatch.setattr(Sink, "handle_RCPT", picky)
    deliver()
    states = set(Notice.objects.exclude(kind="delivery.failed").values_list("email", "state"))
    assert states == {("morgan.reed@essex.example", "bounced"), ("ada.field@essex.example", "accepted")}


def test_a_server_that_takes_its_time_over_the_answer_gets_it_once(tell, deliver, sink):
    notice = tell()
    sink.after = 1.5
    assert deliver().accepted == 1
    assert [entry["id"] for entry in sink.taken] == [notice.message_id]


def test_a_server_that_was_down_for_days_gets_everything_in_order(tell, deliver, sink, at):
    sink.controller.stop()
    notices = [tell(dedupe_key=f"n{n}", at=at + dt.timedelta(minutes=n)) for n in range(12)]
    now = at + dt.timedelta(hours=1)
    for _ in range(96):  # the sweep, here once an hour for four days
        assert deliver(now).is_server_troubled
        now += dt.timedelta(hours=1)
    assert services.oldest_waiting_seconds(at=now) > 4 * 24 * 3600
    sink.controller = Controller(sink, hostname="127.0.0.1", port=sink.controller.port)
    sink.controller.start()
    deliver(now)
    assert [entry["id"] for entry in sink.taken] == [notice.message_id for notice in notices]
    assert set(Notice.objects.values_list("state", flat=True)) == {State.ACCEPTED}


def test_a_server_that_hangs_costs_two_timeouts_not_one_for_each_message(tell, deliver, sink):
    for number in range(20):
        tell(dedupe_key=f"n{number}")
    sink.mode = "hang"
    began = time.monotonic()
    assert deliver().is_server_troubled
    assert time.monotonic() - began < 6
