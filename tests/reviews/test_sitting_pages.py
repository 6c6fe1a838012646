"""The pages of a sitting: the list with its boxes, the page that says what is confirmed, and what came of it."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from accounts.roles import Role
from agreements import services as agreements
from reviews.models import Answer
from tests.factories.people import make_person, sign_in
from tests.reviews import many

pytestmark = pytest.mark.django_db
TOMORROW = dt.timedelta(days=1)


def _scene():
    return many.in_force(3, at=timezone.now())


STAGE = _scene


@pytest.fixture
def made(scene):
    return scene


def see(client, path: str, status: int = 200, **query) -> str:
    answer = client.get(path, query)
    assert answer.status_code == status, answer
    said = answer.content.decode()
    assert "⟦missing" not in said
    return said


def ticks(said: str) -> list[str]:
    return re.findall(r'name="tick"[^>]*value="([^"]+)"', said)


def ticked(said: str) -> int:
    return len(re.findall(r'name="tick"[^>]*checked', said))


def references(made) -> list[str]:
    return [agreement.reference for agreement in made.agreements]


def test_the_list_says_what_is_due_and_ticks_nothing_by_itself(client, made):
    sign_in(client, made.reviewer)
    said = see(client, "/reviews/sitting/")
    assert sorted(ticks(said)) == sorted(references(made))
    assert ticked(said) == 0
    assert "Due today" in said
    assert "Nothing that we know of since" in said


def test_tick_all_leaves_out_what_needs_a_look(client, made):
    agreements.give_notice(
        agreement=made.agreements[0],
        organisation=made.partner,
        leaves_on=timezone.localdate() + 30 * TOMORROW,
        reason="Another way.",
        by=make_person("ig@police.example", made.partner, [Role.IG_OFFICER]),
        at=timezone.now(),
    )
    sign_in(client, made.reviewer)
    said = see(client, "/reviews/sitting/", all="1")
    assert (len(ticks(said)), ticked(said)) == (3, 2)
    assert "1 on this page needs a look first, and is not ticked for you." in said


def test_confirming_shows_what_is_confirmed_and_then_what_came_of_it(client, made):
    sign_in(client, made.reviewer)
    said = see(client, "/reviews/sitting/check/", tick=references(made))
    assert "Confirm no change for 3 agreements" in said
    assert "Has any law that it stands on changed?" in said
    assert Answer.objects.count() == 0
    answer = client.post(
        "/reviews/sitting/check/", {"tick": references(made), "note": "All of them read."}, follow=True
    )
    assert "No change confirmed for 3 agreements" in answer.content.decode()
    assert set(Answer.objects.values_list("together", "note")) == {(True, "All of them read.")}
    see(client, "/reviews/sitting/done/")
    assert Answer.objects.count() == 3
    assert "Essex Police has answered 3 more." in see(client, "/reviews/sitting/")


def test_what_was_refused_is_said_with_its_reason(client, made):
    sign_in(client, made.reviewer)
    see(client, "/reviews/sitting/check/", tick=references(made))
    agreements.plan_end(
        agreement=made.agreements[0],
        on=timezone.localdate(),
        how="notice",
        reason="Over.",
        by=made.officer,
        at=timezone.now(),
    )
    said = client.post("/reviews/sitting/check/", {"tick": references(made)}, follow=True).content.decode()
    assert "No change confirmed for 2 agreements" in said
    assert "Not confirmed: 1" in said
    assert "The agreement is no longer in force" in said


def test_a_note_that_is_too_long_is_still_there(client, made):
    sign_in(client, made.reviewer)
    answer = client.post("/reviews/sitting/check/", {"tick": references(made), "note": "long " * 500})
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Note (optional) must be 2,000 characters or fewer" in said
    assert "long long" in said
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("sent", [{}, {"tick": ["DSA-1999-0001"]}, {"tick": ["<script>"]}])
def test_nothing_that_one_may_answer_leads_back_with_the_reason(client, made, sent):
    sign_in(client, made.reviewer)
    for send in (client.get, client.post):
        answer = send("/reviews/sitting/check/", sent, follow=True)
        assert "Select at least one agreement" in answer.content.decode()
    assert Answer.objects.count() == 0


def test_readers_read_and_have_no_boxes(client, made):
    sign_in(client, make_person("reader@police.example", made.partner, [Role.READER]))
    said = see(client, "/reviews/sitting/")
    assert "Street lighting faults" in said
    assert ticks(said) == []
    assert "Only reviewers and data protection officers of Essex Police can answer for it." in said
    answer = client.post("/reviews/sitting/check/", {"tick": references(made)})
    assert answer.status_code == 403
    assert Answer.objects.count() == 0


def test_strangers_see_nothing(client, made):
    sign_in(client, make_person("stranger@example.org"))
    assert "Street lighting" not in see(client, "/reviews/sitting/")
    client.post("/reviews/sitting/check/", {"tick": references(made)})
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(
    "query", [{"months": "0"}, {"months": "soon"}, {"page": "99999999999"}, {"organisation": "no"}]
)
def test_odd_addresses_are_the_first_page(client, made, query):
    sign_in(client, made.reviewer)
    assert len(ticks(see(client, "/reviews/sitting/", **query))) == 3


@pytest.mark.parametrize("value", ["0", "abc", "99999999999999999999", "12345"])
def test_a_campaign_that_is_not_there_is_not_found(client, made, value):
    sign_in(client, made.reviewer)
    assert client.get("/reviews/sitting/", {"campaign": value}).status_code == 404


def test_a_field_sent_twice_is_refused(client, made):
    sign_in(client, made.reviewer)
    answer = client.post("/reviews/sitting/check/", {"tick": references(made), "note": ["one", "two"]})
    assert answer.status_code == 400


def test_somebody_of_two_organisations_answers_for_the_one_named_in_the_link(client, made):
    both = make_person("dpo@police.example", made.lead, [Role.REVIEWER])
    sign_in(client, both)
    client.post("/reviews/sitting/check/", {"tick": references(made), "organisation": made.partner.slug})
    client.post("/reviews/sitting/check/", {"tick": references(made), "organisation": made.lead.slug})
    assert Answer.objects.filter(organisation=made.partner).count() == 3
    assert Answer.objects.filter(organisation=made.lead).count() == 3


def test_of_500_a_page_shows_50_with_few_queries(client, django_assert_max_num_queries):
    made = many.in_force(500, at=timezone.now())
    sign_in(client, made.reviewer)
    see(client, "/reviews/sitting/")
    with django_assert_max_num_queries(25):
        said = see(client, "/reviews/sitting/", all="1")
    assert (len(ticks(said)), ticked(said)) == (50, 50)
    assert "Showing 1 to 50 of 500 reviews" in said
    with django_assert_max_num_queries(25):
        assert len(ticks(see(client, "/reviews/sitting/check/", tick=ticks(said)))) == 50


def test_whoever_cannot_answer_opens_the_reviews_all_the_same(client, made):
    sign_in(client, made.officer)
    said = see(client, "/reviews/sitting/")
    assert ticks(said) == []
    assert said.count(">Open the review<") == len(made.agreements)


@pytest.mark.parametrize(("number", "has_all", "has_end"), [(1, False, False), (10, True, False), (11, True, True)])
def test_a_short_list_has_no_help_for_long_ones(client, number, has_all, has_end):
    made = many.in_force(number, at=timezone.now())
    sign_in(client, made.reviewer)
    said = see(client, "/reviews/sitting/")
    assert len(ticks(said)) == number
    assert ("Tick all on this page" in said, 'href="#confirm"' in said) == (has_all, has_end)
    assert 'id="confirm"' in said
