"""Two at the same instant, on real row locks: nothing is lost, nothing happens twice."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from foundation.verdicts import Refused
from notices.models import Notice
from signing import chain, evidence, tasks
from signing.models import GENESIS, ChainHead, SealedFile, Sealing, Signature
from signing.services import acts
from tests.signing import scene
from tests.signing.scene import AT, MINUTE

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


@pytest.fixture
def asked(settings, tmp_path) -> scene.Scene:
    settings.MEDIA_ROOT = tmp_path
    settings.CELERY_TASK_ALWAYS_EAGER = False
    staged = scene.set_stage()
    scene.open_round(staged)
    return staged


def at_once(*things: Callable[[], object]) -> list[object]:
    """Start them together, each with a connection of its own; answers results and refusals."""
    barrier, answers = threading.Barrier(len(things)), []

    def run(thing: Callable[[], object]) -> None:
        try:
            barrier.wait()
            answers.append(thing())
        except Refused as refused:
            answers.append(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(thing,)) for thing in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def signing(staged: scene.Scene, person) -> Callable[[], object]:
    request = staged.request_of(person)
    proof = scene.prove(person, request, AT)
    return lambda: acts.sign(
        request=request,
        declaration=scene.declare(request, person),
        proof=proof,
        circumstances=evidence.Circumstances(),
        by=person,
        at=AT + MINUTE,
    )


def test_both_last_signatures_count_and_it_is_complete_once(asked):
    answers = at_once(signing(asked, asked.first), signing(asked, asked.second))
    assert all(isinstance(answer, Signature) for answer in answers)
    asked.agreement.refresh_from_db()
    assert (asked.agreement.status, asked.round.state) == ("in_force", "complete")
    links = [chain.Link(s.number, s.evidence, s.previous_hash, s.hash) for s in Signature.objects.all()]
    assert (chain.faults(links, GENESIS), ChainHead.objects.get().number) == ([], 2)
    assert Sealing.objects.get().wanted == 4
    emails = list(Notice.objects.filter(kind="sign.complete").values_list("email", flat=True))
    assert len(emails) == len(set(emails)) > 2


def test_a_double_click_signs_once(asked):
    press = signing(asked, asked.first)
    answers = at_once(*[press] * 4)
    assert len({answer.pk for answer in answers}) == 1
    assert (Signature.objects.count(), Notice.objects.filter(kind="sign.receipt").count()) == (1, 1)


def test_several_workers_seal_one_file_without_stepping_on_each_other(asked):
    at_once(signing(asked, asked.first), signing(asked, asked.second))
    for _ in range(ROUNDS):
        at_once(*[lambda: tasks.seal(asked.version.pk)] * 4)
    states = list(SealedFile.objects.all())
    assert [state.revision for state in states] == [0, 1, 2, 3]
    assert [state.size for state in states] == sorted(state.size for state in states)
    assert not Sealing.objects.get().is_behind
