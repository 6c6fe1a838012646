"""T18: signing and ending happen one after the other, never at once. Needs real row locks."""

import threading
import time

import pytest
from django.db import connection, transaction

from parties.models import Mandate
from parties.policies import authority as policies
from parties.services import authority as register
from parties.services import mandates
from tests.parties.registering import AT, TODAY, admin, confirm, council, propose, record, signatory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def _meanwhile(act):
    """Run ``act`` on another connection; the list says when it came through."""
    done = []

    def run():
        try:
            act()
            done.append(time.monotonic())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, done


@pytest.mark.parametrize("verb", ["end", "withdraw"])
def test_a_mandate_ends_only_after_the_signature_that_held_it(verb):
    chairing, barnet = council("ALDCS", "unincorporated"), council("Barnet")
    mandate = propose(chairing, [barnet])
    confirm(mandate, barnet)
    chair = signatory(chairing)
    acts = {
        "end": lambda: mandates.end(mandate=mandate, reason="x", by=admin(chairing), at=AT),
        "withdraw": lambda: mandates.withdraw(
            mandate=mandate, organisation=barnet, reason="x", by=admin(barnet), at=AT
        ),
    }
    with transaction.atomic():
        register.lock_for_signing(person=chair)
        assert policies.capacities(person=chair, on=TODAY)
        thread, done = _meanwhile(acts[verb])
        thread.join(0.5)
        assert not done
        assert policies.capacities(person=chair, on=TODAY)
    thread.join(10)
    assert done
    assert not policies.capacities(person=chair, on=TODAY)


def test_an_authority_ends_only_after_the_signature_that_held_it():
    camden = council("Camden")
    authority = record(camden)
    with transaction.atomic():
        register.lock_for_signing(person=signatory(camden))
        thread, done = _meanwhile(lambda: register.end(authority=authority, reason="Left", by=admin(camden), at=AT))
        thread.join(0.5)
        assert not done
    thread.join(10)
    assert done


def test_two_answers_of_one_body_leave_one():
    chairing, barnet = council("ALDCS", "unincorporated"), council("Barnet")
    mandate = propose(chairing, [barnet])
    by = admin(barnet)

    def answer():
        from foundation.verdicts import Refused

        try:
            mandates.confirm(mandate=mandate, organisation=barnet, by=by, at=AT)
        except Refused:
            return

    threads = [_meanwhile(answer)[0] for _ in range(6)]
    for thread in threads:
        thread.join(15)
    assert Mandate.objects.get().bodies.get().answers.count() == 1
