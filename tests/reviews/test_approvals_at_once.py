"""Two people at the same moment, on a database with real row locks: the lock decides, and the loser sees."""

import threading

import pytest
from django.db import connection

from agreements.models import Version
from foundation.verdicts import Refused
from notices.models import Notice
from reviews import services
from reviews.choices import Outcome
from reviews.models import Approval, Circulation, Decision
from tests.reviews import rounds
from tests.reviews.rounds import AT, DAY, NOTE, decide, freeze, send, write

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene():
    return rounds.draft()


def at_once(*acts):
    """Do each in a connection of its own at the same moment; what each answered, or what it raised, in their order."""
    barrier, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait()
            answers[place] = act()
        except (Refused, services.TextMoved) as refused:
            answers[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.parametrize("turn", range(3))
def test_an_approval_and_an_edit_never_pass_each_other_unseen(scene, turn):
    """Approved first: kept, then out of date. Edited first: the approver sees what changed."""
    send(scene)
    shown = scene.digest
    answer, _ = at_once(lambda: decide(scene, 1, digest=shown), lambda: write(scene))
    if isinstance(answer, services.TextMoved):
        assert (scene.standings[1], Decision.objects.count()) == ("waiting", 0)
    else:
        assert (scene.standings[1], answer.text.digest) == ("out_of_date", shown)


def test_two_presses_of_one_button_are_one_decision(scene):
    send(scene)
    first, second = at_once(*[lambda: decide(scene, 1, Outcome.CHANGES, NOTE)] * 2)
    assert first == second
    assert Decision.objects.count() == Notice.objects.filter(kind="approval.changes").count() == 1


def test_a_freezing_and_a_new_block_exclude_each_other(scene, monkeypatch):
    send(scene)
    for party in range(3):
        decide(scene, party)
    digest = scene.digest
    later = AT + DAY
    frozen, block = at_once(
        lambda: freeze(scene, monkeypatch, later),
        lambda: decide(scene, 1, Outcome.CHANGES, NOTE, at=later, digest=digest),
    )
    if isinstance(frozen, Refused):
        assert (block.outcome, Version.objects.count()) == ("changes", 0)
    else:
        assert isinstance(block, Refused)
        assert set(Approval.objects.values_list("standing", flat=True)) == {"approved"}


def test_a_text_is_sent_round_once(scene):
    answers = at_once(lambda: send(scene), lambda: send(scene))
    assert sorted(type(answer).__name__ for answer in answers) == ["Circulation", "Refused"]
    assert Circulation.objects.count() == 1
    assert Notice.objects.filter(kind="approval.request").count() == 3


def test_two_sweeps_tell_everybody_once(scene):
    send(scene)
    at = AT + 14 * DAY
    at_once(*[lambda: services.remind_reviewers(at=at)] * 3)
    assert Notice.objects.filter(kind="approval.reminder").count() == 3
