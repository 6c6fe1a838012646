"""Two people change one agreement at the same moment, on a database with real row locks."""

import datetime as dt

import pytest

from agreements import services
from agreements.choices import Again, Status
from agreements.models import Agreement, Variation
from agreements.services import changing as verbs
from tests.agreements.scene import AT, set_scene
from tests.agreements.test_races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

LATER = AT + dt.timedelta(days=1)


def in_force():
    scene = set_scene()
    services.freeze(agreement=scene.agreement, by=scene.officer, at=AT)
    services.ask_for_signatures(agreement=scene.agreement, by=scene.officer, at=AT)
    services.complete(agreement=scene.agreement, by=scene.officer, at=AT)
    return scene


def begin(scene):
    return verbs.open_variation(agreement=scene.agreement, reason="More.", by=scene.officer, at=LATER)


def kinds(answers):
    return sorted(type(answer).__name__ for answer in answers)


def test_two_beginnings_make_one_change():
    scene = in_force()
    assert kinds(at_once(lambda: begin(scene), times=4)) == ["Refused", "Refused", "Refused", "Variation"]
    assert Variation.objects.count() == 1
    assert Agreement.objects.count() == 2


def test_of_adopting_and_giving_up_one_wins():
    scene = in_force()
    variation = begin(scene)
    verbs.decide_who_signs(
        agreement=variation.agreement, again=Again.NOBODY, parties=(), because="", by=scene.officer, at=LATER
    )
    services.freeze(agreement=variation.agreement, by=scene.officer, at=LATER)
    acts = [
        lambda: verbs.put_in_force(agreement=variation.agreement, by=scene.officer, at=LATER),
        lambda: services.withdraw(agreement=variation.agreement, by=scene.officer, at=LATER, reason="No."),
    ]
    answers = at_once(lambda: acts.pop()(), times=2)
    assert kinds(answers) == ["Agreement", "Refused"]
    new, old = (Agreement.objects.get(pk=one.pk).status for one in (variation.agreement, scene.agreement))
    assert (new, old) in {(Status.IN_FORCE, Status.SUPERSEDED), (Status.WITHDRAWN, Status.IN_FORCE)}


def test_a_change_begun_while_the_agreement_ends_is_told_so():
    """Whoever is second sees what the first one did; neither waits for the other for ever."""
    scene = in_force()
    today = LATER.date()
    acts = [
        lambda: begin(scene),
        lambda: services.plan_end(
            agreement=scene.agreement, on=today, how="notice", reason="Enough.", by=scene.officer, at=LATER
        ),
    ]
    answers = at_once(lambda: acts.pop()(), times=2)
    assert len(answers) == 2
    ended = Agreement.objects.get(pk=scene.agreement.pk).status == Status.ENDED
    assert ended
    assert Variation.objects.count() == sum(isinstance(one, Variation) for one in answers)
