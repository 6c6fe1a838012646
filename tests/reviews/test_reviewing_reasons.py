"""Why a review was asked for, and what is still open on the text that is to replace the agreement."""

import importlib

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from agreements import services as agreements
from drafting.choices_discussion import ThreadKind
from drafting.services import discussion
from reviews import talk
from reviews.choices import Conclusion
from reviews.models import Review
from tests.reviews import standing_agreement as stage
from tests.reviews.reviewing_client import BEGAN, at, page
from tests.reviews.standing_agreement import DAY, NEXT, OPEN, decide

pytestmark = pytest.mark.django_db
WHY = "A supplier lost data."


def _scene():
    return stage.in_force(at=timezone.now() - BEGAN)


STAGE = _scene


def test_why_it_was_asked_for_outlives_its_conclusion_on_the_page_and_in_the_list(client, scene):
    stage.begin(scene, WHY, at=timezone.now())
    for name in ("one", "all"):
        assert WHY in page(client, scene.reviewers[1], at(scene, name))
    decide(scene, Conclusion.KEEP, reason="Nothing is wrong.", without="It is urgent.", at=timezone.now(), next_on=NEXT)
    assert (scene.review.asked_because, scene.review.reason) == (WHY, "Nothing is wrong.")
    shown = page(client, scene.reviewers[1], at(scene))
    assert WHY in shown
    assert "Nothing is wrong." in shown
    assert WHY in page(client, scene.reviewers[1], at(scene, "all"))


def test_the_list_shows_the_beginning_of_a_long_reason_only(client, scene):
    stage.begin(scene, "Data was lost. " * 40, at=timezone.now())
    decide(scene, without="It is urgent.", at=timezone.now())
    shown = page(client, scene.reviewers[1], at(scene, "all"))
    assert shown.count("Data was lost.") == 10
    assert "…" in shown


def test_a_review_that_its_day_opened_was_asked_for_by_nobody(client, scene):
    stage.say(scene, 1, at=timezone.now())
    assert scene.review.asked_because == ""
    assert "started it on" not in page(client, scene.reviewers[1], at(scene))


def test_what_stood_in_the_reason_before_finds_its_place_and_back():
    migration = importlib.import_module("reviews.migrations.0005_why_a_review_was_asked_for")
    scene = stage.in_force()
    first = stage.begin(scene, at=OPEN)
    first.reason = WHY
    first.history.all().delete()
    first.save()
    migration.move(apps, None)
    first.refresh_from_db()
    assert (first.asked_because, first.reason) == (WHY, "")
    migration.back(apps, None)
    first.refresh_from_db()
    assert first.reason == WHY
    Review.objects.filter(pk=first.pk).update(asked_because="")
    first.history.update(asked_because="")
    decide(scene, reason="Fine.", without="It is urgent.", at=OPEN + DAY, next_on=NEXT)
    migration.move(apps, None)
    first.refresh_from_db()
    assert (first.asked_because, first.reason) == (WHY, "Fine.")
    assert set(first.history.values_list("asked_because", "reason")) == {(WHY, ""), (WHY, "Fine.")}


@pytest.fixture
def changing(scene):
    """Its review is open, and a text that is to replace it is being written."""
    scene.new = agreements.open_variation(
        agreement=scene.fresh(), reason="It grows.", by=scene.officer, at=timezone.now()
    ).agreement
    return scene


def comment(scene, by, party, text, **more):
    said = discussion.Opening(
        kind=ThreadKind.COMMENT, organisation=scene.organisations[party], section="necessity", text=text, **more
    )
    return discussion.start(agreement=scene.new, said=said, by=by, at=timezone.now())


def test_the_page_says_how_many_comments_are_open_and_how_many_of_them_are_ours(client, changing):
    shown = page(client, changing.reviewers[1], at(changing))
    assert "No comment on it is open." in shown
    comment(changing, changing.officer, 0, "Too vague.")
    comment(changing, changing.reviewers[1], 1, "Too long.")
    place = reverse("drafting:discussion", args=[changing.new.reference])
    shown = page(client, changing.reviewers[1], at(changing))
    assert "2 comments on it are open. 1 is from your side, or asked of you." in shown
    assert f'href="{place}"' in shown
    assert "Too vague." not in shown
    shown = page(client, changing.reader, at(changing))
    assert "2 comments on it are open. None is from your side, or asked of you." in shown


def test_concluding_names_what_is_still_open(client, changing):
    thread = comment(changing, changing.reviewers[1], 1, "Too long. " * 20)
    comment(changing, changing.reviewers[1], 1, "Between us.", is_internal=True)
    settled = comment(changing, changing.officer, 0, "Already clear.")
    discussion.close(thread=settled, reason="", by=changing.officer, at=timezone.now())
    shown = page(client, changing.officer, at(changing, "conclude"))
    assert "1 comment on it is open." in shown
    assert reverse("drafting:thread", args=[changing.new.reference, thread.reference]) in shown
    assert "Too long. Too long." in shown
    assert "(Borough 2 Council)" in shown
    assert "Between us." not in shown
    assert "Already clear." not in shown
    assert "takes up what the parties answered" in shown


def test_without_a_new_text_nothing_is_said_of_one(client, scene):
    for name in ("one", "conclude"):
        assert "The text that is to replace it" not in page(client, scene.officer, at(scene, name))


def test_the_words_for_one_and_many():
    one = talk.Open("Too long.", "Borough", "/", True)
    assert talk.Talk(None).words == "No comment on it is open."
    assert talk.Talk(None, (one,)).words == "1 comment on it is open. 1 is from your side, or asked of you."
    assert talk.Talk(None, (one, one)).words == "2 comments on it are open. 2 are from your side, or asked of you."


def test_the_list_of_all_reviews_says_why_one_that_is_open_was_asked_for(client, scene):
    assert "Asked for because" not in page(client, scene.officer, "/reviews/")
    stage.begin(scene, WHY, at=timezone.now())
    assert f"Asked for because: {WHY}" in page(client, scene.officer, "/reviews/")
