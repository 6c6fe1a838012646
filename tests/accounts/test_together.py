"""Two requests in the same instant, on a database with row locks."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Confirmation, Invitation
from accounts.services import confirmations, invitations
from foundation.verdicts import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(act, times=6):
    """What each of several threads, started together, got: a value or an exception."""
    gate, found = threading.Barrier(times), []

    def run():
        try:
            gate.wait()
            found.append(act())
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_one_confirmation_serves_one_request(make, now):
    person = make(factor=True)
    row = confirmations.record(
        person=person,
        method=Confirmation.Method.TOTP,
        credential="totp:1",
        session_digest="s",
        purpose="sign:a1",
        at=now,
    )
    found = at_once(lambda: confirmations.use(confirmation=Confirmation.objects.get(pk=row.pk), at=timezone.now()))
    assert sum(isinstance(one, Confirmation) for one in found) == 1
    assert sum(isinstance(one, Refused) for one in found) == 5


def test_one_invitation_stays_open(make, now):
    admin = make("admin@council.example")
    found = at_once(
        lambda: invitations.issue(email="new@council.example", full_name="N", by=admin, at=now, context="c"), times=2
    )
    assert all(isinstance(one, tuple) for one in found)
    assert Invitation.objects.filter(replaced_at=None).count() == 1


def test_an_invitation_is_accepted_once(make, now):
    admin, person = make("admin@council.example"), make("new@council.example")
    row, _ = invitations.issue(email=person.email, full_name="N", by=admin, at=now)
    found = at_once(lambda: invitations.accept(invitation=row, person=person, at=now))
    assert sum(isinstance(one, Invitation) for one in found) == 1
