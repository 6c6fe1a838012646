import datetime as dt

import pytest
from django.core import mail
from django.db import OperationalError

from accounts.models import User
from notices import services
from notices.choices import State
from notices.delivery import Answer, Outcome
from notices.services import ledger, sending

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def invite(at, **different):
    facts = {"by": "Ada", "organisation": "Essex", "roles": ["Reader"], "link": "/account/invitation/open-sesame/"}
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


def test_a_long_drain_stops_for_breath(tell, at, server):
    for number in range(25):
        tell(dedupe_key=f"n{number}")
    tally = services.deliver(clock=lambda: at, most=20)
    assert (tally.accepted, tally.is_more_due) == (20, True)
