"""Two people at the same moment, on a database with real row locks."""

import threading

import pytest
from django.db import connection

from agreements import services
from agreements.models import Agreement, Transition, Version
from foundation.verdicts import Refused
from tests.agreements.scene import AT, essex, set_scene

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(act, times=2):
    """Do `act` in several connections at the same moment; what each answered, or the refusal."""
    barrier, answers = threading.Barrier(times), []

    def run():
        try:
            barrier.wait()
            answers.append(act())
        except Refused as refused:
            answers.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def test_two_freezes_make_one_version():
    scene = set_scene()
    answers = at_once(lambda: services.freeze(agreement=scene.agreement, by=scene.officer, at=AT))
    assert sorted(type(answer).__name__ for answer in answers) == ["Refused", "Version"]
    assert Version.objects.count() == Transition.objects.count() == 1


def test_two_imports_get_two_references():
    set_scene()
    at_once(lambda: services.import_document(document=essex(), by=None, at=AT), times=4)
    references = list(Agreement.objects.values_list("reference", flat=True))
    assert len(set(references)) == len(references) == 5


def test_the_last_signature_completes_once():
    scene = set_scene()
    services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    services.ask_for_signatures(agreement=scene.agreement, by=scene.officer, at=AT)
    answers = at_once(lambda: services.complete(agreement=scene.agreement, by=scene.officer, at=AT))
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert Transition.objects.filter(verb="complete").count() == 1
