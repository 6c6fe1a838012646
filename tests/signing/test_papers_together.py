"""Two at the same instant, with papers: on real row locks one of them wins, and nothing happens twice."""

import pytest

from foundation.verdicts import Refused
from signing import custody
from signing.choices import RequestState
from signing.models import Paper, Signature
from tests.signing import paper_scene as desk
from tests.signing import scene as stage
from tests.signing.paper_scene import HOUR
from tests.signing.scene import AT
from tests.signing.test_together import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(settings, tmp_path) -> stage.Scene:
    settings.MEDIA_ROOT = tmp_path
    settings.CELERY_TASK_ALWAYS_EAGER = False
    return desk.out_for_signature()


def refused(answers: list[object]) -> list[object]:
    return [answer for answer in answers if isinstance(answer, Refused)]


def test_two_check_it_at_once_and_one_signature_counts(scene):
    second, partner = desk.checker(scene), desk.partner_officer(scene)
    paper = desk.bring(scene)
    answers = at_once(lambda: desk.accept(paper, second), lambda: desk.accept(paper, partner))
    assert len(refused(answers)) == 1
    assert Signature.objects.count() == 1
    assert desk.request_of_partner(scene).state == RequestState.SIGNED
    assert custody.check().is_whole


def test_two_bring_it_at_once_and_one_waits(scene):
    desk.checker(scene)
    request, scan = desk.request_of_partner(scene), desk.scan_of()

    def bringing(person):
        said = {"request": request, "route": "paper", "scan": scan, "written": desk.written(), "at": AT + HOUR}
        return lambda: desk.papers.bring(by=person, **said)

    answers = at_once(bringing(scene.officer), bringing(scene.second))
    assert len(refused(answers)) == 1
    assert Paper.objects.count() == 1


def test_a_signature_online_and_a_paper_at_once(scene):
    """Whichever comes first stands; the other hears why it does not."""
    desk.checker(scene)
    request, scan = desk.request_of_partner(scene), desk.scan_of()
    brought = {"request": request, "route": "paper", "scan": scan, "written": desk.written(), "at": AT + HOUR}
    answers = at_once(
        lambda: desk.papers.bring(by=scene.officer, **brought),
        lambda: stage.sign(scene, scene.second, AT + HOUR),
    )
    assert len(refused(answers)) == 1
    assert Paper.objects.count() + Signature.objects.count() == 1
