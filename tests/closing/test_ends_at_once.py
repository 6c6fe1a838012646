"""Two acts on one agreement in the same instant: one wins, the other is told, and people hear once."""

import datetime as dt

import pytest

from agreements.models import Departure, Ending, Transition
from closing.services import ends as services
from foundation.verdicts import Refused
from tests.closing import ending
from tests.closing.ending import AT, DAY, told
from tests.signing import racing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LATER = AT + DAY
END = dt.date(2027, 1, 1)


def notice(scene):
    return lambda: services.give_notice(
        agreement=scene.agreement,
        organisation=scene.organisations["police"],
        leaves_on=END,
        reason="Enough.",
        by=scene.police,
        at=LATER,
    )


def end(scene, on=dt.date(2026, 11, 21)):
    return lambda: services.decide_end(
        agreement=scene.agreement, on=on, confirm_by=END, reason="Done.", by=scene.officer, at=LATER
    )


def refusals(answers) -> int:
    return sum(isinstance(answer, Refused) for answer in answers)


@pytest.mark.parametrize("order", racing.ORDERS)
def test_two_notices_of_one_party_are_one(order):
    scene = ending.stage()
    assert refusals(racing.run(notice(scene), notice(scene), order)) == 1
    assert Departure.objects.count() == 1
    assert len(told("leave.notice")) == 3


@pytest.mark.parametrize("order", racing.ORDERS)
def test_two_ends_at_once_are_one(order):
    scene = ending.stage()
    assert refusals(racing.run(end(scene), end(scene), order)) == 1
    assert Transition.objects.filter(verb="end").count() == Ending.objects.count() == 1


def test_a_notice_and_the_end_do_not_both_win():
    scene = ending.stage()
    answers = racing.run(notice(scene), end(scene), "together")
    assert Transition.objects.filter(verb="end").count() == 1
    assert Departure.objects.count() == 1 - refusals(answers)


def test_a_notice_is_taken_back_or_comes_true_and_never_both():
    scene = ending.stage()
    row = notice(scene)()
    noon = dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC)
    racing.run(
        lambda: services.take_back_notice(departure=row, by=scene.police, at=noon),
        lambda: services.leave_due(at=noon),
        "together",
    )
    row.refresh_from_db()
    assert (row.left_at is None) != (row.taken_back_at is None)
    assert bool(told("leave.left")) is (row.left_at is not None)


def test_two_sweeps_end_and_tell_once():
    scene = ending.stage()
    end(scene, END)()
    noon = dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC)
    answers = racing.at_once(*[lambda: services.end_due(at=noon) + services.tell(at=noon)] * 3)
    assert not refusals(answers)
    assert Transition.objects.filter(verb="end").count() == 1
    assert len(told("end.planned")) == 3
