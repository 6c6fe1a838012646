"""An agreement that cannot pass on is told to those who can put it right, once, and waits in their in-tray."""

import datetime as dt

import pytest
from django.db import OperationalError
from django.urls import reverse

from accounts.roles import Role
from agreements import succession_stuck
from agreements.choices import Status
from agreements.models import Agreement
from agreements.services import content, succeeding
from agreements.succession import Passing
from dsaportal import work
from notices.models import Notice
from tests.agreements import succession_scene as made
from tests.agreements.succession_scene import AT
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=2)


STAGE = made.people_and_places


def told() -> dict[str, str]:
    return dict(Notice.objects.filter(kind="succession.stuck").values_list("email", "text"))


def whole(scene) -> str:
    return reverse("agreements:succession", args=[scene.old.slug])


def in_tray(person) -> list[dict]:
    found = {group.code: group.rows for group in work.groups(person=person, on=AT.date())}
    return found.get("stuck", [])


def stop(agreement: Agreement, status: Status = Status.SIGNING) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(status=status)


def begun(scene, agreement: Agreement) -> None:
    made.propose(scene)
    made.confirm(scene)
    stop(agreement)
    succeeding.carry_on(handover=scene.handover, at=AT)


def test_the_lead_and_whoever_proposed_it_are_told_once(scene):
    """B-17: the partner ends, and the lead of the agreement can take the round back."""
    agreement = _led_by_another(scene)
    officer = scene.cast.officer
    assert agreement.lead == scene.cast.partner
    made.end(scene)
    begun(scene, agreement)
    assert sorted(told()) == ["ig@police.example", scene.proposer.email]
    letter = told()["ig@police.example"]
    assert "It is out for signature. It moves once everyone has signed, or once Essex Police takes it back." in letter
    assert agreement.get_absolute_url() in letter
    assert whole(scene) in told()[scene.proposer.email]
    for number in range(1, 4):
        succeeding.sweep(at=AT + number * HOUR)
    assert Notice.objects.filter(kind="succession.stuck").count() == 2
    (row,) = in_tray(officer)
    assert (row["href"], row["status"]) == (agreement.get_absolute_url(), "Cannot be moved")
    assert "out for signature" in row["hint"]
    assert len(in_tray(scene.proposer)) == 1
    assert in_tray(scene.receiver) == []


def _led_by_another(scene) -> Agreement:
    identity = {"title": "Lamps", "public_title": "Lamps", "owner": "police"}
    scene.cast.officer = make_person("ig@police.example", scene.cast.partner, [Role.IG_OFFICER])
    return made.draft(scene, identity=identity)


def test_where_the_lead_itself_ended_the_administrators_of_its_heir_are_told(scene):
    agreement = made.draft(scene)
    made.end(scene)
    begun(scene, agreement)
    assert {"admin1@greater-essex-council.example", scene.proposer.email} <= told().keys()
    assert "ig@essex.example" not in told()
    assert [row["href"] for row in in_tray(scene.receiver)] == [whole(scene)]


def test_once_it_has_moved_nothing_waits(scene):
    agreement = made.draft(scene)
    made.end(scene)
    begun(scene, agreement)
    stop(agreement, Status.DRAFT)
    assert succeeding.sweep(at=AT + HOUR) == 1
    assert in_tray(scene.proposer) == []
    assert succession_stuck.waiting_for(scene.receiver) == []


def test_a_database_that_is_busy_says_nothing_of_the_agreement(scene, monkeypatch):
    """A lock that somebody holds for a while: nobody is written to, and the next pass takes it up."""
    agreement = made.draft(scene)
    made.end(scene)
    made.propose(scene)
    made.confirm(scene)
    real = content.locked

    def busy(row):
        raise OperationalError("canceling statement due to lock timeout")

    monkeypatch.setattr(content, "locked", busy)
    assert succeeding.carry_on(handover=scene.handover, at=AT) == 0
    assert scene.item(agreement).state == Passing.WAITING
    assert told() == {}
    monkeypatch.setattr(content, "locked", real)
    assert succeeding.sweep(at=AT + dt.timedelta(minutes=1)) == 1
