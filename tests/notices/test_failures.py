"""What becomes of a message that the mail server does not take at once."""

import datetime as dt
import smtplib

import pytest

from notices import delivery, schedule, services
from notices.choices import State
from notices.delivery import Answer, Outcome
from notices.models import Notice

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.parametrize("outcome", [Outcome.LATER, Outcome.TROUBLE, Outcome.UNKNOWN])
def test_not_now_means_later_with_growing_patience(tell, deliver, at, server, outcome):
    notice = tell()
    now = at
    for attempt in range(1, 5):
        server.answers = [Answer(outcome, "451 busy")]
        deliver(now)
        notice.refresh_from_db()
        assert (notice.state, notice.attempts, notice.last_error) == (State.QUEUED, attempt, "451 busy")
        assert notice.not_before == now + schedule.wait_after(attempt)
        assert deliver(notice.not_before - dt.timedelta(seconds=1)).accepted == 0
        now = notice.not_before
    deliver(now)
    notice.refresh_from_db()
    assert (notice.state, notice.last_error) == (State.ACCEPTED, "")
    assert len(set(server.seen)) == 1


def test_five_days_are_enough(tell, deliver, at, server):
    notice = tell()
    server.answers = [Answer(Outcome.TROUBLE, "no answer")] * 2
    deliver(at + schedule.GIVE_UP_AFTER - MINUTE)
    deliver(at + schedule.GIVE_UP_AFTER + MINUTE)
    notice.refresh_from_db()
    assert notice.state == State.FAILED
    assert Notice.objects.filter(kind="delivery.failed").count() == 1


def test_a_refusal_bounces_and_somebody_hears(tell, deliver, admin, server, at):
    notice = tell(failure_to=admin)
    server.answers = [Answer(Outcome.REFUSED, "550 no such user")]
    deliver()
    notice.refresh_from_db()
    told = Notice.objects.get(kind="delivery.failed")
    assert (notice.state, notice.last_error) == (State.BOUNCED, "550 no such user")
    assert told.recipient == admin
    assert told.subject == "We could not deliver an email to Morgan Reed"
    assert "The mail server said: 550 no such user" in told.text
    assert told.state == State.ACCEPTED


def test_nobody_hears_twice_a_week_about_one_address(tell, deliver, admin, server, at):
    for number, day in enumerate((0, 1, 7)):
        tell(dedupe_key=f"n{number}", failure_to=admin, at=at + dt.timedelta(days=day))
        server.answers = [Answer(Outcome.REFUSED, "550 no such user")]
        deliver(at + dt.timedelta(days=day))
    assert Notice.objects.filter(kind="delivery.failed").count() == 2


def test_the_operator_hears_when_nobody_else_can(tell, deliver, person, server, settings):
    tell(failure_to=person)
    server.answers = [Answer(Outcome.REFUSED, "550 no such user")]
    deliver()
    assert Notice.objects.get(kind="delivery.failed").email == settings.OPERATOR_EMAIL


def test_news_of_a_failure_that_fails_ends_there(tell, deliver, admin, server):
    tell(failure_to=admin)
    server.answers = [Answer(Outcome.REFUSED, "550")] * 9
    deliver()
    assert Notice.objects.count() == 2


def test_what_cannot_be_written_as_a_mail_fails_alone(tell, deliver, server):
    bad, good = tell(), tell(dedupe_key="good")
    server.answers = [Answer(Outcome.BROKEN, "not a header")]
    deliver()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (State.FAILED, State.ACCEPTED)


def test_a_server_in_trouble_is_left_alone_and_nobody_loses_their_turn(tell, deliver, at, server):
    notices = [tell(dedupe_key=f"n{number}") for number in range(5)]
    server.answers = [Answer(Outcome.TROUBLE, "refused")] * 2
    assert deliver().is_server_troubled
    assert len(server.seen) == 2
    untouched = Notice.objects.filter(pk__in=[notice.pk for notice in notices[2:]])
    assert {(n.state, n.not_before, n.attempts, n.lease_token) for n in untouched} == {(State.QUEUED, at, 0, None)}


def test_what_may_have_arrived_is_repeated_ever_more_seldom(tell, deliver, at, server):
    notice = tell()
    server.answers = [Answer(Outcome.UNKNOWN, "connection closed")] * 100
    now, tried = at, 0
    while notice.state == State.QUEUED:
        deliver(now)
        tried += 1
        notice.refresh_from_db()
        now = notice.not_before
    assert (notice.state, notice.attempts) == (State.FAILED, tried)
    assert tried < 40


def test_a_server_that_cannot_be_reached_costs_nobody_an_attempt(tell, deliver, at, monkeypatch):
    monkeypatch.setattr(delivery.Line, "call", lambda line: "Connection refused")
    old, new = tell(dedupe_key="old", at=at - schedule.GIVE_UP_AFTER), tell()
    assert deliver().is_server_troubled
    old.refresh_from_db()
    new.refresh_from_db()
    assert (new.state, new.attempts, new.not_before, new.last_error) == (State.QUEUED, 0, at, "Connection refused")
    assert (old.state, old.last_error) == (State.FAILED, "Connection refused")


def test_one_poisonous_message_does_not_hold_up_the_rest(tell, deliver, server):
    notices = [tell(dedupe_key=f"n{number}") for number in range(5)]
    server.answers = [Answer(Outcome.TROUBLE, "connection closed")]
    assert deliver().accepted == 4
    notices[0].refresh_from_db()
    assert notices[0].state == State.QUEUED


def test_a_message_that_comes_back_is_known_by_its_id(tell, deliver, at, admin):
    notice = tell(failure_to=admin)
    deliver()
    assert services.bounce(message_id=f" {notice.message_id}\n", reason="5.1.1 unknown", at=at)
    notice.refresh_from_db()
    assert (notice.state, notice.accepted_at, notice.last_error) == (State.BOUNCED, at, "5.1.1 unknown")
    assert Notice.objects.filter(kind="delivery.failed").count() == 1
    assert not services.bounce(message_id=notice.message_id, reason="again", at=at)
    assert not services.bounce(message_id="<nobody@example>", reason="?", at=at)


def refused(code, words=b"no"):
    return smtplib.SMTPRecipientsRefused({"a@b.uk": (code, words)})


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (refused(550), Outcome.REFUSED),
        (refused(553), Outcome.REFUSED),
        (refused(450), Outcome.LATER),
        (refused(451), Outcome.LATER),
        (refused(421), Outcome.TROUBLE),
        (smtplib.SMTPDataError(554, b"spam"), Outcome.REFUSED),
        (smtplib.SMTPDataError(451, b"later"), Outcome.LATER),
        (smtplib.SMTPDataError(421, b"closing"), Outcome.TROUBLE),
        (smtplib.SMTPSenderRefused(550, b"not you", "us@x"), Outcome.TROUBLE),
        (smtplib.SMTPAuthenticationError(535, b"bad"), Outcome.TROUBLE),
        (smtplib.SMTPConnectError(421, b"busy"), Outcome.TROUBLE),
        (smtplib.SMTPHeloError(501, b"helo"), Outcome.TROUBLE),
        (smtplib.SMTPServerDisconnected("gone"), Outcome.UNKNOWN),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), Outcome.REFUSED),
        (ConnectionResetError(104, "reset"), Outcome.UNKNOWN),
        (TimeoutError("timed out"), Outcome.UNKNOWN),
        (OSError(28, "No space left on device"), Outcome.UNKNOWN),
    ],
)
def test_what_an_error_means(error, outcome):
    answer = delivery.judged(error)
    assert answer.outcome is outcome
    assert answer.words
    assert "\n" not in answer.words
