"""Which reviews wait for whom, as the in-tray shows them."""

import pytest

from reviews import reviewing_work
from reviews.reviewing_work import waiting_for
from tests.reviews import standing_agreement as stage
from tests.reviews.standing_agreement import DAY, DUE, MINUTE, OPEN, say

pytestmark = pytest.mark.django_db
SOON = DUE - 20 * DAY


STAGE = stage.in_force


def work(person, on=SOON):
    person = type(person).objects.get(pk=person.pk)
    return [(one.number, one.to_answer, one.to_conclude) for one in waiting_for(person, on)]


def test_it_waits_for_those_who_have_not_answered_and_then_for_the_lead(scene):
    assert work(scene.reviewers[1], DUE - 60 * DAY) == []  # nothing is due for another month, and nothing is open
    assert work(scene.reviewers[1]) == [(1, True, False)]
    assert work(scene.officer) == [(1, False, False)]
    assert work(scene.reader) == []
    assert work(scene.outsider) == []
    say(scene, 1)
    assert work(scene.reviewers[1]) == []
    assert work(scene.reviewers[2], OPEN.date()) == [(1, True, False)]  # it is open, so it is among the work
    say(scene, 0)
    say(scene, 2)
    assert work(scene.officer) == [(1, False, True)]
    stage.decide(scene, at=OPEN + MINUTE)
    assert work(scene.officer) == []


def test_as_many_queries_for_a_hundred_parties(django_assert_max_num_queries):
    scene = stage.in_force(100)
    stage.say(scene, 0)
    person = type(scene.officer).objects.get(pk=scene.officer.pk)
    with django_assert_max_num_queries(6):
        assert len(reviewing_work.waiting_for(person, SOON)) == 1
