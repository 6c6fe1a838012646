"""Around the pages of a review: law that changed since, agreements that are over, many parties, people who left."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from agreements import services as agreements
from lawfulbasis import services as law
from lawfulbasis.models import Entry
from reviews import reviewing_since
from reviews.choices import Conclusion
from reviews.services.reviewing import Remark
from tests.factories.people import make_person, sign_in
from tests.reviews import standing_agreement as stage
from tests.reviews.reviewing_client import BEGAN, at, page, post
from tests.reviews.standing_agreement import DAY, NOTE

pytestmark = pytest.mark.django_db


def _scene():
    return stage.in_force(at=timezone.now() - BEGAN)


STAGE = _scene


def test_a_review_left_open_when_the_agreement_was_replaced(client, scene, monkeypatch):
    now = timezone.now()
    stage.say(scene, 0, Remark("scope", True, NOTE), at=now)
    agreements.open_variation(agreement=scene.agreement, reason="Names", by=scene.officer, at=now)
    stage.put_in_force(stage.successor(scene), scene, monkeypatch, now)
    shown = page(client, scene.reader, at(scene))
    assert "nobody concludes this review any more" in shown
    assert NOTE in shown
    answer = post(client, scene.officer, at(scene, "conclude"), conclusion=Conclusion.KEEP)
    assert answer.status_code == 409


def test_law_that_changed_since_and_what_the_checks_say_of_it(client, scene):
    version = scene.agreement.versions.get()
    assert version.codes.filter(code="art6_1_e_public_task").exists()
    on = timezone.localdate()
    assert reviewing_since.law_changes(version, on=on) == ()
    entry = Entry.objects.filter(code="art6_1_e_public_task").latest("valid_from")
    Entry.objects.filter(pk=entry.pk).update(current_wording_from=on - DAY)
    law._read.cache_clear()
    try:
        (change,) = reviewing_since.law_changes(version, on=on)
        assert (change.code, change.changed_on, change.is_gone) == ("art6_1_e_public_task", on - DAY, False)
        shown = page(client, scene.reviewers[0], at(scene, "answer"))
        assert "Law that changed after" in shown
    finally:
        law._read.cache_clear()


@pytest.mark.parametrize("parties", [2, 33, 100])
def test_the_pages_ask_the_database_as_often_for_many_parties(
    client, monkeypatch, parties, django_assert_max_num_queries
):
    scene = stage.in_force(parties, at=timezone.now() - BEGAN, at_each=parties)
    now = timezone.now()
    for party in range(parties):
        if party % 2 == 0:
            stage.say(scene, party, Remark("section:retention", True, NOTE), at=now)
    page(client, scene.reviewers[1], at(scene))
    for person, name in ((scene.reviewers[1], "one"), (scene.reviewers[1], "answer"), (scene.officer, "conclude")):
        sign_in(client, person)
        client.get(reverse("help"))
        with django_assert_max_num_queries(25):
            assert client.get(at(scene, name)).status_code == 200
    sign_in(client, scene.officer)
    with django_assert_max_num_queries(25):
        assert client.get(at(scene, "all")).status_code == 200


def test_a_leaver_is_told_nothing(client, scene):
    gone = make_person("gone@borough.example", scene.organisations[1], [Role.REVIEWER])
    gone.is_active = False
    gone.save()
    now = timezone.now()
    stage.everybody_says(scene, at=now)
    stage.decide(scene, at=now, next_on=timezone.localdate() + 300 * DAY)
    assert "gone@borough.example" not in stage.told("review.concluded")
