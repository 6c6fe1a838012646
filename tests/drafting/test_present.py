"""Who else has a section open, also while they only read; and who changed it last."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.utils import timezone

from agreements import services
from drafting import presence
from drafting.presence import Seen
from dsaformat import editing
from tests.drafting.scene import draft
from tests.drafting.test_checking import at, page
from tests.factories.people import sign_in

NOW = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC)


def seen(name, question="", ago=0):
    return Seen(name, NOW.timestamp() - ago, question)


def test_one_is_there_for_a_minute_and_a_half():
    held = {1: seen("Ada", ago=89), 2: seen("Ben", ago=90)}
    assert set(presence.still(held, NOW.timestamp())) == {1}


@pytest.mark.parametrize(
    ("others", "question", "said"),
    [
        ({}, "why", ""),
        ({1: seen("Ada", "why")}, "why", "Ada has this question open now."),
        ({1: seen("Ada", "how")}, "why", "Ada has this section open now."),
        ({1: seen("Ada", "how")}, "", "Ada has this section open now."),
        (
            {1: seen("Cleo", "why"), 2: seen("Ada", "why"), 3: seen("Ben", "")},
            "why",
            "Ada and Cleo have this question open now. Ben has this section open now.",
        ),
        ({1: seen("C"), 2: seen("A"), 3: seen("B")}, "", "A, B and C have this section open now."),
    ],
)
def test_in_words(others, question, said):
    assert presence.sentence(others, question) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "less than a minute ago"),
        (60, "1 minute ago"),
        (3599, "59 minutes ago"),
        (3600, ""),
        (-5, "less than a minute ago"),
    ],
)
def test_how_long_ago(seconds, said):
    assert presence.ago(NOW - dt.timedelta(seconds=seconds), NOW) == said


# On pages


@pytest.fixture
def scene(db):
    cache.clear()
    return draft()


def open_(client, person, scene, *parts):
    sign_in(client, person)
    return page(client, at(scene, *parts))


def test_whoever_only_reads_is_named_to_others_and_not_to_themselves(client, scene):
    assert "open now" not in open_(client, scene.reviewer, scene, "question", "necessity", "minimum")
    assert "open now" not in page(client, at(scene, "section", "necessity"))
    shown = open_(client, scene.officer, scene, "section", "necessity")
    assert "Cleo Second has this section open now." in shown
    assert "open now" not in page(client, at(scene, "section", "retention"))


def test_the_same_question_and_another_one_of_the_section(client, scene):
    open_(client, scene.reviewer, scene, "question", "necessity", "minimum")
    open_(client, scene.partner, scene, "question", "necessity", "text")
    shown = open_(client, scene.officer, scene, "question", "necessity", "minimum")
    assert "Cleo Second has this question open now. Ben Second has this section open now." in shown


def test_a_list_says_it_too(client, scene):
    open_(client, scene.reviewer, scene, "question", "retention", "retention")
    shown = open_(client, scene.officer, scene, "question", "retention", "retention")
    assert "Cleo Second has this question open now." in shown


def test_an_open_page_asks_again_and_learns_who_came(client, scene, django_assert_max_num_queries):
    shown = open_(client, scene.officer, scene, "question", "necessity", "minimum")
    ask = f"{at(scene, 'present', 'necessity')}?question=minimum"
    assert f'data-open="{ask}"' in shown
    assert client.get(ask).json() == {"words": ""}
    open_(client, scene.partner, scene, "question", "necessity", "minimum")
    sign_in(client, scene.officer)
    with django_assert_max_num_queries(10):
        response = client.get(ask)
    assert response.json() == {"words": "Ben Second has this question open now."}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("asked", ["", "x" * 5000, "%00", "../../x"])
def test_what_no_question_is_called_does_no_harm(client, scene, asked):
    sign_in(client, scene.officer)
    assert client.get(at(scene, "present", "necessity"), {"question": asked}).json() == {"words": ""}


def test_nothing_is_told_to_those_who_may_not_see_the_agreement(client, scene):
    open_(client, scene.officer, scene, "section", "necessity")
    sign_in(client, scene.outsider)
    assert client.get(at(scene, "present", "necessity")).status_code == 404
    assert client.post(at(scene, "present", "necessity")).status_code == 405


def test_a_page_that_nobody_touches_does_not_keep_the_session(client, scene):
    sign_in(client, scene.officer)
    client.get(at(scene, "tasks"))
    session = client.session
    old = int(timezone.now().timestamp()) - 600
    session["seen_at"] = old
    session.save()
    client.get(at(scene, "present", "necessity"), headers={"X-Untouched": "yes"})
    assert client.session["seen_at"] == old
    client.get(at(scene, "section", "necessity"))
    assert client.session["seen_at"] > old


def test_who_changed_it_last_and_when(client, scene):
    now = timezone.now()

    def change(minutes, text):
        services.change(
            agreement=scene.agreement,
            edit=lambda document: editing.put(document, "proportionality", {"text": text}),
            by=scene.officer,
            at=now - dt.timedelta(minutes=minutes),
        )

    change(65, "Only names.")
    assert "Last changed by Ada Lead on" in open_(client, scene.partner, scene, "section", "necessity")
    change(4, "Only names and dates.")
    assert "Last changed by Ada Lead 4 minutes ago." in page(client, at(scene, "section", "necessity"))
    assert "Last changed by Ada Lead 4 minutes ago." in page(client, at(scene, "question", "necessity", "minimum"))
    assert "4 minutes ago" not in page(client, at(scene, "section", "retention"))
    assert "Last changed by you 4 minutes ago." in open_(client, scene.officer, scene, "section", "necessity")


@pytest.mark.django_db(transaction=True)
def test_in_a_browser_the_line_follows_who_comes(window):
    cache.clear()
    scene = draft()
    address = at(scene, "question", "necessity", "minimum")
    with window(user=scene.officer) as first:
        first.goto(address)
        assert first.text_content("[data-open]") == ""
        with window(user=scene.partner) as second:
            second.goto(address)
            assert second.text_content("[data-open]") == "Ada Lead has this question open now."
        first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        first.wait_for_function("w => document.querySelector('[data-open]').textContent.includes(w)", arg="Ben Second")
        assert first.complaints == []
