import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.db import OperationalError

from accounts.models import User
from notices import delivery, schedule, services
from notices.choices import State
from notices.delivery import Answer, Outcome
from notices.models import Notice
from notices.services import ledger, sending

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def server(monkeypatch):
    """A mail server that answers as told, then accepts; ``server.seen`` is what was handed to it."""

    class Server:
        def __init__(self):
            self.answers, self.seen = [], []

        def hand_over(self, line, notice):
            self.seen.append(notice.message_id)
            answer = self.answers.pop(0) if self.answers else Answer(Outcome.ACCEPTED)
            return answer(notice) if callable(answer) else answer

    found = Server()
    monkeypatch.setattr(delivery.Line, "hand_over", lambda line, notice: found.hand_over(line, notice))
    return found


def invite(at, **different):
    facts = {"by": "Lauri", "organisation": "Essex", "roles": ["Reader"], "link": "/account/invitation/open-sesame/"}
    values = {"kind": "account.invite", "recipient": None, "email": "new@council.example", "dedupe_key": "invite:1"}
    return services.queue(**(values | different), context=facts | {"expires_at": at}, at=at)


def test_what_is_due_is_sent_and_written_down(tell, deliver, at):
    notice = tell()
    assert deliver().accepted == 1
    notice.refresh_from_db()
    assert (notice.state, notice.accepted_at, notice.settled_at, notice.attempts) == (State.ACCEPTED, at, at, 1)
    assert notice.text
    assert [m.extra_headers["Message-ID"] for m in mail.outbox] == [notice.message_id]


def test_what_is_accepted_is_never_sent_again(tell, deliver, at, server):
    tell()
    for hours in (0, 1, 200):
        deliver(at + dt.timedelta(hours=hours))
    assert len(server.seen) == 1


def test_what_is_not_due_waits(tell, deliver, at, server):
    tell(not_before=at + MINUTE)
    deliver()
    assert server.seen == []
    deliver(at + MINUTE)
    assert len(server.seen) == 1


def test_urgent_ones_first_then_the_oldest(tell, deliver, at, server):
    second, first = tell(at=at), tell(at=at - MINUTE, dedupe_key="older")
    code = invite(at)
    deliver()
    assert server.seen == [code.message_id, first.message_id, second.message_id]


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
    assert told.subject == "We could not deliver an email to David Wilson"
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


def test_a_dead_worker_s_claim_runs_out(tell, deliver, at, server):
    notice = tell()
    _, taken, _ = sending._claim(at=at)
    assert [n.pk for n in taken] == [notice.pk]
    assert deliver(at + MINUTE).accepted == 0
    assert deliver(at + sending.lease()).accepted == 1


def test_a_worker_that_lost_its_claim_does_not_send(tell, at):
    tell()
    token, (notice,), _ = sending._claim(at=at)
    sending._claim(at=at + sending.lease())
    assert not sending._renew(notice, token, at=at + sending.lease())


def test_an_acceptance_counts_whoever_holds_the_claim(tell, at, deliver, server):
    """The slow worker's message did go out: the one that took over must not send it again."""
    tell()
    token, (slow,), _ = sending._claim(at=at)
    sending._renew(slow, token, at=at)
    later = at + sending.lease()
    other, (same,), _ = sending._claim(at=later)
    sending._record(slow, token, Answer(Outcome.ACCEPTED), at=later, tally=sending.Tally())
    assert not sending._renew(same, other, at=later)


def test_an_acceptance_is_recorded_even_if_the_database_is_busy(tell, at, monkeypatch):
    notice = tell()
    tries = []

    def settle(*args, **kwargs):
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("database is locked")

    monkeypatch.setattr(sending.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(sending, "connection", type("C", (), {"in_atomic_block": False, "close": lambda self: None})())
    monkeypatch.setattr(ledger, "settle", settle)
    sending._record(notice, None, Answer(Outcome.ACCEPTED), at=at, tally=sending.Tally())
    assert len(tries) == 3


def test_too_late_to_be_useful_is_not_sent(deliver, at, server):
    notice = invite(at)
    deliver(at + dt.timedelta(days=14))
    notice.refresh_from_db()
    assert (notice.state, notice.last_error, server.seen) == (State.CANCELLED, ledger.TOO_LATE, [])


def test_somebody_who_left_meanwhile_is_not_told(tell, deliver, person, server):
    notice = tell()
    User.objects.filter(pk=person.pk).update(is_active=False)
    deliver()
    notice.refresh_from_db()
    assert (notice.state, notice.last_error, server.seen) == (State.CANCELLED, ledger.LEFT, [])


def test_a_whole_batch_of_leavers_does_not_end_the_drain(tell, deliver, at, server):
    for number in range(sending.BATCH):
        person = User.objects.create_user(f"l{number}@council.example", full_name="Leaver")
        tell(recipient=person, dedupe_key=f"l{number}", at=at - MINUTE)
        User.objects.filter(pk=person.pk).update(is_active=False)
    tell()
    assert deliver().accepted == 1


@pytest.mark.parametrize("answer", [Answer(Outcome.ACCEPTED), Answer(Outcome.REFUSED, "550"), Answer(Outcome.BROKEN)])
def test_a_secret_is_gone_as_soon_as_its_fate_is_known(deliver, at, server, answer):
    notice = invite(at)
    assert "open-sesame" in notice.text
    server.answers = [answer]
    deliver()
    notice.refresh_from_db()
    assert (notice.text, notice.subject, notice.wiped_at) == ("", "Invitation to use the portal", at)


def test_a_secret_stays_while_it_may_have_to_be_repeated(deliver, at, server):
    notice = invite(at)
    server.answers = [Answer(Outcome.LATER, "451")]
    deliver()
    notice.refresh_from_db()
    assert "open-sesame" in notice.text


def test_a_message_that_comes_back_is_known_by_its_id(tell, deliver, at, admin):
    notice = tell(failure_to=admin)
    deliver()
    assert services.bounce(message_id=f" {notice.message_id}\n", reason="5.1.1 unknown", at=at)
    notice.refresh_from_db()
    assert (notice.state, notice.accepted_at, notice.last_error) == (State.BOUNCED, at, "5.1.1 unknown")
    assert Notice.objects.filter(kind="delivery.failed").count() == 1
    assert not services.bounce(message_id=notice.message_id, reason="again", at=at)
    assert not services.bounce(message_id="<nobody@example>", reason="?", at=at)


def test_a_long_drain_stops_for_breath(tell, at, server):
    for number in range(25):
        tell(dedupe_key=f"n{number}")
    tally = services.deliver(clock=lambda: at, most=20)
    assert (tally.accepted, tally.is_more_due) == (20, True)


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
