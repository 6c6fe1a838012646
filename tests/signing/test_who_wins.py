"""Two acts at once: the lock decides, the loser sees why. Both orders and together, 20 times each."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connections, transaction

from agreements.models import Agreement, Transition
from foundation.verdicts import Refused
from notices.models import Notice
from parties.models import Authority
from parties.services import authority
from signing.choices import RequestState
from signing.models import Signature
from signing.services import acts, answers, rounds
from signing.services.rounds import settling
from tests.signing import racing, scene
from tests.signing.racing import ORDERS, Race
from tests.signing.scene import AT, MINUTE, Cast

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TIMES = 20
TWO = AT + 2 * MINUTE
ONE_IS_ENOUGH = {"into_force": {"rule": "quorum", "number": 1}}


@pytest.fixture
def cast(settings, tmp_path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    settings.CELERY_TASK_ALWAYS_EAGER = False
    return scene.call_cast(AT)


@pytest.fixture
def deputy(cast):
    return scene._signatory("eve@police.example", "Eve Ward", cast.partner, "Deputy", "Sergeant", AT)


def each(start: Callable[[], Race], order: str) -> Iterator[Race]:
    for _ in range(TIMES if order == "together" else TIMES // 2):
        yield start()


def signed(answer: object) -> bool:
    return isinstance(answer, Signature)


def why(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return " ".join(answer.reasons)


def holds(race: Race) -> None:
    assert race.faults() == []


@pytest.fixture(autouse=True)
def _the_chain_holds() -> Iterator[None]:
    yield
    assert racing.chain_faults() == []


@pytest.mark.parametrize("order", ORDERS)
def test_last_and_last_both_count_and_it_is_sealed_once(cast, order):
    """T25."""
    for race in each(lambda: Race(cast), order):
        given = racing.run(race.signing("essex", cast.first), race.signing("police", cast.second), order)
        assert all(signed(answer) for answer in given), given
        holds(race)
        assert (race.status, race.round.state) == ("in_force", "complete")


@pytest.mark.parametrize("order", ORDERS)
def test_pressed_twice_is_signed_once(cast, order):
    for race in each(lambda: Race(cast), order):
        press = race.signing("essex", cast.first)
        given = racing.run(press, press, order)
        assert len({answer.pk for answer in given}) == 1
        holds(race)
    count = Signature.objects.count()
    assert Notice.objects.filter(kind="sign.receipt").count() == count


@pytest.mark.parametrize("order", ORDERS)
def test_sign_and_withdraw(cast, order):
    for race in each(lambda: Race(cast), order):

        def withdraw(race=race):
            return rounds.withdraw(agreement=race.agreement, by=cast.officer, at=TWO, reason="Not needed")

        act, ended = racing.run(race.signing("essex", cast.first), withdraw, order)
        assert isinstance(ended, Agreement)
        assert (race.status, race.round.state) == ("withdrawn", "withdrawn")
        states = {row.party_key: row.state for row in race.round.requests.all()}
        assert states["police"] == "withdrawn"
        if signed(act):
            assert (order != "second", states["essex"]) == (True, "signed")
        else:
            assert "was withdrawn on 20 November 2026 at 10:02am by Ada Field" in why(act)
            assert (order != "first", states["essex"]) == (True, "withdrawn")
        assert Notice.objects.filter(
            kind="sign.withdrawn", recipient=cast.first, about=race.agreement.reference
        ).exists()
        holds(race)


@pytest.mark.parametrize("order", ORDERS)
def test_sign_and_recall(cast, order):
    for race in each(lambda: Race(cast), order):

        def recall(race=race):
            return rounds.recall(round_=race.round, by=cast.officer, at=TWO, reason="A slip")

        act, ended = racing.run(race.signing("essex", cast.first), recall, order)
        assert signed(act) is isinstance(ended, Refused), (act, ended)
        if signed(act):
            assert "Somebody has signed already" in why(ended)
            assert (race.status, race.round.state) == ("signing", "open")
        else:
            assert "taken back from signature" in why(act)
            assert (race.status, race.round.state) == ("agreed", "recalled")
        assert signed(act) or order != "first"
        assert not signed(act) or order != "second"
        holds(race)


@pytest.mark.parametrize("order", ORDERS)
def test_sign_and_decline_by_the_partys_other_signatory(cast, deputy, order):
    for race in each(lambda: Race(cast, second=[cast.second, deputy], **ONE_IS_ENOUGH), order):

        def decline(race=race):
            said = {"reason": "not_needed", "text": "", "seen_by": "all"}
            return answers.decline(request=race.request("police"), by=deputy, at=TWO, **said)

        act, no = racing.run(race.signing("police", cast.second), decline, order)
        assert signed(act) is isinstance(no, Refused), (act, no)
        assert race.request("police").state == ("signed" if signed(act) else "declined")
        if not signed(act):
            assert why(act) == "Your organisation declined to sign this."
        assert order == "together" or signed(act) is (order == "first")
        holds(race)


@pytest.mark.parametrize("order", ORDERS)
def test_sign_and_pass_on(cast, deputy, order):
    for race in each(lambda: Race(cast), order):

        def pass_on(race=race):
            return answers.pass_on(request=race.request("police"), to=deputy, text="", by=cast.second, at=TWO)

        act, passed = racing.run(race.signing("police", cast.second), pass_on, order)
        assert signed(act) is isinstance(passed, Refused), (act, passed)
        if not signed(act):
            assert "passed" in why(act) or why(act) == "Somebody else was asked to sign this."
            assert race.request("police").signatory == deputy
        assert order == "together" or signed(act) is (order == "first")
        holds(race)


@pytest.mark.parametrize("order", ORDERS)
def test_the_new_one_signs_and_the_old_one_takes_it_back(cast, deputy, order):
    for race in each(lambda: Race(cast), order):
        answers.pass_on(request=race.request("police"), to=deputy, text="", by=cast.second, at=AT)

        def take_back(race=race):
            return answers.take_back(request=race.request("police"), by=cast.second, at=TWO)

        act, back = racing.run(race.signing("police", deputy), take_back, order)
        assert signed(act) is isinstance(back, Refused), (act, back)
        assert race.request("police").signatory == (deputy if signed(act) else cast.second)
        holds(race)


@pytest.mark.parametrize("order", ORDERS)
def test_sign_and_remove(cast, order):
    for race in each(lambda: Race(cast, **ONE_IS_ENOUGH), order):

        def remove(race=race):
            return rounds.remove(request=race.request("police"), by=cast.officer, at=TWO, reason="Merged")

        act, gone = racing.run(race.signing("police", cast.second), remove, order)
        assert signed(act) is isinstance(gone, Refused), (act, gone)
        assert race.request("police").state == ("signed" if signed(act) else "removed")
        if not signed(act):
            assert "no longer asked to sign" in why(act)
        assert order == "together" or signed(act) is (order == "first")
        holds(race)


@pytest.mark.parametrize("order", ORDERS)
def test_sign_and_the_authority_ends(cast, order):
    person, administrator = cast.second, Authority.objects.get(person=cast.second).recorded_by
    for race in each(lambda: Race(cast), order):
        sign = race.signing("police", person)
        right = Authority.objects.get(person=person, ended_at=None)

        def end(right=right):
            return authority.end(authority=right, reason="Left the post", by=administrator, at=AT + MINUTE)

        act, ended = racing.run(sign, end, order)
        assert not isinstance(ended, Refused)
        if not signed(act):
            assert "ended on 20 November 2026" in why(act) or "has changed since you confirmed it" in why(act)
        assert order == "together" or signed(act) is (order == "first")
        holds(race)
        racing.give_again(right, administrator)


@pytest.mark.parametrize("order", ORDERS)
def test_too_late_and_more_time(cast, order):
    """Each round a day later than the one before: the chain takes no link that is older than its last."""
    days = iter(range(TIMES))
    for race in each(lambda: Race(cast, sign_by=scene.SIGN_BY + dt.timedelta(days=next(days))), order):
        last = race.round.sign_by_on
        end = dt.datetime.combine(last, dt.time(23, 59), tzinfo=dt.UTC)
        assert signed(racing.tried(race.signing("essex", cast.first, end)))  # the last minute is in

        def extend(race=race, last=last, at=end + MINUTE):
            later = last + dt.timedelta(days=7)
            return rounds.extend(round_=race.round, sign_by=later, reason="", by=cast.officer, at=at)

        act, more = racing.run(race.signing("police", cast.second, end + MINUTE), extend, order)
        assert not isinstance(more, Refused)
        if not signed(act):
            assert "The time to sign this has ended." in why(act)
        assert order == "together" or signed(act) is (order == "second")
        holds(race)


# --- that these tests can fail -------------------------------------------------------------------------------------


@pytest.fixture
def without_a_lock(monkeypatch) -> None:
    """Nobody holds the agreement: what everybody reads first is what they count by."""

    def unlocked(agreement: Agreement) -> Agreement:
        return Agreement.objects.select_related("lead").get(pk=agreement.pk)

    monkeypatch.setattr(settling, "locked", unlocked)
    monkeypatch.setattr(rounds, "locked", unlocked)


def test_counting_inside_the_transaction_without_a_lock_completes_nothing(cast, without_a_lock, monkeypatch):
    """M1 (b): each sees its own signature and not the other's."""
    seen, both_read, own = threading.local(), threading.Barrier(2), acts._locked
    read = settling.requests_of

    def locked(request):
        found = own(request)
        seen.rows, seen.own = read(found.round), found.pk
        both_read.wait(30)
        return found

    def as_read_before(round_):
        for row in seen.rows:
            row.state = RequestState.SIGNED if row.pk == seen.own else row.state
        return seen.rows

    race = Race(cast)
    monkeypatch.setattr(acts, "_locked", locked)
    monkeypatch.setattr(settling, "requests_of", as_read_before)
    racing.run(race.signing("essex", cast.first), race.signing("police", cast.second), "together")
    assert "signed by all and never completed" in race.faults()


def test_counting_after_the_commit_without_a_lock_seals_twice(cast, without_a_lock, monkeypatch):
    """M1 (a): both see both signatures, and each completes."""
    race, both_signed, both_counted = Race(cast), threading.Barrier(2), threading.Barrier(2)
    settle = settling.settle
    monkeypatch.setattr(rounds, "settle", lambda **what: None)
    monkeypatch.setattr(settling.agreements, "complete", lambda agreement, by, at: agreement)

    def sign_then_count(key: str, person):
        press = race.signing(key, person)

        def act():
            signature = press()
            both_signed.wait(30)
            with transaction.atomic():
                round_ = race.round
                both_counted.wait(30)
                settle(round_=round_, by=person, at=TWO)
            return signature

        return act

    racing.run(sign_then_count("essex", cast.first), sign_then_count("police", cast.second), "together")
    connections.close_all()
    assert "completed twice" in race.faults()
    assert not Transition.objects.filter(agreement=race.agreement, verb="complete").exists()
