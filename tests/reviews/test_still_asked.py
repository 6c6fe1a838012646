"""Who still hears of a review's day, once some parties have answered."""

import pytest

from accounts.roles import Role
from agreements.models import Departure
from reviews import recipients, still_asked
from reviews.schedule import Reminder
from reviews.services import reminding
from reviews.still_asked import Asked
from tests.factories.people import make_person, place
from tests.reviews import standing_agreement as made
from tests.reviews.standing_agreement import DAY, OPEN, begin, decide, in_force, say

BEFORE, TODAY, LATE = -30, 0, 14
LEAD, SECOND, THIRD = 1, 2, 3


@pytest.mark.parametrize(
    ("answered", "reminded_before", "reminded_after"),
    [
        ((), {LEAD, SECOND, THIRD}, {LEAD, SECOND, THIRD}),
        ((SECOND,), {LEAD, THIRD}, {LEAD, THIRD}),
        ((LEAD,), {SECOND, THIRD}, {LEAD, SECOND, THIRD}),
        ((LEAD, SECOND), {THIRD}, {LEAD, THIRD}),
        ((SECOND, THIRD), {LEAD}, {LEAD}),
        ((LEAD, SECOND, THIRD), {LEAD}, {LEAD}),
    ],
)
def test_whoever_answered_is_left_in_peace_and_the_lead_is_told_when_it_must_conclude(
    answered, reminded_before, reminded_after
):
    everybody = {LEAD, SECOND, THIRD}
    asked = Asked(LEAD, frozenset(answered), frozenset(everybody - set(answered)))
    assert {one for one in everybody if asked.is_reminded(one, BEFORE)} == reminded_before
    for offset in (TODAY, LATE):
        assert {one for one in everybody if asked.is_reminded(one, offset)} == reminded_after


def test_a_contact_of_a_body_that_is_no_party_any_more_is_as_one_that_has_not_answered():
    assert Asked(LEAD, frozenset(), frozenset()).is_reminded(THIRD, BEFORE)


@pytest.mark.django_db
def test_only_answers_of_the_review_that_is_open_count(django_assert_num_queries):
    scene = in_force()
    keys = [one.pk for one in scene.organisations]
    begin(scene)
    say(scene, 1)
    agreement = scene.fresh()
    with django_assert_num_queries(2):
        found = still_asked.of_many([agreement])[agreement.pk]
    assert found == Asked(keys[0], frozenset({keys[1]}), frozenset({keys[0], keys[2]}))
    decide(scene, without="They are away.", next_on=made.NEXT, at=OPEN + DAY)
    found = still_asked.of_many([scene.fresh()])[scene.agreement.pk]
    assert found == Asked(keys[0], frozenset(), frozenset(keys))


@pytest.mark.django_db
def test_a_party_that_has_left_keeps_nobody_waiting():
    scene = in_force()
    begin(scene)
    say(scene, 0)
    say(scene, 1)
    third = scene.organisations[2]
    Departure.objects.create(
        agreement=scene.agreement,
        organisation=third,
        leaves_on=OPEN.date(),
        given_at=OPEN,
        reason="Done.",
        left_at=OPEN,
    )
    found = still_asked.of_many([scene.fresh()])[scene.agreement.pk]
    assert not found.silent
    assert found.is_reminded(scene.organisations[0].pk, BEFORE)


@pytest.mark.django_db
def test_whoever_acts_for_two_parties_hears_until_both_have_answered():
    scene = in_force()
    person = make_person("both@shared.example", scene.organisations[1], [Role.REVIEWER])
    place(person, scene.organisations[2], [Role.REVIEWER])
    begin(scene)
    say(scene, 1)
    assert is_told(scene, person)
    say(scene, 2)
    assert not is_told(scene, person)


def is_told(scene, person) -> bool:
    """Of the day that lies a month ahead."""
    agreement = scene.fresh()
    asked = still_asked.of_many([agreement])[agreement.pk]
    (who,) = [one for one in recipients.of(agreement) if one.person == person]
    return reminding.concerns(who, Reminder(offset=BEFORE, send_at=OPEN), asked)
