"""Two people acting at the same instant, with real row locks."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from foundation.verdicts import Refused
from parties.choices import ContactRole
from parties.models import Contact, Membership, MembershipOffer, Organisation
from parties.services import contacts, invitations, organisations, people
from tests.factories.parties import make_organisation
from tests.factories.people import make_operator, make_person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What became of each act: "done", or why it was refused."""
    ready, said = Barrier(len(acts)), ["died"] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        ready.wait()
        try:
            act()
            said[place] = "done"
        except Refused as refused:
            said[place] = str(refused)
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def test_two_administrators_cannot_remove_each_other():
    hackney = make_organisation("Hackney")
    one, two = (make_person(f"{name}@h.example", hackney, [Role.ADMINISTRATOR]) for name in ("one", "two"))

    def remove(by: User, whom: User) -> object:
        membership = Membership.objects.get(organisation=hackney, person=whom)
        return people.remove(membership=membership, by=User.objects.get(pk=by.pk), at=timezone.now())

    said = at_once(lambda: remove(one, two), lambda: remove(two, one))
    assert said.count("done") == 1
    assert Membership.objects.filter(organisation=hackney, state="active").count() == 1


def test_the_same_organisation_and_the_same_office_are_filled_once():
    operator = make_operator()

    def add() -> object:
        return organisations.create(
            legal_name="Hackney", kind="local_authority", nation="england", by=operator, at=timezone.now()
        )

    assert at_once(add, add, add).count("done") == 1
    hackney = Organisation.objects.get()

    def name(who: str) -> object:
        return contacts.add_contact(
            organisation=hackney, by=operator, at=timezone.now(), role=ContactRole.DPO, name=who, email="d@h.example"
        )

    assert at_once(lambda: name("Dana"), lambda: name("Sam")).count("done") == 1
    assert Contact.objects.count() == 1


def test_the_same_invitation_sent_twice_leaves_one_open():
    hackney = make_organisation("Hackney")
    admin = make_person("one@h.example", hackney, [Role.ADMINISTRATOR])

    def invite() -> object:
        return invitations.invite(
            organisation=hackney,
            email="new@h.example",
            full_name="Nia",
            roles=[Role.READER],
            by=User.objects.get(pk=admin.pk),
            at=timezone.now(),
        )

    assert at_once(invite, invite, invite) == ["done"] * 3
    assert MembershipOffer.objects.open_at(timezone.now()).count() == 1
