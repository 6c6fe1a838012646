"""The pages of a review: what each person sees, does and is refused, and that nothing typed is lost."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from agreements import places
from agreements.models import Variation
from notices.models import Notice
from reviews import services
from reviews.models import Answer, Review
from reviews.schedule import add_months
from reviews.services.reviewing import Remark
from tests.drafting import scene as drafting
from tests.factories.people import place
from tests.reviews import standing_agreement as stage
from tests.reviews.reviewing_client import BEGAN, SECTION, at, day_in, page, post, same
from tests.reviews.standing_agreement import DAY, NOTE

pytestmark = pytest.mark.django_db


def _scene():
    return stage.in_force(at=timezone.now() - BEGAN)


STAGE = _scene


def test_the_page_is_there_before_anybody_opened_the_review(client, scene):
    shown = page(client, scene.reviewers[1], at(scene))
    assert "Review 1" in shown
    assert "Nobody has answered yet" in shown
    assert "This waits for Borough 2 Council" in shown
    assert "Due in" in shown
    assert not Review.objects.exists()
    page(client, scene.reviewers[1], at(scene, number=2), 404)
    page(client, scene.reviewers[1], at(scene, number=99999999999999999999), 404)


def test_the_reminder_leads_to_it(client, scene):
    services.remind_due(at=timezone.now() + DAY)
    notice = Notice.objects.filter(kind="review_due").first()
    assert f"{at(scene)}\n" in notice.text
    assert scene.agreement.get_absolute_url() in notice.text


def test_whom_it_does_not_concern_finds_nothing(client, scene):
    for name in ("all", "start", "one", "answer", "conclude"):
        page(client, scene.outsider, at(scene, name), 404)
        assert post(client, scene.outsider, at(scene, name)).status_code in (404, 405)


def test_a_reader_reads_and_is_told_who_answers(client, scene):
    shown = page(client, scene.reader, at(scene))
    assert "/answer/" not in shown
    assert "/conclude/" not in shown
    assert "Only reviewers and data protection officers of a party can answer" in page(
        client, scene.reader, at(scene, "answer")
    )
    assert "Only information governance officers" in page(client, scene.reader, at(scene, "conclude"))
    assert "Only information governance officers" in page(client, scene.reader, at(scene, "start"))


def test_answering_begins_as_no_change_and_one_press_is_enough(client, scene):
    shown = page(client, scene.reviewers[1], at(scene, "answer"))
    assert shown.count('value="same" checked') == 6
    assert "Is this agreement still right for Borough 2 Council?" in shown
    answer = post(client, scene.reviewers[1], at(scene, "answer"), **same())
    assert answer.status_code == 302
    assert answer["Location"] == at(scene)
    assert (Answer.objects.get().organisation, Answer.objects.get().points.count()) == (scene.organisations[1], 0)
    shown = page(client, scene.reviewers[1], at(scene))
    assert "Change your answer" in shown
    assert "1 of 3 parties have answered" in shown


def test_what_needs_a_change_is_said_and_every_party_reads_it(client, scene):
    typed = same(scope="change", sections=[SECTION], note="Call us.") | {
        "scope-note": "It covers schools, too.",
        f"{SECTION}-note": NOTE,
    }
    assert post(client, scene.reviewers[0], at(scene, "answer"), **typed).status_code == 302
    shown = page(client, scene.reviewers[2], at(scene))
    for words in ("It covers schools, too.", NOTE, "Call us.", "Needs a change on 2 points", "6 Retention"):
        assert words in shown
    assert "1 of 1 says that it needs a change" in shown


def test_what_should_change_must_be_said_and_what_was_typed_stays(client, scene):
    typed = same(scope="change", sections=[SECTION], note="Call us.")
    answer = post(client, scene.reviewers[0], at(scene, "answer"), **typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter what should change in “6 Retention”" in shown
    assert 'href="#id_scope-note"' in shown
    assert "Call us." in shown
    assert not Answer.objects.exists()


def test_typed_nonsense_is_turned_away(client, scene):
    """B rows: unknown choices, sections of another text, very long notes."""
    for typed in (
        same(scope="maybe"),
        same(sections=["section-weather"]),
        same(note="x" * 2001),
        {},
    ):
        answer = post(client, scene.reviewers[0], at(scene, "answer"), **typed)
        assert answer.status_code == 422
    assert post(client, scene.reviewers[0], at(scene, "answer"), **same(party="borough-2-council")).status_code == 404
    assert not Answer.objects.exists()


def test_the_last_answers_stand_beside(client, scene):
    now = timezone.now()
    for party in (0, 1):
        stage.say(scene, party, Remark("section:retention", True, NOTE), at=now)
    on = timezone.localdate(now)
    stage.decide(scene, without="Late", next_on=on + 30 * DAY, at=now)
    shown = page(client, scene.reviewers[0], at(scene, "answer", 2))
    assert f"Last time: needs a change. {NOTE}" in shown
    assert "In the last review Borough 1 Council answered" in shown
    assert "Last time" not in page(client, scene.reviewers[2], at(scene, "answer", 2))


def test_one_who_answers_for_two_parties_chooses_which(client, scene):
    place(scene.reviewers[0], scene.organisations[1], [Role.REVIEWER])
    shown = page(client, scene.reviewers[0], at(scene, "answer"))
    assert 'href="?party=borough-2-council"' in shown
    post(client, scene.reviewers[0], at(scene, "answer"), **same(party="borough-2-council"))
    assert Answer.objects.get().organisation == scene.organisations[1]
    page(client, scene.reviewers[0], at(scene, "answer") + "?party=nobody", 404)


def test_the_lead_concludes_and_the_next_day_is_proposed(client, scene):
    stage.everybody_says(scene, at=timezone.now())
    began = timezone.localdate(timezone.now() - BEGAN)
    shown = page(client, scene.officer, at(scene, "conclude"))
    assert "Every party has answered" in shown
    assert f'value="{add_months(began, 18).year}"' in shown
    assert 'name="without"' not in shown
    next_on = add_months(began, 18)
    typed = {"conclusion": "keep", "reason": "", **day_in("next_on", next_on)}
    answer = post(client, scene.officer, at(scene, "conclude"), **typed)
    assert answer["Location"] == at(scene)
    shown = page(client, scene.reader, at(scene))
    assert "continue unchanged" in shown
    assert "The next review is on" in shown
    assert "/answer/" not in shown
    assert "Review 1" in page(client, scene.reader, at(scene, "all"))


def test_concluding_without_answers_asks_why_and_keeps_what_was_typed(client, scene):
    typed = {"conclusion": "keep", "reason": "All is well", "without": " ", **day_in("next_on", dt.date(2020, 1, 1))}
    answer = post(client, scene.officer, at(scene, "conclude"), **typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Enter why you do not wait for every party", "Next review must be on", "All is well", "2020"):
        assert words in shown
    assert scene.status == "in_force"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"conclusion": "keep"}, "Enter the next review"),
        (
            {"conclusion": "keep", "next_on_day": "31", "next_on_month": "2", "next_on_year": "2027"},
            "must be a real date",
        ),
        ({"conclusion": "change", "reason": ""}, "Enter what should change"),
        ({"conclusion": "end", "reason": "Done"}, "Enter the day on which it ends"),
        ({"conclusion": "burn"}, "Select what you conclude"),
        ({}, "Select what you conclude"),
    ],
)
def test_what_is_missing_is_named(client, scene, typed, words):
    stage.everybody_says(scene, at=timezone.now())
    answer = post(client, scene.officer, at(scene, "conclude"), **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert scene.review.is_open


def test_a_day_that_belongs_to_another_choice_is_no_error(client, scene):
    stage.everybody_says(scene, at=timezone.now())
    typed = {"conclusion": "change", "reason": "Two years are too long.", **day_in("next_on", dt.date(2020, 1, 1))}
    answer = post(client, scene.officer, at(scene, "conclude"), **typed)
    new = Variation.objects.get().agreement
    assert answer["Location"] == reverse("drafting:tasks", args=[new.reference])
    shown = page(client, scene.officer, at(scene))
    assert "change it" in shown


def test_the_second_sees_what_came_of_it_and_keeps_what_was_typed(client, scene):
    stage.everybody_says(scene, at=timezone.now())
    stage.decide(scene, at=timezone.now(), next_on=timezone.localdate() + 300 * DAY)
    typed = {"conclusion": "change", "reason": "Two years are too long."}
    answer = post(client, scene.officer, at(scene, "conclude"), **typed)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "This review was concluded by Ada Lead" in shown
    assert "Two years are too long." in shown
    shown = page(client, scene.officer, at(scene, "conclude"))
    assert "This review was concluded by Ada Lead" in shown
    assert "<form" not in shown.split("<main")[1]
    late = post(client, scene.reviewers[0], at(scene, "answer"), **same(note="Wait!"))
    assert late.status_code == 409
    assert "Wait!" in late.content.decode()


def test_starting_out_of_turn(client):
    scene = stage.in_force(at=timezone.now() - DAY)
    assert "Parties can answer from" in page(client, scene.reviewers[0], at(scene))
    assert "Parties can answer from" in page(client, scene.reviewers[0], at(scene, "answer"))
    assert "Start the review out of turn" in page(client, scene.officer, at(scene))
    answer = post(client, scene.officer, at(scene, "start"), reason=" ")
    assert answer.status_code == 422
    assert "Enter why it is reviewed now" in answer.content.decode()
    assert post(client, scene.officer, at(scene, "start"), reason="A supplier lost data.")["Location"] == at(scene)
    shown = page(client, scene.reviewers[1], at(scene))
    assert "A supplier lost data." in shown
    assert "This waits for Borough 2 Council" in shown
    again = post(client, scene.officer, at(scene, "start"), reason="Again")
    assert again.status_code == 409
    assert "open already" in again.content.decode()


def test_the_agreements_pages_lead_there(client, scene):
    texts = [link["text"] for link in places.navigation(scene.fresh(), scene.reader, "")]
    assert "Reviews" in texts
    assert "Approvals" in texts
    assert "Review" not in texts
    assert places.main_action(scene.fresh(), scene.reviewers[0]) is None  # nobody has been told yet
    services.remind_due(at=timezone.now())
    assert places.main_action(scene.fresh(), scene.reviewers[0])["text"] == "Answer in the review"
    assert places.main_action(scene.fresh(), scene.officer) is None
    stage.everybody_says(scene, at=timezone.now())
    assert places.main_action(scene.fresh(), scene.officer)["text"] == "Conclude the review"
    assert places.main_action(scene.fresh(), scene.reviewers[0]) is None


def test_before_it_is_in_force_there_is_no_review(client):
    draft = drafting.draft()
    address = reverse("reviews:all", args=[draft.agreement.reference])
    assert "An agreement is reviewed while it is in force" in page(client, draft.officer, address)
    page(client, draft.officer, reverse("reviews:one", args=[draft.agreement.reference, 1]), 404)
