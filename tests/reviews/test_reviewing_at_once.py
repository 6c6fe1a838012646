"""Two acts on one review at the same instant: the lock decides, and the other sees what came of it."""

from collections.abc import Callable, Iterator

import pytest

from agreements.models import Transition, Variation
from foundation.verdicts import Refused
from notices.models import Notice
from reviews.choices import Conclusion
from reviews.models import Answer, Plan, Review
from tests.reviews import standing_agreement as stage
from tests.reviews.standing_agreement import DAY, MINUTE, OPEN, Scene, decide, say, why
from tests.signing import racing
from tests.signing.racing import ORDERS

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TIMES = 6


@pytest.fixture
def scene(settings) -> Scene:
    settings.CELERY_TASK_ALWAYS_EAGER = False
    made = stage.in_force()
    stage.everybody_says(made)
    return made


def each(scene: Scene, order: str) -> Iterator[int]:
    """The numbers of reviews, one after the other: each of them is open, and every party has answered."""
    for number in range(1, (TIMES if order == "together" else 2) + 1):
        if number > 1:
            stage.begin(scene, "Once more.", at=OPEN + number * DAY)
            stage.everybody_says(scene, OPEN + number * DAY)
        yield number


def keeping(scene: Scene, number: int, reason: str) -> Callable[[], Review]:
    at = OPEN + number * DAY + MINUTE
    return lambda: decide(scene, number=number, reason=reason, next_on=at.date() + 300 * DAY, at=at)


@pytest.mark.parametrize("order", ORDERS)
def test_conclude_and_conclude(scene, order):
    """One outcome; the other sees it."""
    for number in each(scene, order):
        given = racing.run(keeping(scene, number, "Mine"), keeping(scene, number, "Yours"), order)
        won = [one for one in given if isinstance(one, Review)]
        lost = [one for one in given if isinstance(one, Refused)]
        assert (len(won), len(lost)) == (1, 1), given
        assert f"This review was concluded by {scene.officer}" in why(lost[0])
        review = Review.objects.get(agreement=scene.agreement, number=number)
        assert review.reason == won[0].reason
        assert Plan.objects.get(agreement=scene.agreement).number == number + 1
        assert Transition.objects.filter(agreement=scene.agreement, verb="keep").count() == number
        keys = Notice.objects.filter(dedupe_key__startswith=f"review.concluded:{review.pk}:")
        assert keys.count() == keys.values("email").distinct().count() > 0


@pytest.mark.parametrize("order", ORDERS)
def test_change_and_change_open_one_text(scene, order):
    def change(reason: str) -> Callable[[], Review]:
        return lambda: decide(scene, Conclusion.CHANGE, number=1, reason=reason)

    given = racing.run(change("Mine"), change("Yours"), order)
    assert sorted(type(one).__name__ for one in given) == ["Refused", "Review"], given
    assert Variation.objects.count() == 1


@pytest.mark.parametrize("order", ORDERS)
def test_answer_and_conclude(scene, order):
    """Locked first, the answer is kept; afterwards it is refused with what came of the review."""
    for number in each(scene, order):
        before = Answer.objects.count()

        def answer(number=number):
            return say(scene, 1, note=f"Wait {number}", number=number, at=OPEN + number * DAY + MINUTE)

        said, ended = racing.run(answer, keeping(scene, number, "Mine"), order)
        assert isinstance(ended, Review)
        assert isinstance(said, Answer | Refused)
        assert Answer.objects.count() == before + isinstance(said, Answer)
        assert order == "together" or isinstance(said, Answer) is (order == "first")
        if isinstance(said, Refused):
            assert "continue unchanged" in why(said)


@pytest.mark.parametrize("order", ORDERS)
def test_two_first_answers_open_one_review(settings, order):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    scene = stage.in_force()
    given = racing.run(lambda: say(scene, 0), lambda: say(scene, 1), order)
    assert [isinstance(one, Answer) for one in given] == [True, True], given
    assert Review.objects.count() == 1
    assert Transition.objects.filter(agreement=scene.agreement, verb="start_review").count() == 1
