"""The demonstration's review stands in different places, and its people find it among their work."""

import pytest

from accounts.models import User
from reviews import approvals, demo
from tests.reviews import rounds
from tests.reviews.rounds import AT

pytestmark = pytest.mark.django_db


def _scene():
    made = rounds.draft()
    made.agreement = made.fresh()
    section = "sections/necessity"
    rounds.write(made, section, text="It is needed.")
    return made


STAGE = _scene


def work(person: User) -> list[tuple[str, str]]:
    fresh = User.objects.get(pk=person.pk)
    return [(one.row.organisation.name, str(one.row.standing)) for one in approvals.waiting_for(fresh)]


def test_one_comments_one_is_out_of_date_one_asks_for_changes(scene):
    demo.lay(agreement=scene.agreement, by=scene.officer, at=AT)
    assert scene.standings == ["commented", "out_of_date", "changes"]


def test_what_waits_is_found_by_those_who_can_answer_and_what_to_settle_by_the_lead(scene):
    rounds.send(scene)
    assert [work(person) for person in scene.reviewers] == [
        [("Borough 1 Council", "waiting")],
        [("Borough 2 Council", "waiting")],
        [("Borough 3 Council", "waiting")],
    ]
    for person in (scene.officer, scene.reader, scene.outsider):
        assert work(person) == []
    rounds.decide(scene, 0)
    rounds.decide(scene, 2, rounds.Outcome.CHANGES, rounds.NOTE)
    assert work(scene.reviewers[0]) == []
    rounds.write(scene)
    assert work(scene.reviewers[0]) == [("Borough 1 Council", "out_of_date")]
    officer = User.objects.get(pk=scene.officer.pk)
    assert [one.row.organisation.name for one in approvals.to_settle(officer)] == ["Borough 3 Council"]
    assert approvals.to_settle(User.objects.get(pk=scene.outsider.pk)) == []
